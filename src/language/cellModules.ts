import path from 'node:path'
import type ts from 'typescript'
import {
  type BorrowedName,
  type CellModule,
  cellModule,
  type Insertion,
  mentionedNames,
  type VisibleName,
} from './cellModule.ts'
import { type DeclaredName, declaredNames } from './declaredNames.ts'
import { type ImportedName, importedNames } from './importedNames.ts'
import { type LiveTypePlace, liveInsertions, liveTypePlaces } from './liveTypePlaces.ts'
import type { LanguageCell } from './messages.ts'

/** A cell's module file, as it stands now. `version` changes when its text does. */
export interface CellFile extends CellModule {
  readonly cellId: string
  readonly file: string
  readonly version: number
}

interface Parsed {
  readonly code: string
  readonly declared: readonly DeclaredName[]
  /** `declared`, to compare. */
  readonly signature: string
  /** Names that the cell mentions, for whoever asks whether a name of above is used here. */
  readonly mentioned: ReadonlySet<string>
  /** Names that it imports. */
  readonly imports: readonly ImportedName[]
  /** Where types may come from what runs; positions are those of the code. */
  readonly places: readonly LiveTypePlace[]
  /** Types that are told the checker and do not stand in the cell. */
  readonly inserted: readonly Insertion[]
  /** `inserted`, to compare. */
  readonly hints: string
}

/** Names known so far, a type and a value of each at most. */
type Visible = Map<string, VisibleName>

/** The cells of one notebook as modules in its folder, each seeing the names of those above it. */
export class CellModules {
  private parsed = new Map<string, Parsed>()
  private files = new Map<string, CellFile>()
  private ids = new Map<string, CellFile>()
  private nextVersion = 1
  private focused: string | undefined

  constructor(
    private readonly typescript: typeof ts,
    /** Path of the notebook's file, with slashes. */
    private readonly notebook: string,
  ) {}

  /** Module files in the notebook's order. */
  fileNames(): string[] {
    return [...this.files.keys()]
  }

  byFile(file: string): CellFile | undefined {
    return this.files.get(file)
  }

  byCell(cellId: string): CellFile | undefined {
    return this.ids.get(cellId)
  }

  /** In the notebook's order. */
  all(): CellFile[] {
    return [...this.files.values()]
  }

  /** The cell that a name is taken from. */
  exporter(cell: CellFile, { module }: BorrowedName): CellFile | undefined {
    return this.files.get(path.posix.join(path.posix.dirname(cell.file), module))
  }

  /**
   * Takes the cells as they stand now. A cell whose code and surroundings are the same keeps its version; below a cell
   * that still declares what it did, that is told without looking at the code.
   */
  update(cells: readonly LanguageCell[]): void {
    const before = { ids: [...this.parsed.keys()], parsed: this.parsed, files: this.files }
    const parsed = new Map<string, Parsed>()
    const files = new Map<string, CellFile>()
    const visible: Visible = new Map()
    let sameAbove = true
    for (const [i, { id, code, liveTypes = [] }] of cells.entries()) {
      const known = before.parsed.get(id)
      const hints = liveTypes.length > 0 ? JSON.stringify(liveTypes) : ''
      let cell = known?.code === code ? known : this.parse(code)
      if (cell.hints !== hints) cell = { ...cell, hints, inserted: liveInsertions(cell.places, liveTypes) }
      parsed.set(id, cell)
      const file = this.fileName(id)
      const knownFile = before.files.get(file)
      sameAbove &&= before.ids[i] === id
      if (sameAbove && cell === known && knownFile) files.set(file, knownFile)
      else files.set(file, this.versioned(file, id, this.module(id, cell, visible)))
      sameAbove &&= cell.signature === known?.signature
      for (const name of cell.declared) declare(visible, { ...name, module: `./${path.posix.basename(file)}` })
    }
    this.parsed = parsed
    this.files = files
    this.ids = new Map([...files.values()].map(file => [file.cellId, file]))
  }

  /** From now on this cell knows every name from above, not only those that it mentions: completion is asked here. */
  focus(cellId: string): void {
    if (this.focused === cellId) return
    const before = this.focused
    this.focused = cellId
    this.rebuild(before)
    this.rebuild(cellId)
  }

