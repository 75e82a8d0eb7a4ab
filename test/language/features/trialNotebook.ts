import path from 'node:path'
import typescript from 'typescript'
import type {
  CellPosition,
  CellRange,
  LanguageCall,
  LanguageCalls,
  LanguageEdit,
} from '../../../src/language/messages.ts'
import { NotebookProgram } from '../../../src/language/notebookProgram.ts'
import { type LanguageDist, languageDist } from '../languageDist.ts'

/** Two spaces, as the tests' cells are written. */
export const FORMAT = { tabSize: 2, insertSpaces: true }

/** A notebook to ask about; cells are called 0, 1, …, and `|` in a cell marks where one asks. */
export class TrialNotebook {
  private cells: string[] = []
  private at: { cellId: string; position: CellPosition } | undefined

  private constructor(
    readonly dist: LanguageDist,
    readonly program: NotebookProgram,
  ) {}

  static async open(api?: string): Promise<TrialNotebook> {
    const dist = await languageDist(api)
    const notebook = path.join(dist.folder, 'trial.flinknb')
    return new TrialNotebook(dist, new NotebookProgram(typescript, notebook, dist.files))
  }

  /** Takes cells; the place of `|` is what {@link ask} asks about. */
  write(...cells: string[]): this {
    this.at = undefined
    this.cells = cells.map((cell, i) => {
      const offset = cell.indexOf('|')
      if (offset < 0) return cell
      this.at = { cellId: String(i), position: positionOf(cell, offset) }
      return cell.slice(0, offset) + cell.slice(offset + 1)
    })
    this.program.update(this.cells.map((code, i) => ({ id: String(i), code })))
    return this
  }

  get place(): { cellId: string; position: CellPosition } {
    if (!this.at) throw new Error('no cell holds |')
    return this.at
  }

  answer<C extends LanguageCall>(call: C, ask: LanguageCalls[C]['ask']): LanguageCalls[C]['answer'] {
    return this.program.answer(call, ask)
  }

  /** `1:3 total`: the cell (or file), the line and the text of a place. */
  show(place: CellRange & ({ cellId: string } | { file: string }), text = this.textOf(place)): string {
    const where = 'cellId' in place ? place.cellId : path.basename(place.file)
    return `${where}:${place.start.line} ${text}`
  }

  textOf(place: CellRange & ({ cellId: string } | { file: string })): string {
    const text = 'cellId' in place ? this.cells[Number(place.cellId)] : typescript.sys.readFile(place.file)
    return (text ?? '').slice(offsetOf(text ?? '', place.start), offsetOf(text ?? '', place.end))
  }

  /** The cells with edits made. */
  edited(edits: readonly LanguageEdit[]): string[] {
    return this.cells.map((cell, i) =>
      edits
        .filter(edit => 'cellId' in edit && edit.cellId === String(i))
        .sort((a, b) => offsetOf(cell, b.start) - offsetOf(cell, a.start))
        .reduce(
          (text, edit) =>
            text.slice(0, offsetOf(cell, edit.start)) + edit.newText + text.slice(offsetOf(cell, edit.end)),
          cell,
        ),
    )
  }

  /** `0 1:5 TS2551 error …`, one a finding. */
  findings(): string[] {
    return this.program
      .check()
      .flatMap(({ cellId, diagnostics }) =>
        diagnostics.map(
          d => `${cellId} ${d.start.line}:${d.start.column} ${d.code} ${d.category}${d.tags ? ` ${d.tags}` : ''}`,
        ),
      )
  }

  close(): void {
    this.program.dispose()
    this.dist.remove()
  }
}

export function positionOf(text: string, offset: number): CellPosition {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

function offsetOf(text: string, { line, column }: CellPosition): number {
  return (
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, one) => sum + one.length + 1, 0) +
    column -
    1
  )
}
