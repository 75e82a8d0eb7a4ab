import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { MetricsView } from '../../src/kernel/views/metricsView.ts'
import { PlotView } from '../../src/kernel/views/plotView.ts'
import { TableView } from '../../src/kernel/views/tableView.ts'
import { StaticPlot } from '../../src/plot/staticPlot.ts'
import { LIVE_MIME, type LiveState, type OutputId, PLOTLY_MIME, type StreamStatus } from '../../src/protocol/live.ts'
import { hasChromium, openRendererPage, type RendererPage, type ThemeName } from './rendererPage.ts'

const T0 = 1_717_200_000_000
const status = (extra: Partial<StreamStatus> = {}): StreamStatus => ({
  phase: 'running',
  records: 4980,
  recordsPerSecond: 61.3,
  watermark: T0 + 300_000,
  late: 0,
  malformed: 0,
  ...extra,
})

function purchases(
  count: number,
): { id: number; event_time: number; age: number; price: number; prediction: number; name: string | null }[] {
  const random = seededRandom(42)
  return Array.from({ length: count }, (_, id) => {
    const price = 60 + 30 * Math.sin(id / 25) + 20 * random()
    return {
      id,
      event_time: T0 + id * 1000 + Math.floor(random() * 900),
      age: 18 + Math.floor(random() * 60),
      price,
      prediction: price + 8 * (random() - 0.5),
      name: id % 7 === 0 ? null : `customer ${id}`,
    }
  })
}

