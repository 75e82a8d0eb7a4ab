import type { ErrorCode } from '../base/errors.ts'
import type { TypeShape } from '../protocol/liveTypes.ts'

/** Client ↔ language worker. Plain data. Calls see the cells as they stood when they were made. */

/** A TypeScript cell, in the notebook's order. */
export interface LanguageCell {
  readonly id: string
  readonly code: string
  /** Types that records turned out to have, where the cell declares none. */
  readonly liveTypes?: readonly LiveTypeHint[] | undefined
}

/** A type found by looking at records, in TypeScript on one line. */
export type LiveTypeHint =
  /** Of what the `ordinal`-th call (from 0) of a function in the cell delivers. */
  | { readonly kind: 'source'; readonly callee: string; readonly ordinal: number; readonly type: string }
  /** Of a name that the cell declares as `const rows = await …`. */
  | { readonly kind: 'awaited'; readonly name: string; readonly type: string }

/** Where something stands in a cell: 1-based line and column (UTF-16 units), in the cell's own lines. */
export interface CellPosition {
  readonly line: number
  readonly column: number
}

/** A stretch of a cell. */
export interface CellRange {
  readonly start: CellPosition
  /** Just behind the last character. */
  readonly end: CellPosition
}

/** A stretch of a cell, or of a file on disk (absolute path): a local module, or a declaration file. */
export type LanguageLocation = CellRange & ({ readonly cellId: string } | { readonly file: string })

/** A text to put in the place of another. */
export type LanguageEdit = LanguageLocation & { readonly newText: string }

/** A change of one cell's own text. */
export interface CellEdit extends CellRange {
  readonly newText: string
}

/** A finding of the type checker in one cell. */
export interface CellDiagnostic extends CellRange {
  /** As TypeScript numbers it: `TS2339`; `unused-import` is ours. */
  readonly code: string
  readonly message: string
  readonly category: 'error' | 'warning' | 'suggestion'
  /** What it stands at is not needed, or better not used. */
  readonly tags?: readonly ('unnecessary' | 'deprecated')[] | undefined
  /** Places that belong to it: where the other declaration stands. */
  readonly related?: readonly (LanguageLocation & { readonly message: string })[] | undefined
}

export interface CheckedCell {
  readonly cellId: string
  readonly diagnostics: readonly CellDiagnostic[]
}

/** A name that could stand at a position. */
export interface CellCompletion {
  readonly name: string
  /** TypeScript's word: `property`, `method`, `const`, `interface`, … */
  readonly kind: string
  readonly sortText: string
  readonly deprecated?: true | undefined
  readonly optional?: true | undefined
  /** Written instead of the name; with `$1` for the caret when `snippet` is set. */
  readonly insertText?: string | undefined
  readonly snippet?: true | undefined
  /** What it replaces, where that is not the word at the position. */
  readonly range?: CellRange | undefined
  /** The module that accepting it imports the name from. */
  readonly source?: string | undefined
  /** Given back when details are asked for. */
  readonly data?: unknown
}

export interface CellCompletions {
  readonly items: readonly CellCompletion[]
  /** More typing can bring names that are not among these. */
  readonly incomplete: boolean
}

/** What is said about a completion when it is looked at. */
export interface CellCompletionDetails {
  /** The declaration in TypeScript. */
  readonly signature: string
  /** Markdown. */
  readonly documentation: string
  /** What accepting it changes besides: the import, in the cell. */
  readonly edits: readonly CellEdit[]
}

/** What a name is. */
export interface CellHover extends CellRange {
  /** The declaration in TypeScript. */
  readonly signature: string
  /** The doc comment, in Markdown. */
  readonly documentation: string
}

/** A call being written. */
export interface CellSignatures {
  readonly active: number
  readonly activeParameter: number
  readonly signatures: readonly {
    readonly label: string
    readonly documentation: string
    readonly parameters: readonly {
      /** From and to in `label`, in UTF-16 units. */
      readonly label: readonly [number, number]
      readonly documentation: string
    }[]
  }[]
}

/** Something a cell declares. */
export interface CellSymbol extends CellRange {
  readonly name: string
  /** TypeScript's word. */
  readonly kind: string
  /** Where the name itself stands. */
  readonly nameRange: CellRange
  readonly children: readonly CellSymbol[]
}

/** A word and what it names; `type` and `modifiers` are VS Code's standard ones. */
export interface CellToken {
  readonly start: CellPosition
  readonly length: number
  readonly type: string
  readonly modifiers: readonly string[]
}

/** A word shown between the words of the code. */
export interface CellInlayHint {
  readonly position: CellPosition
  readonly text: string
  readonly kind: 'type' | 'parameter' | 'value'
  readonly paddingLeft: boolean
  readonly paddingRight: boolean
}

/** How the editor indents. */
export interface CellFormat {
  readonly tabSize: number
  readonly insertSpaces: boolean
}

/** A change that mends something. */
export interface CellFix {
  readonly title: string
  readonly edits: readonly LanguageEdit[]
  /** TypeScript has only this one to offer for the finding, or holds it the best. */
  readonly preferred: boolean
  /** The finding that it mends. */
  readonly code: string
}

interface AtPosition {
  readonly cellId: string
  readonly position: CellPosition
}

/** The places of one cell where records come in. */
export interface CellRecordTypes {
  readonly cellId: string
  readonly places: readonly RecordTypePlace[]
}

