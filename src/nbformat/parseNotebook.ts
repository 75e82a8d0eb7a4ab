import { uniqueCellIds } from './cellIds.ts'
import { checkNotebookShape, type RawCell } from './checkNotebookShape.ts'
import { brokenJson } from './invalidNotebook.ts'
import { isJsonObject } from './json.ts'
import { joinLines } from './multilineText.ts'
import type { NotebookCell, NotebookDocument } from './notebookDocument.ts'

/**
 * Reads a notebook file (nbformat 4.0 to 4.5 and later minors of 4).
 *
 * Cells without an id (before 4.5) get one in memory; the file's minor version stays as it is, so ids are written only
 * into notebooks of 4.5, where they are required.
 *
 * @param text the file's text
 * @param name what errors call the file
 * @throws FlinknbError `NOTEBOOK_INVALID` with line, column and fix for what is not JSON or no notebook
 * @example
 * const notebook = parseNotebook(await readFile('a.flinknb', 'utf8'), 'a.flinknb')
 * await writeFile('a.flinknb', serializeNotebook(notebook)) // the same bytes
 */
export function parseNotebook(text: string, name = 'notebook'): NotebookDocument {
  const byteOrderMark = text.startsWith('\uFEFF')
  const json = byteOrderMark ? text.slice(1) : text
  const value = parseJson(json, name)
  checkNotebookShape(name, json, value)
  const ids = uniqueCellIds(value.cells.map(cell => cell.id))
  return {
    cells: value.cells.map((cell, index) => readCell(cell, ids[index] as string)),
    metadata: value.metadata ?? {},
    nbformatMinor: value.nbformat_minor,
    origin: { text: json, byteOrderMark, value, cellIndexes: new Map(ids.map((id, index) => [id, index])) },
  }
}

function readCell(cell: RawCell, id: string): NotebookCell {
  const code = cell.cell_type === 'code'
  return {
    id,
    kind: cell.cell_type,
    source: joinLines(cell.source),
    metadata: cell.metadata ?? {},
    attachments: isJsonObject(cell.attachments) ? cell.attachments : undefined,
    outputs: code ? (cell.outputs ?? []) : [],
    executionCount: code && typeof cell.execution_count === 'number' ? cell.execution_count : null,
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw brokenJson(name, text, cause)
  }
}
