/** Client ↔ language worker. Plain data; requests are answered in the order in which they came. */

/** A TypeScript cell, in the notebook's order. */
export interface LanguageCell {
  readonly id: string
  readonly code: string
}

/** Where something stands in a cell: 1-based line and column (UTF-16 units), in the cell's own lines. */
export interface CellPosition {
  readonly line: number
  readonly column: number
}

/** A finding of the type checker in one cell. */
export interface CellDiagnostic {
  readonly start: CellPosition
  /** Just behind the last character. */
  readonly end: CellPosition
  /** As TypeScript numbers it: `TS2339`. */
  readonly code: string
  readonly message: string
  readonly category: 'error' | 'warning' | 'suggestion'
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
}

/** What a name is. */
export interface CellHover {
  readonly start: CellPosition
  readonly end: CellPosition
  /** The declaration in TypeScript. */
  readonly signature: string
  /** The doc comment, in Markdown. */
  readonly documentation: string
}

/** What can be asked of an open notebook, and what the answer is. */
export interface LanguageCalls {
  /** Findings of one cell, or of all. */
  check: { ask: { readonly cellId?: string | undefined }; answer: readonly CheckedCell[] }
  complete: { ask: { readonly cellId: string; readonly position: CellPosition }; answer: readonly CellCompletion[] }
  hover: { ask: { readonly cellId: string; readonly position: CellPosition }; answer: CellHover | null }
}

export type LanguageCall = keyof LanguageCalls

/** What a worker is started with. */
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
  | { readonly type: 'failed'; readonly requestId: number; readonly message: string }
