import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * What tests in the extension host may ask of the browser: see BrowserCalls in test/host/browser.ts.
 *
 * @param {import('playwright-core').Page} page the workbench
 * @param {{ pictures: string, report: object }} options
 */
export function browserCalls(page, { pictures, report }) {
  // the webviews of notebooks in other tabs are there too, hidden
  const renderer = () =>
    page.locator('iframe.webview.ready:visible').first().contentFrame().frameLocator('#active-frame')
  return {
    testStarted: name => report.started(name),
    async testEnded(result) {
      report.ended(result)
      if (result.error === undefined) return
      const picture = path.join(os.tmpdir(), `flinknb-failure-${report.failed.length}.png`)
      await page.screenshot({ path: picture })
      report.note(`the window then: ${picture}`)
    },
    note: text => report.note(text),
    async outputs() {
      const frame = renderer()
      const plots = await frame.locator('.flinknb-plot').evaluateAll(elements =>
        elements.map(element => ({
          lines: [...element.querySelectorAll('.scatterlayer path.js-line')].map(path => path.getAttribute('d') ?? ''),
          markers: element.querySelectorAll('.scatterlayer .points path, .barlayer .point path').length,
          text: element.textContent ?? '',
        })),
      )
      const tables = await frame.locator('.flinknb-table').evaluateAll(elements =>
        elements.map(element => ({
          columns: [...element.querySelectorAll('thead th')].map(cell => cell.textContent ?? ''),
          rows: element.querySelectorAll('tbody tr').length,
          text: element.textContent ?? '',
        })),
      )
      const metrics = await frame
        .locator('.flinknb-metrics')
        .evaluateAll(elements => elements.map(e => e.textContent ?? ''))
      return { plots, tables, metrics }
    },
    cellStatus: () => page.locator('.notebook-editor .cell-status-item').allInnerTexts(),
    async screenshot(file) {
      const target = path.join(pictures, path.basename(file))
      mkdirSync(path.dirname(target), { recursive: true })
      await page.screenshot({ path: target })
    },
    async screenshotTop({ file, height }) {
      const target = path.join(pictures, path.basename(file))
      mkdirSync(path.dirname(target), { recursive: true })
      await page.screenshot({ path: target, clip: { x: 0, y: 0, width: page.viewportSize().width, height } })
    },
    type: text => page.keyboard.type(text, { delay: 60 }),
    texts: selector => page.locator(selector).allInnerTexts(),
    async press(selector) {
      await page.locator(selector).first().click({ timeout: 10_000 })
    },
    /** In every webview, since each is a frame within a frame. */
    async webviewTexts(selector) {
      const texts = await Promise.all(
        page.frames().map(frame =>
          frame
            .locator(selector)
            .allInnerTexts()
            .catch(() => []),
        ),
      )
      return texts.flat()
    },
    async webviewPress(selector) {
      await renderer().locator(selector).first().click({ timeout: 10_000 })
    },
    count: selector => page.locator(selector).count(),
    async click(label) {
      await page
        .locator(`[aria-label="${label}"], .monaco-button:has-text("${label}")`)
        .first()
        .click({ timeout: 10_000 })
    },
    messages: () => page.locator('.notification-list-item-message, .monaco-dialog-box .dialog-message').allInnerTexts(),
  }
}
