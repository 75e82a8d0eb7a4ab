import type { NotebookDocument } from '../../src/nbformat/notebookDocument.ts'

/** A notebook of these code cells. */
export function notebookOfCells(cells: readonly string[]): NotebookDocument {
  return {
    cells: cells.map((source, i) => ({
      id: `c${i}`,
      kind: 'code',
      source,
      metadata: {},
      outputs: [],
      executionCount: null,
    })),
    metadata: {},
    nbformatMinor: 5,
  }
}
