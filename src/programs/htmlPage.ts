import { escapeHtml } from '../base/escapeHtml.ts'
import type { NotebookCell, NotebookDocument } from '../nbformat/notebookDocument.ts'
import { highlightCode } from './highlightCode.ts'
import { markdownHtml } from './markdownHtml.ts'
import { DRAWN_MIMES, outputHtml } from './outputHtml.ts'
import { pageStyle } from './pageStyle.ts'

export interface PageOptions {
  readonly title: string
  /** The script that draws plots, tables and metrics (`dist/renderer/page.js`); called where there is something to draw. */
  readonly script: () => Promise<string>
}

/**
 * A notebook with its outputs as one HTML file that needs nothing else and asks nobody for anything. Its policy lets no
 * script run but the one that draws, so outputs of strangers can be looked at.
 */
export async function htmlPage(notebook: NotebookDocument, { title, script }: PageOptions): Promise<string> {
  const body = notebook.cells.map(cellHtml).join('\n')
  const drawn = notebook.cells.some(cell => cell.outputs.some(isDrawn))
  const code = drawn ? (await script()).replaceAll('</script', '<\\/script') : ''
  const scripts = drawn ? `'sha256-${await hashOf(code)}'` : "'none'"
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src ${scripts}; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="flinknb">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
${body}
</main>
${drawn ? `<script>${code}</script>\n` : ''}</body>
</html>
`
}

function isDrawn({ data }: NotebookCell['outputs'][number]): boolean {
  return typeof data === 'object' && data !== null && DRAWN_MIMES.some(mime => mime in data)
}

function cellHtml(cell: NotebookCell): string {
  if (cell.kind === 'markdown')
    return `<section class="markdown">\n${markdownHtml(cell.source, cell.attachments)}</section>`
  if (cell.kind === 'raw') return `<section class="raw"><pre>${escapeHtml(cell.source)}</pre></section>`
  const count = cell.executionCount === null ? '' : `<span class="count">${cell.executionCount}</span>`
  const outputs = cell.outputs.map(outputHtml).join('\n')
  return `<section class="code">${count}<pre class="source"><code>${highlightCode(cell.source)}</code></pre>\n${outputs}</section>`
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
}
