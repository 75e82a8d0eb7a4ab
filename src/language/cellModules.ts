import path from 'node:path'
import type ts from 'typescript'
import { type CellModule, cellModule, type VisibleName } from './cellModule.ts'
import { type DeclaredName, declaredNames } from './declaredNames.ts'
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
}

/** The cells of one notebook as modules in its folder, each seeing the names of those above it. */
export class CellModules {
  private parsed = new Map<string, Parsed>()
  private files = new Map<string, CellFile>()
  private ids = new Map<string, CellFile>()

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

  /** Takes the cells as they stand now. A cell whose code and surroundings are the same keeps its version. */
  update(cells: readonly LanguageCell[]): void {
    const parsed = new Map<string, Parsed>()
    const files = new Map<string, CellFile>()
    const visible = new Map<string, VisibleName>()
    for (const { id, code } of cells) {
      const before = this.parsed.get(id)
      const declared = before?.code === code ? before.declared : this.declared(code)
      parsed.set(id, { code, declared })
      const file = this.fileName(id)
      const module = cellModule(code, declared, visible.values())
      const known = this.files.get(file)
      const version = known === undefined ? 1 : known.text === module.text ? known.version : known.version + 1
      files.set(file, { ...module, cellId: id, file, version })
      for (const { name, assignable } of declared)
        visible.set(name, { name, assignable, module: `./${path.posix.basename(file)}` })
    }
    this.parsed = parsed
    this.files = files
    this.ids = new Map([...files.values()].map(file => [file.cellId, file]))
  }

  private declared(code: string): DeclaredName[] {
    const { createSourceFile, ScriptTarget } = this.typescript
    return declaredNames(this.typescript, createSourceFile('cell.ts', code, ScriptTarget.ESNext))
  }

  /** In the notebook's folder, so that `./rates.ts` and the folder's packages are found; never on disk. */
  private fileName(cellId: string): string {
    const safeName = path.posix.basename(this.notebook).replace(/[^\w.-]/g, '_')
    return `${path.posix.dirname(this.notebook)}/${safeName}.cell-${cellId.replace(/[^\w-]/g, '_')}.ts`
  }
}