  /** The names that a cell imports and neither it nor a cell below, before it is declared again, mentions. */
  unusedImports(cellId: string): ImportedName[] {
    const ids = [...this.parsed.keys()]
    const cell = this.parsed.get(cellId)
    const below = ids.slice(ids.indexOf(cellId) + 1).map(id => this.parsed.get(id) as Parsed)
    return (cell?.imports ?? []).filter(({ name, usedInCell }) => !usedInCell && !mentionedIn(below, name))
  }

  /**
   * Does something while a cell exports only some of its names, as if nobody below needed the others: TypeScript takes
   * what is exported for used.
   */
  whileExporting<R>(cellId: string, exported: (name: string) => boolean, body: () => R): R {
    const cell = this.ids.get(cellId)
    const parsed = this.parsed.get(cellId)
    if (!cell || !parsed) return body()
    // Only the last line differs: what stands before it stays where it is.
    const { text } = cellModule({ ...parsed, visible: [], exported })
    const tail = text.slice(text.lastIndexOf('\n;export'))
    this.files.set(cell.file, { ...cell, text: cell.text.slice(0, cell.end) + tail, version: cell.version + 0.5 })
    try {
      return body()
    } finally {
      this.files.set(cell.file, cell)
    }
  }

  /** The places of a cell whose types may come from what runs; their nodes are those of the cell's code. */
  liveTypePlaces(cellId: string): readonly LiveTypePlace[] {
    return this.parsed.get(cellId)?.places ?? []
  }

  private module(cellId: string, cell: Parsed, visible: Visible): CellModule {
    return cellModule({ ...cell, visible: visible.values(), everything: cellId === this.focused })
  }

  private rebuild(cellId: string | undefined): void {
    const visible: Visible = new Map()
    for (const [id, cell] of this.parsed) {
      const file = this.fileName(id)
      if (id === cellId) {
        const module = this.versioned(file, id, this.module(id, cell, visible))
        this.files.set(file, module)
        this.ids.set(id, module)
        return
      }
      for (const name of cell.declared) declare(visible, { ...name, module: `./${path.posix.basename(file)}` })
    }
  }

  /** Versions are never used twice: a cell can go and come back, changed, between two questions. */
  private versioned(file: string, cellId: string, module: CellModule): CellFile {
    const known = this.files.get(file)
    const version = known?.text === module.text ? known.version : this.nextVersion++
    return { ...module, cellId, file, version }
  }

  private parse(code: string): Parsed {
    const { createSourceFile, ScriptTarget } = this.typescript
    // Only in a module is `await (x)` no call of a function called await.
    const source = createSourceFile('cell.ts', `${code}\n;export {}`, ScriptTarget.ESNext, true)
    const declared = declaredNames(this.typescript, source)
    return {
      code,
      declared,
      signature: JSON.stringify(declared),
      mentioned: mentionedNames(code),
      imports: importedNames(this.typescript, source),
      places: liveTypePlaces(this.typescript, source),
      inserted: [],
      hints: '',
    }
  }

  /** Matches the modules' files. */
  get pattern(): string {
    return `${this.stem}*`
  }

  private fileName(cellId: string): string {
    return `${this.stem}${cellId.replace(/[^\w-]/g, '_')}.ts`
  }

  /** In the notebook's folder, so that `./rates.ts` and the folder's packages are found; never on disk. */
  private get stem(): string {
    const safeName = path.posix.basename(this.notebook).replace(/[^\w.-]/g, '_')
    return `${path.posix.dirname(this.notebook)}/${safeName}.cell-`
  }
}

/** A type hides a type, a value a value; a class, an enum or an import both. */
function declare(visible: Visible, name: VisibleName): void {
  const type = `type ${name.name}`
  if (name.meanings === 'both') visible.delete(type)
  visible.set(name.meanings === 'type' ? type : `value ${name.name}`, name)
}

function mentionedIn(cells: readonly Parsed[], name: string): boolean {
  for (const { mentioned, declared } of cells) {
    const again = declared.some(own => own.name === name)
    if (!again && mentioned.has(name)) return true
    if (again) return false
  }
  return false
}
