import type * as vscode from 'vscode'
import type { CellId } from '../protocol/messages.ts'
import { languageCells } from './languageNotebooks.ts'

/** What the kernel calls a cell. Its address within VS Code, which every cell has, also one that was just inserted. */
export function cellIdOf(cell: vscode.NotebookCell): CellId {
  return cell.document.uri.toString() as CellId
}

/** 1-based position among the cells that can run. */
export function cellNumberOf(cell: vscode.NotebookCell): number {
  return languageCells(cell.notebook).indexOf(cell) + 1
}
