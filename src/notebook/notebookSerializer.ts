import * as vscode from 'vscode'
import { FlinknbError } from '../base/errors.ts'
import { emptyNotebook } from '../nbformat/emptyNotebook.ts'
import type { NotebookOrigin } from '../nbformat/notebookOrigin.ts'
import { parseNotebook } from '../nbformat/parseNotebook.ts'
import { serializeNotebook } from '../nbformat/serializeNotebook.ts'
import { type DocumentMetadata, fromNotebookData, toNotebookData } from './notebookData.ts'
import { OriginStore } from './originStore.ts'
import { readSettings } from './settings.ts'

/** Reads and writes `.flinknb` files. What cannot be read is an error, so VS Code never writes over it. */
export class NotebookSerializer implements vscode.NotebookSerializer {
  readonly #origins = new OriginStore()

  deserializeNotebook(content: Uint8Array): vscode.NotebookData {
    // A file that was just created holds nothing that could be lost.
    if (content.length === 0) return toNotebookData(emptyNotebook(), undefined)
    const notebook = parseNotebook(decode(content), vscode.l10n.t('The notebook'))
    return toNotebookData(notebook, notebook.origin && this.#origins.add(notebook.origin))
  }

  async serializeNotebook(data: vscode.NotebookData): Promise<Uint8Array> {
    const notebook = fromNotebookData(data, readSettings().saveOutputs)
    const origin = await this.#originOf(data.metadata as DocumentMetadata | undefined)
    return new TextEncoder().encode(serializeNotebook({ ...notebook, origin }))
  }

  async #originOf(metadata: DocumentMetadata | undefined): Promise<NotebookOrigin | undefined> {
    if (metadata?.origin === undefined) return undefined
    return this.#origins.get(metadata.origin) ?? (await this.#originFromDisk(metadata.origin))
  }

  /**
   * After the extension host was restarted, open notebooks still name the text they were read from. Their file holds it, or
   * what was saved since: which serves as well where cells have ids in the file, by which they are found again.
   */
  async #originFromDisk(key: string): Promise<NotebookOrigin | undefined> {
    const open = vscode.workspace.notebookDocuments.find(
      notebook => (notebook.metadata as DocumentMetadata).origin === key,
    )
    if (!open) return undefined
    try {
      const { origin, nbformatMinor } = parseNotebook(decode(await vscode.workspace.fs.readFile(open.uri)))
      return origin && (this.#origins.add(origin) === key || nbformatMinor >= 5) ? origin : undefined
    } catch {
      return undefined // The file has gone or is something else by now: the notebook is written whole.
    }
  }
}

function decode(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch (cause) {
    const fix = 'Convert it to UTF-8. The file was not changed.'
    throw new FlinknbError('NOTEBOOK_INVALID', 'The notebook is not UTF-8 text.', { fix, cause })
  }
}