/** A call that makes a source, or a name that is given an awaited value. */
export interface RecordTypePlace {
  /** As it stands in a {@link LiveTypeHint}. */
  readonly place:
    | { readonly kind: 'source'; readonly callee: string; readonly ordinal: number }
    | { readonly kind: 'awaited'; readonly name: string }
  /** The function's name, or the variable's. */
  readonly range: CellRange
  /** The code declares no type, and none follows from it. */
  readonly isOpen: boolean
  /** The declared type, as far as values can be held against it; null where there is none. */
  readonly shape: TypeShape | null
  /** The interface of the notebook that is the declared type. */
  readonly declaration: (LanguageLocation & { readonly name: string }) | null
  /** Where a type argument (or ` as` with a type) is to be written. */
  readonly typeAt: CellPosition
  /** Where the call's arguments begin: at their bracket a stack says the call to be, below type arguments of several lines. */
  readonly callAt: CellPosition
  /** Where an interface is to be written: before the statement. */
  readonly interfaceAt: CellPosition
  /** A name for that interface which is not taken. */
  readonly newName: string
}

/** What can be asked of an open notebook, and what the answer is. */
export interface LanguageCalls {
  /** Findings of one cell, or of all. */
  check: { ask: { readonly cellId?: string | undefined }; answer: readonly CheckedCell[] }
  complete: { ask: AtPosition & { readonly trigger?: string | undefined }; answer: CellCompletions }
  completionDetails: {
    ask: AtPosition & Pick<CellCompletion, 'name' | 'source' | 'data'> & { readonly format: CellFormat }
    answer: CellCompletionDetails | null
  }
  hover: { ask: AtPosition; answer: CellHover | null }
  signatureHelp: {
    ask: AtPosition & { readonly trigger?: string | undefined; readonly retrigger: boolean }
    answer: CellSignatures | null
  }
  definition: { ask: AtPosition; answer: readonly LanguageLocation[] }
  typeDefinition: { ask: AtPosition; answer: readonly LanguageLocation[] }
  references: { ask: AtPosition & { readonly declarations: boolean }; answer: readonly LanguageLocation[] }
  /** What would be renamed; fails, with the reason, where nothing can be. */
  prepareRename: { ask: AtPosition; answer: CellRange & { readonly name: string } }
  rename: { ask: AtPosition & { readonly newName: string }; answer: readonly LanguageEdit[] }
  symbols: { ask: { readonly cellId: string }; answer: readonly CellSymbol[] }
  /** Of the whole cell, or of a range. */
  semanticTokens: {
    ask: { readonly cellId: string; readonly range?: CellRange | undefined }
    answer: readonly CellToken[]
  }
  inlayHints: {
    ask: { readonly cellId: string; readonly range: CellRange; readonly shown: InlayHintsShown }
    answer: readonly CellInlayHint[]
  }
  /** The whole cell, a range (what was pasted), or what a typed character completes. */
  format: {
    ask: {
      readonly cellId: string
      readonly format: CellFormat
      readonly range?: CellRange | undefined
      readonly typed?: { readonly character: string; readonly position: CellPosition } | undefined
    }
    answer: readonly CellEdit[]
  }
  fixes: {
    ask: {
      readonly cellId: string
      readonly findings: readonly (CellRange & { readonly code: string })[]
      readonly format: CellFormat
    }
    answer: readonly CellFix[]
  }
  /** Where the types of records may come from what runs, in every cell. */
  recordTypes: { ask: Record<never, never>; answer: readonly CellRecordTypes[] }
  organizeImports: { ask: { readonly cellId: string; readonly format: CellFormat }; answer: readonly CellEdit[] }
}

/** Which words are shown between the words of the code. */
export type InlayHintsShown = 'parameters' | 'types' | 'all'

export type LanguageCall = keyof LanguageCalls

/** What a worker is started with. */
export interface LanguageWorkerData {
  readonly files: LanguageFiles
  /** Memory of the {@link CancelFlags} of whoever asks. */
  readonly cancelled: SharedArrayBuffer
}

/** What the build put there for the language service to read. */
export interface LanguageFiles {
  /** Folder of TypeScript's own `lib.*.d.ts`. */
  readonly lib: string
  /** Folder whose subfolders are packages of types that every cell sees: `node`, `undici-types`. */
  readonly types: string
  /** The declaration file of `'flinknb'`. */
  readonly api: string
}

export type LanguageRequest =
  /** A notebook and its TypeScript cells; `notebook` is the absolute path of its file. */
  | { readonly type: 'open'; readonly notebook: string; readonly cells: readonly LanguageCell[] }
  /** All cells as they stand now; those that are unchanged cost nothing. */
  | { readonly type: 'update'; readonly notebook: string; readonly cells: readonly LanguageCell[] }
  | { readonly type: 'close'; readonly notebook: string }
  /** A file (absolute path) as an editor holds it, unsaved; null when it is on disk as the editor shows it. */
  | { readonly type: 'file'; readonly file: string; readonly text: string | null }
  | {
      [C in LanguageCall]: {
        readonly type: 'call'
        readonly call: C
        readonly requestId: number
        readonly notebook: string
        readonly ask: LanguageCalls[C]['ask']
      }
    }[LanguageCall]

export type LanguageResponse =
  | { readonly type: 'answer'; readonly requestId: number; readonly answer: LanguageCalls[LanguageCall]['answer'] }
  /** `code` stands where the call is refused for a reason that a user reads. */
  | {
      readonly type: 'failed'
      readonly requestId: number
      readonly message: string
      readonly code?: ErrorCode | undefined
    }
