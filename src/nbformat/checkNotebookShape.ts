import { show } from '../base/options.ts'
import { notANotebook } from './invalidNotebook.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { isMultilineText } from './multilineText.ts'

/** A file's JSON, known to be a notebook of nbformat 4. */
export interface RawNotebook extends JsonObject {
  readonly cells: readonly RawCell[]
  readonly metadata?: JsonObject
  readonly nbformat_minor: number
}

export interface RawCell extends JsonObject {
  readonly cell_type: 'code' | 'markdown' | 'raw'
  readonly source: string | readonly string[]
  readonly metadata?: JsonObject
  readonly outputs?: readonly JsonObject[]
}

/**
 * Holds parsed JSON against the parts of nbformat 4 that reading it depends on. Anything else is let through and kept.
 *
 * @throws FlinknbError `NOTEBOOK_INVALID` with file, line and column
 */
export function checkNotebookShape(name: string, text: string, value: unknown): asserts value is RawNotebook {
  const fail = (path: readonly (string | number)[], what: string, fix?: string) => {
    throw notANotebook(name, text, path, what, fix)
  }
  if (!isJsonObject(value)) return fail([], `expected an object, got ${show(value)}`)
  if (value.nbformat !== 4) {
    const fix =
      'Only nbformat 4 is read: convert it with Jupyter (jupyter nbconvert --to notebook). The file was not changed.'
    fail(['nbformat'], `nbformat is ${show(value.nbformat)}, expected 4`, fix)
  }
  if (!Number.isInteger(value.nbformat_minor)) {
    fail(['nbformat_minor'], `nbformat_minor is ${show(value.nbformat_minor)}, expected a whole number such as 5`)
  }
  if (value.metadata !== undefined && !isJsonObject(value.metadata)) {
    fail(['metadata'], `metadata is ${show(value.metadata)}, expected an object`)
  }
  if (!Array.isArray(value.cells)) return fail(['cells'], `cells is ${show(value.cells)}, expected an array`)
  for (const [index, cell] of value.cells.entries()) {
    const problem = cellProblem(cell)
    if (problem) fail(['cells', index, ...problem.path], `cell ${index + 1}: ${problem.what}`)
  }
}

function cellProblem(cell: unknown): { path: readonly string[]; what: string } | undefined {
  if (!isJsonObject(cell)) return { path: [], what: `expected an object, got ${show(cell)}` }
  if (!['code', 'markdown', 'raw'].includes(String(cell.cell_type))) {
    return { path: ['cell_type'], what: `cell_type is ${show(cell.cell_type)}, expected "code", "markdown" or "raw"` }
  }
  if (!isMultilineText(cell.source)) {
    return { path: ['source'], what: `source is ${show(cell.source)}, expected a string or an array of strings` }
  }
  for (const key of ['metadata', 'attachments']) {
    if (cell[key] !== undefined && !isJsonObject(cell[key])) {
      return { path: [key], what: `${key} is ${show(cell[key])}, expected an object` }
    }
  }
  const outputs = cell.outputs
  if (outputs !== undefined && !(Array.isArray(outputs) && outputs.every(isJsonObject))) {
    return { path: ['outputs'], what: `outputs is ${show(outputs)}, expected an array of objects` }
  }
  return undefined
}
