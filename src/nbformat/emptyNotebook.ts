import { newCellId } from './cellIds.ts'
import type { NotebookDocument } from './notebookDocument.ts'

/** A notebook with one empty code cell, in nbformat 4.5. */
export function emptyNotebook(): NotebookDocument {
  return {
    cells: [{ id: newCellId(new Set()), kind: 'code', source: '', metadata: {}, outputs: [], executionCount: null }],
    metadata: {
      kernelspec: { display_name: 'flinknb', language: 'typescript', name: 'flinknb' },
      language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
    },
    nbformatMinor: 5,
  }
}
