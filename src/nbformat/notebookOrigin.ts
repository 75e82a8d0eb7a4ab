import type { JsonObject } from './json.ts'

/** The text a notebook was read from, so that saving it changes only what changed. */
export interface NotebookOrigin {
  /** Without a byte-order mark. */
  readonly text: string
  readonly byteOrderMark: boolean
  /** What the text says. */
  readonly value: JsonObject
  /** Position in the file's `cells` by the id the cell was given in memory. */
  readonly cellIndexes: ReadonlyMap<string, number>
}
