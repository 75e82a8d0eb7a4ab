import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { InterruptFlag } from '../../src/kernel/cell/interruptFlag.ts'
import { ProgramRunner } from '../../src/kernel/cell/programRunner.ts'
import { Scope } from '../../src/kernel/cell/scope.ts'
import { SourcePlaces } from '../../src/kernel/cell/sourcePlaces.ts'
import type { CellNames } from '../../src/kernel/dependencies/cellNames.ts'
import { installStackFormat } from '../../src/kernel/errors/formatStack.ts'
import { ModuleLoader } from '../../src/kernel/modules/moduleLoader.ts'

/** The cell compiler, scope and module loader of one notebook, without channel or process. */
export class CellHarness {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'flinknb-cells-'))
  readonly flag = new InterruptFlag()
  readonly scope = new Scope()
  private readonly places = new SourcePlaces()
  private readonly runner = new ProgramRunner(this.places, this.flag)
  private readonly loader = new ModuleLoader(this.runner, async () => ({ answer: () => 42, Table: class Table {} }))

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [name, text] of Object.entries(files)) this.write(name, text)
    installStackFormat(this.places, path.resolve(import.meta.dirname, '../..'))
  }

  write(name: string, text: string): void {
    writeFileSync(path.join(this.directory, name), text)
  }

  /** `[value]` or undefined. */
  run(code: string, cellNumber = 1, onCompiled?: (names: CellNames) => void): Promise<readonly [unknown] | undefined> {
    const { scope, loader, directory } = this
    return this.runner.runCell(code, {
      scope,
      loader,
      directory,
      notebookPath: path.join(directory, 'n.flinknb'),
      cellNumber,
      onCompiled,
    })
  }

  /** The value of the last of these cells. */
  async runAll(cells: readonly string[]): Promise<unknown> {
    let result: readonly [unknown] | undefined
    for (const [index, code] of cells.entries()) result = await this.run(code, index + 1)
    return result?.[0]
  }
}
