import path from 'node:path'
import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import { LanguageClient } from '../language/languageClient.ts'
import { languageFiles } from '../language/languageFiles.ts'
import type { LiveTypeHint } from '../language/messages.ts'
import { CELL_LANGUAGE, NOTEBOOK_TYPE } from './contributions.ts'
import { notebookPath } from './notebookPath.ts'

/** Cells are checked this long after the last key. */
const CHECK_DELAY_MS = 150

/** A notebook that was opened, or not edited for a moment. */
export interface NotebookChange {
  readonly notebook: vscode.NotebookDocument
  /** The cell that was edited last. */
  readonly edited: vscode.TextDocument | undefined
}

/** Keeps the language worker's picture of the open notebooks, starting it with the first of them. */
export class LanguageNotebooks implements vscode.Disposable {
  #client: LanguageClient | undefined
  readonly #timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>()
  /** Files that may differ from what the worker was told; it is told when it is asked next. */
  readonly #changedFiles = new Set<vscode.TextDocument>()
  readonly #listeners: vscode.Disposable
  readonly #changed = new vscode.EventEmitter<NotebookChange>()
  /** A notebook was opened, or has not been edited for a moment: its findings may differ. */
  readonly onDidChange = this.#changed.event
  /** What records turned out to be, cell by cell; set by whoever looks at them. */
  hintsOf: (cell: vscode.NotebookCell) => readonly LiveTypeHint[] = () => []

  constructor(
    private readonly distFolder: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidOpenNotebookDocument(notebook => this.#schedule(notebook)),
      vscode.workspace.onDidCloseNotebookDocument(notebook => this.#close(notebook)),
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const edited = cellChanges.findLast(change => change.document !== undefined)?.document
        if (edited || contentChanges.length > 0) this.#schedule(notebook, edited)
      }),
      // A local file that cells import may say something else now, also before it is saved.
      vscode.workspace.onDidSaveTextDocument(document => this.#fileChanged(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#fileChanged(document)),
      vscode.workspace.onDidCloseTextDocument(document => this.#fileChanged(document)),
    )
  }

  /** Tells about the notebooks that are open already. Apart from the constructor, so that listeners hear of them. */
  start(): void {
    for (const notebook of vscode.workspace.notebookDocuments) this.#schedule(notebook)
  }

  /** What `hintsOf` gives has changed. */
  hintsChanged(notebook: vscode.NotebookDocument): void {
    this.#schedule(notebook)
  }

  /** The client, knowing the notebook as it stands now; undefined for what is no cell of ours. */
  clientFor(notebook: vscode.NotebookDocument): LanguageClient | undefined {
    if (notebook.notebookType !== NOTEBOOK_TYPE || notebook.isClosed) return undefined
    const workerFile = path.join(this.distFolder, 'languageWorker.mjs')
    this.#client ??= this.#startClient(workerFile)
    for (const document of this.#changedFiles)
      this.#client.setFile(document.uri.fsPath, document.isDirty && !document.isClosed ? document.getText() : null)
    this.#changedFiles.clear()
    const cells = languageCells(notebook).map(cell => ({
      id: languageId(cell),
      code: cell.document.getText(),
      liveTypes: this.hintsOf(cell),
    }))
    this.#client.setCells(notebookPath(notebook), cells)
    return this.#client
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.#listeners.dispose()
    this.#changed.dispose()
    this.#client?.dispose().catch(error => this.log.warn(`language worker: ${messageOf(error)}`))
  }

  #schedule(notebook: vscode.NotebookDocument, edited?: vscode.TextDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return
    clearTimeout(this.#timers.get(notebook))
    const timer = setTimeout(() => this.#changed.fire({ notebook, edited }), CHECK_DELAY_MS)
    this.#timers.set(notebook, timer)
  }

  #startClient(workerFile: string): LanguageClient {
    for (const document of vscode.workspace.textDocuments)
      if (isModule(document) && document.isDirty) this.#changedFiles.add(document)
    return new LanguageClient({ workerFile, files: languageFiles(this.distFolder) })
  }

  #fileChanged(document: vscode.TextDocument): void {
    if (!isModule(document)) return
    this.#changedFiles.add(document)
    this.start()
  }

  #close(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.#timers.get(notebook))
    this.#timers.delete(notebook)
    this.#client?.closeNotebook(notebookPath(notebook))
  }
}

/** A file that cells can import. */
function isModule({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && /\.([mc]?[jt]s|json)$/.test(uri.path)
}

export function languageCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook.getCells().filter(cell => cell.document.languageId === CELL_LANGUAGE)
}

/** What the language worker calls a cell. */
export function languageId(cell: vscode.NotebookCell): string {
  return cell.document.uri.fragment
}
