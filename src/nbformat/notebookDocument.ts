import type { JsonObject } from './json.ts'
import type { NotebookOrigin } from './notebookOrigin.ts'

export type NotebookCellKind = 'code' | 'markdown' | 'raw'

/** One output as nbformat writes it: `output_type` and what belongs to it. */
export type NotebookOutput = JsonObject

/** One cell. `source` is the whole text with `\n` between lines, however the file splits it. */
export interface NotebookCell {
  /** Unique in the notebook and stable; from the file where it has one, else `cell-<position>`. */
  readonly id: string
  readonly kind: NotebookCellKind
  readonly source: string
  readonly metadata: JsonObject
  /** Images of a markdown or raw cell, by name and MIME type. */
  readonly attachments?: JsonObject | undefined
  /** Empty for cells that are not code. */
  readonly outputs: readonly NotebookOutput[]
  /** Null where the cell was not run. */
  readonly executionCount: number | null
}

/**
 * A notebook in memory. Change it by making a new one (`{ ...notebook, cells: … }`); keep `origin`, and
 * {@link serializeNotebook} edits the text it came from instead of writing a new one.
 */
export interface NotebookDocument {
  readonly cells: readonly NotebookCell[]
  readonly metadata: JsonObject
  /** Minor version of nbformat 4; kept as the file has it. */
  readonly nbformatMinor: number
  readonly origin?: NotebookOrigin | undefined
}
