import { parseTree } from 'jsonc-parser'
import { uniqueCellIds } from './cellIds.ts'
import { isJsonObject, type JsonObject, jsonEqual } from './json.ts'
import { detectJsonStyle, NBFORMAT_STYLE, printJson } from './jsonStyle.ts'
import { splitLines } from './multilineText.ts'
import type { NotebookCell, NotebookDocument } from './notebookDocument.ts'
import { rewriteJson } from './rewriteJson.ts'
import { sourceJson } from './sourceText.ts'
import { keepWrittenOutputs } from './writtenOutputs.ts'

/**
 * The text of a notebook. One that was read with {@link parseNotebook} and not changed gives the identical text; a
 * changed one gives that text with only what changed edited. A new one is laid out as Jupyter does.
 */
export function serializeNotebook(notebook: NotebookDocument): string {
  const { origin } = notebook
  const oldPositions = new Map<unknown, number>()
  const ids = uniqueCellIds(notebook.cells.map(cell => cell.id))
  const oldCells = (origin?.value.cells ?? []) as readonly JsonObject[]
  const cells = notebook.cells.map((cell, index) => {
    const id = ids[index] as string
    // Only the cell that kept the id is the old one: a copy of it is new.
    const position = id === cell.id ? origin?.cellIndexes.get(id) : undefined
    const old = position === undefined ? undefined : oldCells[position]
    const writtenId = notebook.nbformatMinor >= 5 ? id : undefined
    const json = old ? changedCellJson(cell, writtenId, old) : newCellJson(cell, writtenId)
    if (position !== undefined) oldPositions.set(json, position)
    return json
  })
  if (!origin) {
    const value = { cells, metadata: notebook.metadata, nbformat: 4, nbformat_minor: notebook.nbformatMinor }
    return `${printJson(value, NBFORMAT_STYLE, '')}\n`
  }
  const value: Record<string, unknown> = { ...origin.value, cells, nbformat_minor: notebook.nbformatMinor }
  setUnlessAbsent(value, 'metadata', notebook.metadata)
  return (origin.byteOrderMark ? '\uFEFF' : '') + rewritten(origin.text, origin.value, value, oldPositions)
}

function rewritten(
  text: string,
  old: JsonObject,
  value: JsonObject,
  oldPositions: ReadonlyMap<unknown, number>,
): string {
  // The ids that cells without one were given in memory are no change of their own.
  if (jsonEqual(old, value) || jsonEqual(old, withoutNewIds(value, old, oldPositions))) return text
  const tree = parseTree(text)
  if (!tree) throw new Error('the text of a parsed notebook has no tree')
  const style = detectJsonStyle(text)
  return (
    text.slice(0, tree.offset) +
    rewriteJson({ text, style, oldPositions }, tree, old, value) +
    text.slice(tree.offset + tree.length)
  )
}

function withoutNewIds(value: JsonObject, old: JsonObject, oldPositions: ReadonlyMap<unknown, number>): JsonObject {
  const oldCells = old.cells as readonly JsonObject[]
  const cells = (value.cells as readonly JsonObject[]).map(cell => {
    const before = oldCells[oldPositions.get(cell) ?? -1]
    return before ? { ...cell, id: before.id } : cell
  })
  return { ...value, cells }
}

/** A new cell, keys in Jupyter's order. */
function newCellJson(cell: NotebookCell, id: string | undefined): JsonObject {
  const code = cell.kind === 'code'
  return {
    attachments: cell.attachments,
    cell_type: cell.kind,
    execution_count: code ? cell.executionCount : undefined,
    id,
    metadata: cell.metadata,
    outputs: code ? cell.outputs : undefined,
    source: splitLines(cell.source),
  }
}

/** A cell of the file as it is now, with everything that its old JSON holds and nobody here knows. */
function changedCellJson(cell: NotebookCell, id: string | undefined, old: JsonObject): JsonObject {
  const json: Record<string, unknown> = { ...old, cell_type: cell.kind, id: id ?? old.id }
  setUnlessAbsent(json, 'metadata', cell.metadata)
  json.source = sourceJson(cell.source, old.source)
  json.attachments = cell.attachments
  // Outputs that a tool gave to a cell that is no code say nothing, and stay.
  if (cell.kind !== 'code') {
    return old.cell_type === 'code' ? { ...json, execution_count: undefined, outputs: undefined } : json
  }
  // A code cell has no attachments; one that the file gives some nevertheless keeps them.
  if (old.cell_type !== 'code') {
    return { ...json, attachments: undefined, execution_count: cell.executionCount, outputs: cell.outputs }
  }
  const oldCount = typeof old.execution_count === 'number' ? old.execution_count : null
  if (oldCount !== cell.executionCount) json.execution_count = cell.executionCount
  setUnlessAbsent(json, 'outputs', keepWrittenOutputs(old.outputs, cell.outputs))
  return json
}

/** Sets a member that the file may do without: nothing is added for an empty one. */
function setUnlessAbsent(json: Record<string, unknown>, key: string, value: JsonObject | readonly unknown[]): void {
  const empty = Array.isArray(value) ? value.length === 0 : isJsonObject(value) && Object.keys(value).length === 0
  if (json[key] !== undefined || !empty) json[key] = value
}
