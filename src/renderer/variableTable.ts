/** The page of `Open in Table`: every row of a variable, fetched as it is scrolled to. */
import type { TablePageAnswer, TablePageRequest } from '../protocol/variables.ts'
import { h } from './dom.ts'
import { PagedRows } from './pagedRows.ts'
import { PagedTableView } from './pagedTableView.ts'
import { styleSheet } from './styleSheet.ts'

declare function acquireVsCodeApi(): { postMessage(message: TablePageRequest): void }

const PAGE_STYLE = `
html, body { height: 100%; margin: 0; padding: 0; }
body { display: flex; }
.flinknb { flex: 1; display: flex; flex-direction: column; min-width: 0; padding: 0; }
.flinknb .flinknb-table { flex: 1; min-height: 0; }
.flinknb .flinknb-window { position: sticky; top: 0; }
.flinknb .flinknb-table .flinknb-index { text-align: right; color: var(--muted); }
.flinknb-footer { display: flex; gap: 14px; padding: 4px 12px; color: var(--muted); border-top: 1px solid var(--line); }
`

const vscode = acquireVsCodeApi()
const rows = new PagedRows(request => vscode.postMessage(request))
const view = new PagedTableView(rows)
document.head.append(h('style', '', styleSheet, PAGE_STYLE))
document.body.append(view.element)
window.addEventListener('message', event => {
  rows.receive(event.data as TablePageAnswer)
  view.draw()
})
rows.need(0, 1)
