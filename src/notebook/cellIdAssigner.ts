import * as vscode from 'vscode'
import { isCellId, newCellId } from '../nbformat/cellIds.ts'
import { NOTEBOOK_TYPE } from './contributions.ts'
import type { CellMetadata } from './notebookData.ts'

/** Gives every inserted, pasted or split-off cell an id of its own, so that it keeps it through every save. */
export function assignCellIds(): vscode.Disposable {
  return vscode.workspace.onDidChangeNotebookDocument(async ({ notebook, contentChanges }) => {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return
    const added = contentChanges.flatMap(change => change.addedCells)
    const edits = added.length > 0 ? idEdits(notebook, new Set(added)) : []
    if (edits.length === 0) return
    const edit = new vscode.WorkspaceEdit()
    edit.set(notebook.uri, edits)
    await vscode.workspace.applyEdit(edit)
  })
}

function idEdits(notebook: vscode.NotebookDocument, added: ReadonlySet<vscode.NotebookCell>): vscode.NotebookEdit[] {
  const cells = notebook.getCells()
  const taken = new Set(
    cells
      .filter(cell => !added.has(cell))
      .map(idOf)
      .filter(isCellId),
  )
  const edits: vscode.NotebookEdit[] = []
  for (const cell of cells) {
    if (!added.has(cell)) continue
    const id = idOf(cell)
    const unique = isCellId(id) && !taken.has(id) ? id : newCellId(taken)
    taken.add(unique)
    if (unique !== id) edits.push(vscode.NotebookEdit.updateCellMetadata(cell.index, { ...cell.metadata, id: unique }))
  }
  return edits
}

function idOf(cell: vscode.NotebookCell): string | undefined {
  return (cell.metadata as CellMetadata).id
}
