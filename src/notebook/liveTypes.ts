import * as vscode from 'vscode'
import { messageOf } from '../base/errors.ts'
import type { RecordTypePlace } from '../language/messages.ts'
import type { CellId } from '../protocol/messages.ts'
import { ITEM_COMMANDS } from './contributions.ts'
import { SELECTOR, toPosition, toRange } from './languageCells.ts'
import { type LanguageNotebooks, languageCells, languageId } from './languageNotebooks.ts'
import { declarationEdits, offerOf } from './liveTypesEdit.ts'
import { type LiveTypePlace, LiveTypesState } from './liveTypesState.ts'
import { warningOf } from './liveTypesWarning.ts'
import { notebookPath } from './notebookPath.ts'
import type { SessionRegistry } from './sessionRegistry.ts'
import type { VariablesClient } from './variablesClient.ts'

/** What the command gets: which place of which cell. */
interface DeclareTarget {
  readonly cell: string
  readonly place: RecordTypePlace['place']
}

/**
 * Types of records that no code declares: found by the kernel, completed by the language worker at once, offered above the
 * source. And the other way round: records that do not fit what is declared are a warning there.
 */
export class LiveTypes implements vscode.Disposable {
  readonly #states = new WeakMap<vscode.NotebookDocument, LiveTypesState>()
  readonly #lensesChanged = new vscode.EventEmitter<void>()
  readonly #warnings = vscode.languages.createDiagnosticCollection('flinknb records')
  readonly #listeners: vscode.Disposable

  constructor(
    private readonly sessions: SessionRegistry,
    private readonly language: LanguageNotebooks,
    private readonly variables: VariablesClient,
    private readonly log: vscode.LogOutputChannel,
  ) {
    language.hintsOf = cell => this.#stateOf(cell.notebook).hints(idOf(cell))
    this.#listeners = vscode.Disposable.from(
      language.onDidChange(({ notebook }) => this.#attempt(notebook, () => this.#readPlaces(notebook))),
      sessions.onDidReceive(({ notebook, message }) => {
        if (message.type === 'liveTypes') this.#change(notebook, state => state.setSources(message.sources))
        else if (message.type === 'ready') this.#change(notebook, state => state.kernelGone())
        else if (message.type === 'executionStarted') this.#sendDeclared(notebook)
        else if (message.type === 'executionFinished')
          this.#attempt(notebook, () => this.#readAwaited(notebook, message.cellId))
      }),
      vscode.languages.registerCodeLensProvider(SELECTOR, {
        onDidChangeCodeLenses: this.#lensesChanged.event,
        provideCodeLenses: document => this.#lenses(document),
      }),
      vscode.commands.registerCommand(ITEM_COMMANDS.declareType, (target: DeclareTarget) => this.#declare(target)),
      vscode.workspace.onDidCloseTextDocument(document => this.#warnings.delete(document.uri)),
    )
  }

  dispose(): void {
    this.#listeners.dispose()
    this.#lensesChanged.dispose()
    this.#warnings.dispose()
  }

  #stateOf(notebook: vscode.NotebookDocument): LiveTypesState {
    const state = this.#states.get(notebook) ?? new LiveTypesState()
    this.#states.set(notebook, state)
    return state
  }

  /** Changes what is known, and tells those whom it concerns. */
  #change(notebook: vscode.NotebookDocument, change: (state: LiveTypesState) => void): void {
    const state = this.#stateOf(notebook)
    const hints = () => JSON.stringify(languageCells(notebook).map(cell => state.hints(idOf(cell))))
    const before = hints()
    change(state)
    if (hints() !== before) this.language.hintsChanged(notebook)
    this.#lensesChanged.fire()
    for (const cell of languageCells(notebook)) this.#warnings.delete(cell.document.uri)
    for (const [document, found] of warnings(notebook, state)) this.#warnings.set(document.uri, found)
  }

