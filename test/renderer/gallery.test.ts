import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PLOTLY_MIME } from '../../src/protocol/live.ts'
import { gallery } from './gallery.ts'
import { hasChromium, openRendererPage, type RendererPage, type ThemeName } from './rendererPage.ts'

const IMAGES: readonly (readonly [ThemeName, string])[] = [
  ['light', 'plots-light'],
  ['dark', 'plots-dark'],
  ['high-contrast', 'plots-hc'],
]

/** FLINKNB_GALLERY=docs/images renews the pictures of docs/plots.md. */
const FOLDER = process.env.FLINKNB_GALLERY ?? path.join(os.tmpdir(), 'flinknb-gallery')

describe.skipIf(!hasChromium)('every kind of plot in a real browser (needs Chromium)', () => {
  let opened: RendererPage
  beforeAll(async () => {
    opened = await openRendererPage()
    await opened.page.setViewportSize({ width: 1560, height: 1000 })
    await opened.page.evaluate(() => {
      document.body.style.cssText =
        'display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); margin: 8px; gap: 4px'
    })
  }, 60_000)
  afterAll(() => opened?.close())

  test.each(gallery())('$id', async ({ id, figure, drawn }) => {
    await opened.render(id, PLOTLY_MIME, figure.mimeBundle()[PLOTLY_MIME])
    const output = opened.page.locator(`#${id}`)
    await output.scrollIntoViewIfNeeded()
    await output.locator(drawn).first().waitFor({ state: 'attached' })
    const summary = await output.locator('figcaption').textContent()
    expect(summary?.length).toBeGreaterThan(20)
    // What is seen is read, too, and there is a table behind it.
    expect(await output.locator('.flinknb-canvas').getAttribute('aria-label')).toBe(summary)
    await output.getByRole('button', { name: 'Data' }).click()
    expect(await output.locator('.flinknb-plot-data tbody tr').count()).toBeGreaterThan(1)
    await output.getByRole('button', { name: 'Data' }).click()
  }, 20_000)

  test('in light, dark and high contrast', async () => {
    mkdirSync(FOLDER, { recursive: true })
    for (const [theme, name] of IMAGES) {
      await opened.theme(theme)
      const height = await opened.page.evaluate(() => document.documentElement.scrollHeight)
      await opened.page.setViewportSize({ width: 1560, height })
      await opened.page.waitForTimeout(8_000)
      await opened.page.screenshot({ path: path.join(FOLDER, `${name}.png`), fullPage: true })
    }
    expect(opened.problems).toEqual([])
  }, 60_000)
})
