import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const hasChromium = existsSync(CHROMIUM)

const ROOT = path.resolve(import.meta.dirname, '../..')

/** VS Code's colours, as it sets them on the root element of a notebook's webview. */
const THEMES = {
  light: [
    'vscode-light',
    {
      foreground: '#3b3b3b',
      descriptionForeground: '#3b3b3b',
      'editor-background': '#ffffff',
      'editorWidget-background': '#f8f8f8',
      'widget-border': '#e5e5e5',
      focusBorder: '#005fb8',
      'charts-blue': '#1a85ff',
      'charts-green': '#388a34',
      'editorError-foreground': '#e51400',
      'editorWarning-foreground': '#bf8803',
      'list-hoverBackground': '#f2f2f2',
    },
  ],
  dark: [
    'vscode-dark',
    {
      foreground: '#cccccc',
      descriptionForeground: '#9d9d9d',
      'editor-background': '#1f1f1f',
      'editorWidget-background': '#202020',
      'widget-border': '#313131',
      focusBorder: '#0078d4',
      'charts-blue': '#3794ff',
      'charts-green': '#89d185',
      'editorError-foreground': '#f85149',
      'editorWarning-foreground': '#cca700',
      'list-hoverBackground': '#2a2d2e',
    },
  ],
  'high-contrast': [
    'vscode-high-contrast',
    {
      foreground: '#ffffff',
      descriptionForeground: '#ffffff',
      'editor-background': '#000000',
      'editorWidget-background': '#0c141f',
      'widget-border': '#6fc3df',
      contrastBorder: '#6fc3df',
      focusBorder: '#f38518',
      'charts-blue': '#3794ff',
      'charts-green': '#89d185',
      'editorError-foreground': '#f48771',
      'editorWarning-foreground': '#ffd370',
    },
  ],
} as const

export type ThemeName = keyof typeof THEMES

/** A page in real Chromium with the bundled renderer activated as VS Code does it, under a strict content security policy. */
export interface RendererPage {
  readonly page: Page
  /** Bytes of the entry, and of all chunks that a notebook without plots does not load. */
  readonly sizes: { readonly entry: number; readonly lazy: number }
  /** Errors of the page, and what its policy refused. */
  readonly problems: string[]
  theme(name: ThemeName): Promise<void>
  render(id: string, mime: string, json: unknown): Promise<void>
  /** What the kernel would send. */
  send(message: unknown): Promise<void>
  posted(): Promise<unknown[]>
  close(): Promise<void>
}

export async function openRendererPage(): Promise<RendererPage> {
  const out = mkdtempSync(path.join(os.tmpdir(), 'flinknb-renderer-'))
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { renderer: 'src/renderer/main.ts' },
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    keepNames: true,
    loader: { '.css': 'text' },
    metafile: true,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const outputs = Object.entries(metafile.outputs)
  const entry = outputs.find(([name]) => name.endsWith('/renderer.js'))?.[1].bytes ?? 0
  const lazy = outputs.reduce((sum, [, output]) => sum + output.bytes, 0) - entry
  const server = await serve(out)
  const browser = await launch()
  const page = await browser.newPage({ viewport: { width: 1000, height: 1400 } })
  page.setDefaultTimeout(8_000)
  const problems: string[] = []
  page.on('pageerror', error => problems.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => 'harness' in globalThis)
  return {
    page,
    problems,
    sizes: { entry, lazy },
    theme: name =>
      page.evaluate(applyTheme, {
        className: THEMES[name][0],
        kind: name,
        variables: THEMES[name][1] as Record<string, string>,
      }),
    render: (id, mime, json) => page.evaluate(item => globalThis.harness.render(item), { id, mime, json }),
    send: message => page.evaluate(sent => globalThis.harness.send(sent), message),
    posted: () => page.evaluate(() => globalThis.harness.posted),
    close: async () => {
      await browser.close()
      server.close()
      rmSync(out, { recursive: true, force: true })
    },
  }
}

declare global {
  // Only var declares a property of globalThis.
  var harness: {
    readonly posted: unknown[]
    render(item: { id: string; mime: string; json: unknown }): void
    send(message: unknown): void
  }
}

function launch(): Promise<Browser> {
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return chromium.launch({ executablePath: CHROMIUM, args })
}

function applyTheme(theme: { className: string; kind: string; variables: Record<string, string> }): void {
  const root = document.documentElement
  root.removeAttribute('style')
  for (const [name, value] of Object.entries(theme.variables)) root.style.setProperty(`--vscode-${name}`, value)
  root.style.setProperty('--vscode-font-family', 'system-ui, "DejaVu Sans", sans-serif')
  document.body.className = theme.className
  document.body.dataset.vscodeThemeKind = theme.className
  document.body.style.background = theme.variables['editor-background'] ?? ''
}

const PAGE = `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; font-src data:">
</head><body><script type="module" src="/harness.js"></script></body></html>`

/** Does what VS Code's webview does with a renderer. */
const HARNESS = `
import { activate } from '/renderer.js'
const listeners = new Set()
const posted = []
const api = await activate({
  postMessage: message => posted.push(message),
  onDidReceiveMessage: listener => { listeners.add(listener); return { dispose: () => listeners.delete(listener) } },
})
globalThis.harness = {
  posted,
  send: message => { for (const listener of listeners) listener(message) },
  render: ({ id, mime, json }) => {
    let element = document.getElementById(id)
    if (!element) { element = document.createElement('div'); element.id = id; element.style.padding = '8px 12px'; document.body.append(element) }
    return api.renderOutputItem({ id, mime, json: () => json }, element, new AbortController().signal)
  },
}
`

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const name = request.url ?? '/'
    const body = name === '/' ? PAGE : name === '/harness.js' ? HARNESS : undefined
    const type = name === '/' ? 'text/html' : 'text/javascript'
    if (body !== undefined) response.writeHead(200, { 'content-type': type }).end(body)
    else
      readFile(path.join(folder, path.basename(name))).then(
        bytes => response.writeHead(200, { 'content-type': type }).end(bytes),
        () => response.writeHead(404).end(),
      )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}