describe.skipIf(!hasChromium)('in a real browser (needs Chromium)', () => {
  let opened: RendererPage
  beforeAll(async () => {
    opened = await openRendererPage()
    await opened.theme('dark')
  }, 60_000)
  afterAll(() => opened?.close())

  const attach = async (id: string, state: LiveState): Promise<void> => {
    await opened.render(id, LIVE_MIME, { version: 1, outputId: id, state })
    expect(await opened.posted()).toContainEqual({ type: 'attach', outputId: id })
    await opened.send({ type: 'state', outputId: id, state })
  }
  const line = (id: string) => opened.page.locator(`#${id} .flinknb-plot .js-plotly-plot`)
  /** The length of the first drawn line's path says how many points it has. */
  const drawnPoints = (id: string) =>
    line(id).evaluate(plot => (plot as unknown as { calcdata: unknown[][] }).calcdata[0]?.length ?? 0)

  test('a notebook without plots does not load plotly, and the entry is small', async () => {
    expect(opened.sizes.entry).toBeLessThan(150_000)
    expect(opened.sizes.lazy).toBeGreaterThan(500_000)
    console.log(`renderer ${opened.sizes.entry} bytes, plotly chunk ${opened.sizes.lazy} bytes`)
    const loaded = await opened.page.evaluate(() => performance.getEntriesByType('resource').map(entry => entry.name))
    expect(loaded.filter(name => name.includes('plotlyBundle'))).toEqual([])
  })

  test('a plot is drawn, grows by patches and keeps its zoom', async () => {
    const view = new PlotView('plot' as OutputId, {
      kind: 'line',
      x: 'event_time',
      y: ['price', 'prediction'],
      last: 300,
      title: 'Price and prediction',
    })
    const rows = purchases(320)
    view.setStatus(status())
    view.append(rows.slice(0, 200), undefined)
    view.takePatch()
    await attach('plot', view.state())
    await line('plot').locator('.scatterlayer .trace').nth(1).waitFor()
    expect(await line('plot').locator('.scatterlayer .trace path.js-line').count()).toBe(2)
    expect(await line('plot').locator('.xtitle').textContent()).toBe('event_time (UTC)')
    expect(await drawnPoints('plot')).toBe(200)
    // The reader zooms in.
    const box = await line('plot').locator('.nsewdrag').first().boundingBox()
    if (!box) throw new Error('the plot has no area to drag in')
    await opened.page.mouse.move(box.x + 100, box.y + 40)
    await opened.page.mouse.down()
    await opened.page.mouse.move(box.x + 300, box.y + 200, { steps: 5 })
    await opened.page.mouse.up()
    const range = () =>
      line('plot').evaluate(plot =>
        JSON.stringify((plot as unknown as { _fullLayout: { xaxis: { range: unknown } } })._fullLayout.xaxis.range),
      )
    await opened.page.waitForTimeout(300)
    const zoomed = await range()
    view.append(rows.slice(200), undefined)
    await opened.send({ type: 'patch', outputId: 'plot', patch: view.takePatch() })
    await expect.poll(() => drawnPoints('plot')).toBe(300)
    expect(await range()).toBe(zoomed)
    await line('plot').locator('.nsewdrag').first().dblclick()
    await expect.poll(range).not.toBe(zoomed)
    expect(await opened.page.locator('#plot figcaption').textContent()).toMatch(
      /^Line of price and prediction over event_time, 600 points, last price /,
    )
    expect(await line('plot').getAttribute('aria-label')).toMatch(/^Line of price/)
  })

  test('pause holds the picture, not the stream', async () => {
    const view = new PlotView('held' as OutputId, {
      kind: 'scatter',
      x: 'age',
      y: ['price'],
      color: 'group',
      last: 100,
    })
    const rows = purchases(60).map(row => ({ ...row, group: row.age < 40 ? 'under 40' : '40 and over' }))
    view.setStatus(status({ late: 3, malformed: 2 }))
    view.append(rows.slice(0, 30), undefined)
    await attach('held', view.state())
    view.takePatch()
    await line('held').locator('.scatterlayer .point').first().waitFor()
    await opened.page.locator('#held .flinknb-pause').click()
    view.append(rows.slice(30), undefined)
    view.setStatus(status({ records: 9999, late: 3, malformed: 2 }))
    await opened.send({ type: 'patch', outputId: 'held', patch: view.takePatch() })
    await opened.page.getByText('9,999 records').waitFor()
    await opened.page.waitForTimeout(200)
    expect(await line('held').locator('.scatterlayer .point').count()).toBe(30)
    await opened.page.locator('#held .flinknb-pause').click()
    await expect.poll(() => line('held').locator('.scatterlayer .point').count()).toBe(60)
  })

  test('a table follows the newest row until the reader scrolls up, and draws only what is in view', async () => {
    const view = new TableView('table' as OutputId)
    const rows = purchases(700)
    view.setStatus(status())
    view.append(rows.slice(0, 450))
    await attach('table', view.state())
    view.takePatch()
    const table = opened.page.locator('#table .flinknb-table')
    await table.locator('.flinknb-rows tr').first().waitFor()
    expect(await table.locator('.flinknb-rows tr').count()).toBeLessThanOrEqual(20)
    const lastShown = () => table.locator('.flinknb-rows tr').last().locator('td').first().textContent()
    expect(await lastShown()).toBe('449')
    const send = async (from: number, to: number) => {
      view.append(rows.slice(from, to))
      await opened.send({ type: 'patch', outputId: 'table', patch: view.takePatch() })
    }
    const bottom = () => table.evaluate(element => element.scrollHeight - element.scrollTop - element.clientHeight)
    await send(450, 500)
    await expect.poll(lastShown).toBe('499')
    expect(await bottom()).toBeLessThan(30)
    // The reader scrolls up: what is read stays where it is, also when rows leave at the top.
    await table.evaluate(element => {
      element.scrollTop = 200 * 24
    })
    const reading = () =>
      table.evaluate(element => {
        const top = element.getBoundingClientRect().top + 28
        return [...element.querySelectorAll('.flinknb-rows tr')].find(row => row.getBoundingClientRect().top >= top - 1)
          ?.firstElementChild?.textContent
      })
    await expect.poll(reading).toBe('200')
    await send(500, 600)
    await opened.page.waitForTimeout(100)
    expect(await reading()).toBe('200')
    await opened.page.locator('#table .flinknb-newest').click()
    await expect.poll(lastShown).toBe('599')
    expect(await bottom()).toBeLessThan(30)
    const cells = table.locator('.flinknb-rows tr').last().locator('td')
    expect(await cells.nth(1).getAttribute('title')).toMatch(/^2024-06-01T00:09:59\.\d{3}Z \(\d+\)$/)
    expect(await cells.nth(0).evaluate(cell => getComputedStyle(cell).textAlign)).toBe('right')
  })

  test('metrics say where they are heading', async () => {
    const view = new MetricsView('metrics' as OutputId, {
      title: 'Prequential evaluation',
      window: 500,
      metrics: [
        { name: 'MAE', better: 'lower' },
        { name: 'RMSE', better: 'lower' },
        { name: 'R2', better: 'higher' },
      ],
    })
    const random = seededRandom(5)
    for (let i = 0; i < 90; i++) {
      const e = 30 * Math.exp(-i / 20) + 4 + random()
      view.append([
        {
          n: i,
          MAE: e + 2,
          RMSE: e * 1.3,
          R2: 1 - e / 50,
          windowMAE: e,
          windowRMSE: e * 1.25,
          windowR2: 0.9 - 0.004 * i,
        },
      ])
    }
    view.setStatus(status())
    await attach('metrics', view.state())
    const cards = opened.page.locator('#metrics .flinknb-metrics .flinknb-card')
    await expect.poll(() => cards.count()).toBe(3)
    expect(await cards.nth(0).textContent()).toMatch(/^MAElast 500[\d.]+overall [\d.]+/)
    expect(await cards.nth(2).locator('.flinknb-trend').textContent()).toBe('↓ worsening')
    expect(await cards.nth(0).locator('.flinknb-sparkline-line').getAttribute('d')).toMatch(/^M0\.0,/)
  })

  test('other kinds of plot, and raw figures', async () => {
    const rows = purchases(400).map(row => ({
      ...row,
      decade: `${Math.floor(row.age / 10)}0s`,
      hour: row.id % 24,
      day: ['Mo', 'Tu', 'We'][row.id % 3],
    }))
    const figures: [string, StaticPlot, string][] = [
      ['histogram', StaticPlot.of({ kind: 'histogram', x: 'price', y: [] }, rows), '.barlayer .point'],
      ['bar', StaticPlot.of({ kind: 'bar', x: 'decade', y: ['price'] }, rows), '.barlayer .point'],
      ['heatmap', StaticPlot.of({ kind: 'heatmap', x: 'hour', y: ['day'] }, rows), '.heatmaplayer image'],
      ['area', StaticPlot.of({ kind: 'area', x: 'event_time', y: ['price'] }, rows), '.scatterlayer .fills path'],
      [
        'box',
        new StaticPlot([{ type: 'box', y: rows.map(row => row.price), name: '<b>x</b>' }], {}, ''),
        '.boxlayer path.box',
      ],
      [
        'violin',
        new StaticPlot([{ type: 'violin', y: rows.map(row => row.price) }], { title: { text: 'Violin' } }, ''),
        '.violinlayer path',
      ],
      [
        'candles',
        new StaticPlot(
          [{ type: 'candlestick', x: [1, 2, 3], open: [1, 2, 3], high: [3, 4, 5], low: [0, 1, 2], close: [2, 3, 2.5] }],
          {},
          '',
        ),
        '.boxlayer path',
      ],
    ]
    for (const [id, figure, drawn] of figures) {
      await opened.render(id, PLOTLY_MIME, figure.mimeBundle()[PLOTLY_MIME])
      await opened.page.locator(`#${id}`).scrollIntoViewIfNeeded()
      await opened.page.locator(`#${id} ${drawn}`).first().waitFor()
    }
  })

  test('a point says what it is', async () => {
    const view = new PlotView('label' as OutputId, { kind: 'scatter', x: 'age', y: ['price'], color: 'group' })
    view.append(
      [
        { age: 20, price: 10, group: '<i>a</i>' },
        { age: 40, price: 30, group: 'b' },
      ],
      undefined,
    )
    await attach('label', view.state())
    await opened.page.locator('#label').scrollIntoViewIfNeeded()
    const point = line('label').locator('.scatterlayer .point').first()
    await point.waitFor()
    const box = await point.boundingBox()
    if (!box) throw new Error('the point has no place')
    await opened.page.mouse.move(box.x + 40, box.y - 40)
    await opened.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 })
    await expect.poll(() => line('label').locator('.hoverlayer').textContent()).toBe('<i>a</i>age: 20price: 10')
  })

  test('a figure that plotly refuses is said, and the page lives on', async () => {
    await opened.render('refused', PLOTLY_MIME, { data: 5 })
    expect(await opened.page.locator('#refused [role=alert]').textContent()).toBe(
      'This output is not a plotly figure: it has no data.',
    )
  })

  test('themes change in place', async () => {
    const color = () =>
      line('plot')
        .locator('.gtitle')
        .evaluate(text => getComputedStyle(text).fill)
    await opened.theme('dark')
    await opened.page.evaluate(() => scrollTo(0, 0))
    await expect.poll(color).toBe('rgb(204, 204, 204)')
    await opened.theme('light')
    await expect.poll(color).toBe('rgb(59, 59, 59)')
    await opened.theme('high-contrast')
    await expect.poll(color).toBe('rgb(255, 255, 255)')
    await expect
      .poll(() =>
        line('plot')
          .locator('path.js-line')
          .nth(1)
          .evaluate(path => (path as SVGElement).style.strokeDasharray),
      )
      .not.toBe('')
  })

  test('nothing was refused by the content security policy, and nothing failed', async () => {
    expect(opened.problems).toEqual([])
  })

  test('screenshots', async () => {
    const folder = process.env.FLINKNB_SCREENSHOTS ?? path.join(os.tmpdir(), 'flinknb-renderer-screenshots')
    mkdirSync(folder, { recursive: true })
    for (const theme of ['light', 'dark', 'high-contrast'] as ThemeName[]) {
      await opened.theme(theme)
      await opened.page.waitForTimeout(400)
      await opened.page.screenshot({ path: path.join(folder, `${theme}.png`) })
      for (const id of ['histogram', 'area']) {
        await opened.page.locator(`#${id}`).scrollIntoViewIfNeeded()
        await opened.page.waitForTimeout(400)
        await opened.page.screenshot({ path: path.join(folder, `${theme}-${id}.png`) })
      }
      await opened.page.evaluate(() => scrollTo(0, 0))
    }
  })
})
