import path from 'node:path'
import { LanguageClient } from '../language/languageClient.ts'
import { languageFiles } from '../language/languageFiles.ts'
import type { CellDiagnostic } from '../language/messages.ts'
import type { NotebookCell } from '../nbformat/notebookDocument.ts'
import type { CellError } from '../protocol/messages.ts'

/** Type-checks the cells of one notebook in the language worker. */
export class TypeChecker {
  private readonly client: LanguageClient

  /** @param dist absolute path of the built project */
  constructor(
    dist: string,
    private readonly notebookPath: string,
    cells: readonly NotebookCell[],
  ) {
    this.client = new LanguageClient({ workerFile: path.join(dist, 'languageWorker.mjs'), files: languageFiles(dist) })
    this.client.setCells(
      notebookPath,
      cells.map(({ id, source }) => ({ id, code: source })),
    )
  }

  /** Every type error of every cell. */
  async errors(): Promise<readonly { readonly cellId: string; readonly finding: CellDiagnostic }[]> {
    const checked = await this.client.call('check', this.notebookPath, {})
    return checked.flatMap(({ cellId, diagnostics }) =>
      diagnostics.filter(({ category }) => category === 'error').map(finding => ({ cellId, finding })),
    )
  }

  /** The type errors of a cell as the error that keeps it from running; undefined when there are none. */
  async check(cell: NotebookCell, cellNumber: number): Promise<CellError | undefined> {
    const [checked] = await this.client.call('check', this.notebookPath, { cellId: cell.id })
    const errors = checked?.diagnostics.filter(diagnostic => diagnostic.category === 'error') ?? []
    const [first] = errors
    if (!first) return undefined
    const lines = errors.map(({ start, code, message }) => `cell ${cellNumber}:${start.line} ${code}: ${message}`)
    return {
      name: 'TypeCheck',
      message: lines.join('\n'),
      stack: '',
      cellNumber,
      line: first.start.line,
      column: first.start.column,
      code: 'TYPE_CHECK',
    }
  }

  async dispose(): Promise<void> {
    await this.client.dispose()
  }
}