  async #readPlaces(notebook: vscode.NotebookDocument): Promise<void> {
    const cells = await this.language.clientFor(notebook)?.call('recordTypes', notebookPath(notebook), {})
    if (!cells || notebook.isClosed) return
    const ids = new Map(languageCells(notebook).map(cell => [languageId(cell), idOf(cell)]))
    const places = new Map<CellId, readonly RecordTypePlace[]>()
    for (const { cellId, places: found } of cells) {
      const id = ids.get(cellId)
      if (id !== undefined) places.set(id, found)
    }
    this.#change(notebook, state => state.setPlaces(places))
    this.#sendDeclared(notebook)
  }

  #sendDeclared(notebook: vscode.NotebookDocument): void {
    const declared = this.#stateOf(notebook).declared()
    this.sessions.get(notebook)?.send({ type: 'declareTypes', declared })
  }

  async #readAwaited(notebook: vscode.NotebookDocument, cellId: CellId): Promise<void> {
    const names = this.#stateOf(notebook).openNames(cellId)
    const types = names.length > 0 ? await this.variables.ask(notebook, 'types', { names }) : undefined
    if (types) this.#change(notebook, state => state.setAwaited(cellId, types))
  }

  #lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const notebook = notebookOf(document)
    if (!notebook) return []
    return this.#stateOf(notebook)
      .of(document.uri.toString() as CellId)
      .flatMap(found => {
        const offer = offerOf(found)
        if (!offer) return []
        const records = (found.inferred?.records ?? 0).toLocaleString('en')
        const title =
          offer === 'declare'
            ? vscode.l10n.t('Declare type from {0} records', records)
            : vscode.l10n.t('Update type from {0} records', records)
        const target: DeclareTarget = { cell: document.uri.toString(), place: found.place.place }
        const command = {
          title,
          tooltip: found.inferred?.text ?? '',
          command: ITEM_COMMANDS.declareType,
          arguments: [target],
        }
        return [new vscode.CodeLens(toRange(found.place.range), command)]
      })
  }

  async #declare({ cell, place }: DeclareTarget): Promise<boolean> {
    const document = vscode.workspace.textDocuments.find(one => one.uri.toString() === cell)
    const notebook = document && notebookOf(document)
    if (!notebook) return false
    await this.#readPlaces(notebook) // where things stand now
    const found = this.#stateOf(notebook)
      .of(cell as CellId)
      .find(one => JSON.stringify(one.place.place) === JSON.stringify(place))
    if (!found || !offerOf(found)) return false
    const at = found.place.isOpen ? document : documentOf(notebook, found)
    const old = found.place.declaration ? at.getText(toRange(found.place.declaration)) : ''
    const edit = new vscode.WorkspaceEdit()
    for (const { start, end, text } of declarationEdits(found, old))
      edit.replace(at.uri, new vscode.Range(toPosition(start), toPosition(end)), text)
    return vscode.workspace.applyEdit(edit)
  }

  #attempt(notebook: vscode.NotebookDocument, work: () => Promise<void>): void {
    work().catch(error => {
      if (!notebook.isClosed) this.log.warn(`types of records: ${messageOf(error)}`)
    })
  }
}

function warnings(
  notebook: vscode.NotebookDocument,
  state: LiveTypesState,
): Map<vscode.TextDocument, vscode.Diagnostic[]> {
  const byDocument = new Map<vscode.TextDocument, vscode.Diagnostic[]>()
  for (const found of state.all()) {
    const call = languageCells(notebook).find(cell => idOf(cell) === found.cellId)?.document
    if (!call || !found.mismatch || found.place.isOpen) continue
    const document = documentOf(notebook, found)
    byDocument.set(document, [...(byDocument.get(document) ?? []), warningOf(found, found.mismatch, document, call)])
  }
  return byDocument
}

/** The cell that declares a place's type; where no interface does, the cell of the call. */
function documentOf(notebook: vscode.NotebookDocument, { cellId, place }: LiveTypePlace): vscode.TextDocument {
  const cells = languageCells(notebook)
  const { declaration } = place
  const declaring = declaration && 'cellId' in declaration ? declaration.cellId : undefined
  const cell = cells.find(one => languageId(one) === declaring) ?? cells.find(one => idOf(one) === cellId)
  if (!cell) throw new Error('the cell is gone')
  return cell.document
}

function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(one => one.getCells().some(cell => cell.document === document))
}

/** What the kernel calls a cell. */
function idOf(cell: vscode.NotebookCell): CellId {
  return cell.document.uri.toString() as CellId
}
