import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as vscode from 'vscode'
import { until } from './suite.ts'

const WORKSPACE = process.env.FLINKNB_TEST_WORKSPACE ?? ''
export const LANGUAGE = 'flinknb-typescript'

export function workspaceFile(name: string): string {
  return path.join(WORKSPACE, name)
}

/** Writes a file into the workspace. */
export function put(name: string, text: string): vscode.Uri {
  const file = workspaceFile(name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return vscode.Uri.file(file)
}

export function textOf(uri: vscode.Uri): string {
  return readFileSync(uri.fsPath, 'utf8')
}

/** A notebook file's text with these code cells. */
export function notebookText(...sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `c${index + 1}`,
    metadata: {},
    source: source.split(/(?<=\n)/),
    execution_count: null,
    outputs: [],
  }))
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

/**
 * Opens a notebook file in an editor as a person does. (`openNotebookDocument` would keep it open for minutes after its
 * editor is closed.)
 */
export async function open(uri: vscode.Uri): Promise<vscode.NotebookDocument> {
  await vscode.commands.executeCommand('vscode.openWith', uri, 'flinknb')
  return until('the notebook editor', () => {
    const notebook = vscode.window.activeNotebookEditor?.notebook
    return notebook?.uri.fsPath === uri.fsPath ? notebook : undefined
  })
}

/** Opens a notebook of these code cells. */
export function openCells(name: string, ...sources: readonly string[]): Promise<vscode.NotebookDocument> {
  return open(put(name, notebookText(...sources)))
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
  await vscode.commands.executeCommand('workbench.action.closeAllEditors')
}

/** Starts cells without waiting for their end. */
export async function startCells(notebook: vscode.NotebookDocument, ...indexes: readonly number[]): Promise<void> {
  const ranges = indexes.map(index => ({ start: index, end: index + 1 }))
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri })
}

/** Runs one cell to its end. */
export async function runCell(
  notebook: vscode.NotebookDocument,
  index: number,
  timeoutMs = 20_000,
): Promise<vscode.NotebookCell> {
  const cell = notebook.cellAt(index)
  const ended = untilEnded(cell, timeoutMs)
  await startCells(notebook, index)
  await ended
  return cell
}

/** Waits for the end of the cell's next execution, or of the one that runs. */
export async function untilEnded(cell: vscode.NotebookCell, timeoutMs = 20_000): Promise<void> {
  const before = cell.executionSummary?.timing?.endTime
  await until(
    `the end of cell ${cell.index}`,
    () => {
      const now = cell.executionSummary?.timing?.endTime
      return now !== undefined && now !== before
    },
    timeoutMs,
  )
}

/** The text of a cell's outputs of one MIME type; for streams and errors VS Code's own types. */
export function outputText(cell: vscode.NotebookCell, mime: string): string {
  const items = cell.outputs.flatMap(output => output.items).filter(item => item.mime === mime)
  return items.map(item => Buffer.from(item.data).toString()).join('')
}

export const STDOUT = 'application/vnd.code.notebook.stdout'
export const ERROR = 'application/vnd.code.notebook.error'
