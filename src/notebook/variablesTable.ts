import { randomUUID } from 'node:crypto'
import * as vscode from 'vscode'
import type { TablePageAnswer, TablePageRequest, VariablePath } from '../protocol/variables.ts'
import type { VariablesClient } from './variablesClient.ts'

/** A value that can be shown as a table. */
export interface TableTarget {
  readonly notebook: vscode.NotebookDocument
  readonly path: VariablePath
}

/** Opens a table of every row of a value beside the notebook. Rows are fetched from the kernel as they come into view. */
export function openVariableTable(
  { notebook, path }: TableTarget,
  client: VariablesClient,
  extension: vscode.Uri,
): vscode.WebviewPanel {
  const folder = vscode.Uri.joinPath(extension, 'dist/renderer')
  const panel = vscode.window.createWebviewPanel('flinknb.table', titleOf(path), vscode.ViewColumn.Beside, {
    enableScripts: true,
    localResourceRoots: [folder],
    retainContextWhenHidden: true,
  })
  panel.iconPath = new vscode.ThemeIcon('table')
  panel.webview.onDidReceiveMessage(async ({ start, count }: TablePageRequest) => {
    const table = await client.ask(notebook, 'table', { path, start, count }).catch(() => undefined)
    await panel.webview.postMessage({ start, table: table ?? null } satisfies TablePageAnswer)
  })
  panel.webview.html = pageHtml(panel.webview, vscode.Uri.joinPath(folder, 'variableTable.js'), titleOf(path))
  return panel
}

function titleOf({ name, steps }: VariablePath): string {
  return steps.reduce((text, step) => {
    if (step.kind === 'property') return `${text}.${step.name}`
    return `${text}[${step.index}]`
  }, name)
}

function pageHtml(webview: vscode.Webview, script: vscode.Uri, title: string): string {
  const nonce = randomUUID()
  const policy = `default-src 'none'; script-src 'nonce-${nonce}' ${webview.cspSource}; style-src 'unsafe-inline'`
  const escaped = title.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${escaped}</title></head>
<body><script type="module" nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script></body>
</html>`
}
