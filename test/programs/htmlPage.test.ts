import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { describe, expect, test } from 'vitest'
// @ts-expect-error a script without types
import { findChromium } from '../../scripts/vscodeHost/browser.mjs'
import type { NotebookCell, NotebookDocument } from '../../src/nbformat/notebookDocument.ts'
import { htmlPage } from '../../src/programs/htmlPage.ts'
import { LIVE_MIME } from '../../src/protocol/live.ts'
import { buildCli, CliHarness } from '../cli/cliHarness.ts'
import { buildPage } from './buildPage.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** A page's pictures are renewed when asked for: `FLINKNB_PICTURES=1`. */
const PICTURES = process.env.FLINKNB_PICTURES ? path.join(ROOT, 'docs/images') : undefined

function cell(part: Partial<NotebookCell>): NotebookCell {
  return { id: 'c', kind: 'code', source: '', metadata: {}, outputs: [], executionCount: null, ...part }
}

function page(...cells: readonly NotebookCell[]): Promise<string> {
  const notebook: NotebookDocument = { cells, metadata: {}, nbformatMinor: 5 }
  return htmlPage(notebook, { title: 'a <b> & c', script: async () => 'window.ran = "</script>"' })
}

const HOSTILE = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1"></div></template>'

const hostileCells = [
  cell({ kind: 'markdown', source: `# Title\n\n${HOSTILE} [link](javascript:alert(1)) ![i](attachment:x)` }),
  cell({ kind: 'raw', source: HOSTILE }),
  cell({
    source: `const a = "${HOSTILE}"`,
    outputs: [
      { output_type: 'stream', name: 'stdout', text: [HOSTILE] },
      { output_type: 'error', ename: 'Error', evalue: HOSTILE, traceback: [] },
      {
        output_type: 'display_data',
        data: { 'text/html': [HOSTILE, '<b>bold</b>'], 'text/plain': ['bold'] },
        metadata: {},
      },
      { output_type: 'display_data', data: { 'image/svg+xml': [`<svg>${HOSTILE}</svg>`] }, metadata: {} },
      { output_type: 'display_data', data: { 'image/png': '"><script>window.hacked = 1</script>' }, metadata: {} },
      { output_type: 'display_data', data: { [LIVE_MIME]: { text: HOSTILE } }, metadata: {} },
      { output_type: 'display_data', data: { 'application/x-unknown': HOSTILE }, metadata: {} },
    ],
  }),
]

describe('a page', () => {
  test('is whole in itself, titled, and holds no script of an output outside of its own tree', async () => {
    const html = await page(...hostileCells)
    expect(html).toContain('<title>a &lt;b&gt; &amp; c</title>')
    expect(html).not.toMatch(/(?:src|href)="(?!data:|")[^"]*"/)
    const outside = html.replace(/<template[\s\S]*?<\/template>/g, '').replace(/<script>window\.ran[\s\S]*$/, '')
    expect(outside).not.toContain('<script>window.hacked')
    expect(outside).not.toContain('onerror="')
    expect(html).not.toContain('href="javascript:')
    expect(html).toMatch(/script-src 'sha256-[\w+/]+=*'/)
    expect(html).toContain('<span class="keyword">const</span>')
  })

  test('without anything to draw it has no script at all', async () => {
    const html = await page(cell({ source: '1', outputs: [{ output_type: 'stream', name: 'stdout', text: 'x' }] }))
    expect(html).not.toContain('<script')
    expect(html).toContain("script-src 'none'")
  })
})

describe.skipIf(!findChromium())('in Chromium (needs Chromium: apt install chromium, or CHROMIUM=path)', () => {
  test('nothing of a stranger’s output runs', async () => {
    const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
    try {
      const view = await browser.newPage()
      await view.setContent(await page(...hostileCells))
      expect(await view.evaluate('[window.hacked, window.ran]')).toEqual([undefined, '</script>'])
      expect(await view.locator('.html b').textContent()).toBe('bold')
      expect(await view.locator('h1').textContent()).toBe('Title')
    } finally {
      await browser.close()
    }
  }, 60_000)

  test('price-prediction: plots, metrics and the table are drawn, light and dark, with nothing asked of anybody', async () => {
    const cli = await buildCli()
    await buildPage(path.dirname(cli))
    const h = new CliHarness(cli)
    mkdirSync(path.join(h.directory, 'data'))
    for (const file of ['price-prediction.flinknb', 'data/purchases.csv'])
      copyFileSync(path.join(ROOT, 'examples', file), path.join(h.directory, file))
    const ran = await h.run(['run', 'price-prediction.flinknb', '--param', 'speed=1000000', '--output', 'done.flinknb'])
    expect(ran.code, ran.stderr).toBe(0)
    expect(await h.run(['export', 'done.flinknb', '--to', 'html'])).toMatchObject({ code: 0 })
    const file = path.join(h.directory, 'done.html')
    expect(readFileSync(file, 'utf8')).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="https?:/)
    const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const view = await browser.newPage({ colorScheme, viewport: { width: 1100, height: 1500 } })
        const problems: string[] = []
        view.on('console', message => message.type() === 'error' && problems.push(message.text()))
        view.on('pageerror', error => problems.push(error.message))
        view.on('request', request => request.url().startsWith('http') && problems.push(request.url()))
        await view.goto(pathToFileURL(file).href)
        await view.locator('.flinknb-plot .scatterlayer path.js-line').first().waitFor({ state: 'attached' })
        expect(await view.locator('.flinknb-table tbody tr').count()).toBeGreaterThan(10)
        expect(await view.locator('.flinknb-rows tr').last().isVisible()).toBe(true)
        expect(await view.evaluate("document.querySelector('.flinknb-table').scrollTop")).toBeGreaterThan(100)
        expect(await view.locator('.flinknb-card').count()).toBe(3)
        expect(await view.locator('.flinknb-error:visible').count()).toBe(0)
        const background = await view.evaluate('getComputedStyle(document.body).backgroundColor')
        expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(24, 24, 24)')
        await view.locator('.flinknb-plot').last().scrollIntoViewIfNeeded()
        await view.waitForTimeout(1500)
        await view.evaluate('scrollTo(0, 480)')
        await view.waitForTimeout(500)
        expect(problems).toEqual([])
        if (PICTURES) await view.screenshot({ path: path.join(PICTURES, `export-html-${colorScheme}.png`) })
        await view.close()
      }
    } finally {
      await browser.close()
    }
  }, 120_000)
})
