import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PlotView } from '../../src/kernel/views/plotView.ts'
import { LIVE_MIME, type OutputId, type StreamStatus } from '../../src/protocol/live.ts'
import type { LiveQuestion } from '../../src/protocol/questions.ts'
import { hasChromium, openRendererPage, type RendererPage } from './rendererPage.ts'

const status: StreamStatus = {
  phase: 'running',
  records: 40,
  recordsPerSecond: 4,
  watermark: null,
  late: 0,
  malformed: 0,
}
const rows = Array.from({ length: 40 }, (_, n) => ({
  n,
  price: 50 + 10 * Math.sin(n / 4),
  note: `<img src=x onerror=alert(1)> ${n}`,
}))

describe.skipIf(!hasChromium)('tools of a plot in a real browser (needs Chromium)', () => {
  let opened: RendererPage
  const view = new PlotView('tools' as OutputId, { kind: 'scatter', x: 'n', y: ['price'], last: 100 })
  const plot = () => opened.page.locator('#tools')

  beforeAll(async () => {
    opened = await openRendererPage()
    await opened.theme('dark')
    view.setStatus(status)
    view.append(rows, undefined)
    view.takePatch()
    await opened.render('tools', LIVE_MIME, { version: 1, outputId: 'tools', state: view.state() })
    await opened.send({ type: 'state', outputId: 'tools', state: view.state() })
    await plot().locator('.scatterlayer .point').first().waitFor()
  }, 60_000)
  afterAll(() => opened?.close())

  /** Answers the newest question as the kernel would. */
  const answer = async (): Promise<LiveQuestion> => {
    const asked = async () =>
      (await opened.posted()).filter(message => (message as { type: string }).type === 'ask').at(-1) as
        | { askId: string; question: LiveQuestion }
        | undefined
    await expect.poll(asked).toBeDefined()
    const { askId, question } = (await asked()) as { askId: string; question: LiveQuestion }
    await opened.send({ type: 'answer', outputId: 'tools', askId, answer: view.answer(question) })
    return question
  }

  test('a click on a point shows its record, as text', async () => {
    const box = await plot().locator('.scatterlayer .point').nth(30).boundingBox()
    if (!box) throw new Error('the point has no place')
    await opened.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 })
    await opened.page.mouse.down()
    await opened.page.mouse.up()
    expect(await answer()).toMatchObject({ kind: 'pointRecord', trace: 0, point: 30, x: 30 })
    await expect.poll(() => plot().locator('.flinknb-record').textContent()).toMatch(/^n30price\d+\.\d+note<img src=x/)
    expect(await plot().locator('.flinknb-record img').count()).toBe(0)
    await plot().getByRole('button', { name: 'Close' }).click()
    expect(await plot().locator('.flinknb-record').isVisible()).toBe(false)
  })

  test('the table behind it opens and shows records by keyboard alone', async () => {
    const toggle = plot().getByRole('button', { name: 'Data' })
    await toggle.focus()
    await opened.page.keyboard.press('Enter')
    expect(await toggle.getAttribute('aria-expanded')).toBe('true')
    const table = plot().locator('.flinknb-plot-data table')
    expect(await table.locator('thead th').allTextContents()).toEqual(['trace', 'n', 'price', 'record'])
    expect(await table.locator('tbody tr').count()).toBe(40)
    expect(await table.locator('caption').textContent()).toBe('Points of this plot, all; times in UTC')
    await table.getByRole('button').nth(7).focus()
    await opened.page.keyboard.press('Enter')
    await expect.poll(async () => (await answer()) as unknown).toMatchObject({ point: 7 })
    await expect.poll(() => plot().locator('.flinknb-record').textContent()).toMatch(/^n7price/)
    // New points arrive in the table without taking the focus.
    view.append([{ n: 40, price: 1, note: '' }], undefined)
    await opened.send({ type: 'patch', outputId: 'tools', patch: view.takePatch() })
    await expect.poll(() => table.locator('tbody tr').count(), { timeout: 5000 }).toBe(41)
    expect(
      await table
        .locator('button')
        .nth(7)
        .evaluate(button => button === document.activeElement),
    ).toBe(true)
  })

  test('CSV, PNG and SVG are files', async () => {
    const saved = async (name: string): Promise<Buffer> => {
      const download = opened.page.waitForEvent('download')
      await plot().getByRole('button', { name, exact: true }).click()
      return readFileSync(await (await download).path())
    }
    const csv = (await saved('CSV')).toString()
    expect(csv.split('\r\n').slice(0, 2)).toEqual(['trace,n,price', 'price,0,50'])
    expect(csv.split('\r\n')).toHaveLength(43)
    const png = await saved('PNG')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBeGreaterThan(1000)
    const svg = (await saved('SVG')).toString()
    expect(svg).toMatch(/^<svg /)
    expect(svg).toContain('class="scatterlayer')
  })

  test('nothing was refused by the content security policy, and nothing failed', () => {
    expect(opened.problems).toEqual([])
  })
})
