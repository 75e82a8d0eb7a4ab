import * as vscode from 'vscode'
import { foreignLanguage, withLanguage } from '../nbformat/cellLanguage.ts'
import { isJsonObject, type JsonObject } from '../nbformat/json.ts'
import type { NotebookCell, NotebookCellKind, NotebookDocument } from '../nbformat/notebookDocument.ts'
import { CELL_LANGUAGE } from './contributions.ts'
import { fromOutputData, toOutputData } from './outputData.ts'

/** A notebook's metadata within VS Code. */
export interface DocumentMetadata {
  /** Key of the text it was read from, in the {@link OriginStore}. */
  readonly origin?: string | undefined
  readonly nbformatMinor?: number | undefined
  /** The file's own metadata. */
  readonly metadata?: JsonObject | undefined
}

/** A cell's metadata within VS Code. */
export interface CellMetadata {
  /** Missing on cells that were just inserted. */
  readonly id?: string | undefined
  readonly metadata?: JsonObject | undefined
  /** Where VS Code's own Markdown renderer looks for `attachment:` images. */
  readonly attachments?: JsonObject | undefined
}

/** A notebook as VS Code holds it. */
export function toNotebookData(notebook: NotebookDocument, origin: string | undefined): vscode.NotebookData {
  const data = new vscode.NotebookData(notebook.cells.map(toCellData))
  data.metadata = {
    origin,
    nbformatMinor: notebook.nbformatMinor,
    metadata: notebook.metadata,
  } satisfies DocumentMetadata
  return data
}

function toCellData(cell: NotebookCell): vscode.NotebookCellData {
  const kind = cell.kind === 'markdown' ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code
  const foreign = cell.kind === 'code' ? foreignLanguage(cell.metadata) : undefined
  const data = new vscode.NotebookCellData(kind, cell.source, foreign ?? LANGUAGES[cell.kind])
  data.metadata = { id: cell.id, metadata: cell.metadata, attachments: cell.attachments } satisfies CellMetadata
  data.outputs = cell.outputs.map(toOutputData)
  if (cell.executionCount !== null) data.executionSummary = { executionOrder: cell.executionCount }
  return data
}

const LANGUAGES: Readonly<Record<NotebookCellKind, string>> = { code: CELL_LANGUAGE, markdown: 'markdown', raw: 'raw' }

/** What VS Code holds, as a notebook without its origin. */
export function fromNotebookData(data: vscode.NotebookData, keepOutputs: boolean): NotebookDocument {
  const metadata = (data.metadata ?? {}) as DocumentMetadata
  return {
    cells: data.cells.map(cell => fromCellData(cell, keepOutputs)),
    metadata: metadata.metadata ?? {},
    nbformatMinor: metadata.nbformatMinor ?? 5,
  }
}

function fromCellData(cell: vscode.NotebookCellData, keepOutputs: boolean): NotebookCell {
  const metadata = (cell.metadata ?? {}) as CellMetadata
  const kind = cellKind(cell)
  const code = kind === 'code' && keepOutputs
  const own = isJsonObject(metadata.metadata) ? metadata.metadata : {}
  return {
    id: metadata.id ?? '',
    kind,
    source: cell.value,
    metadata:
      kind === 'code' ? withLanguage(own, cell.languageId === CELL_LANGUAGE ? undefined : cell.languageId) : own,
    attachments: metadata.attachments,
    outputs: code ? (cell.outputs ?? []).flatMap(fromOutputData) : [],
    executionCount: code ? (cell.executionSummary?.executionOrder ?? null) : null,
  }
}

function cellKind(cell: vscode.NotebookCellData): NotebookCellKind {
  if (cell.kind === vscode.NotebookCellKind.Markup) return 'markdown'
  return cell.languageId === LANGUAGES.raw ? 'raw' : 'code'
}
