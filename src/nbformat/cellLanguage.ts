import { isJsonObject, type JsonObject } from './json.ts'
import type { NotebookCell, NotebookDocument } from './notebookDocument.ts'

/** VS Code's names of what cells are written in anyway: JavaScript is TypeScript. */
const OWN_LANGUAGES: readonly unknown[] = ['typescript', 'javascript', 'flinknb-typescript']

/**
 * The language of a code cell that is not in the notebook's own, TypeScript: where VS Code writes it into Jupyter
 * notebooks, `metadata.vscode.languageId`. Such a cell is kept and shown; it is not run.
 */
export function foreignLanguage(metadata: JsonObject): string | undefined {
  const id = isJsonObject(metadata.vscode) ? metadata.vscode.languageId : undefined
  return typeof id === 'string' && id !== '' && !OWN_LANGUAGES.includes(id) ? id : undefined
}

/** A cell's metadata with the language set, or (undefined) without one; the same object where it says that already. */
export function withLanguage(metadata: JsonObject, language: string | undefined): JsonObject {
  if (foreignLanguage(metadata) === language) return metadata
  const { vscode, ...others } = metadata
  const { languageId, ...kept } = isJsonObject(vscode) ? vscode : {}
  if (language !== undefined) return { ...others, vscode: { ...kept, languageId: language } }
  return Object.keys(kept).length > 0 ? { ...others, vscode: kept } : others
}

/** Whether a cell is run: a code cell in TypeScript. */
export function isTypeScriptCell(cell: NotebookCell): boolean {
  return cell.kind === 'code' && foreignLanguage(cell.metadata) === undefined
}

/** The cells that are run, from top to bottom. */
export function typeScriptCells(notebook: NotebookDocument): NotebookCell[] {
  return notebook.cells.filter(isTypeScriptCell)
}
