import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '../../src/engine/job.ts'
import { GraphView } from '../../src/kernel/views/graphView.ts'
import { LIVE_MIME, type OutputId } from '../../src/protocol/live.ts'
import type { LiveQuestion } from '../../src/protocol/questions.ts'
import { numbers, runningEnvironment, sinkTaking } from '../views/runningJob.ts'
import { hasChromium, openRendererPage, type RendererPage, type ThemeName } from './rendererPage.ts'

const HOSTILE = '<img src=x onerror=alert(1)>'
/** Pictures are renewed with FLINKNB_PICTURES=1. */
const pictures = process.env.FLINKNB_PICTURES
  ? path.resolve(import.meta.dirname, '../../docs/images')
  : path.join(os.tmpdir(), 'flinknb-graph-pictures')

describe.skipIf(!hasChromium)('the dataflow in a real browser (needs Chromium)', () => {
  let opened: RendererPage
  let view: GraphView
  let job: Job
  let elapsed = 0
  const graph = () => opened.page.locator('#graph .flinknb-graph')
  const operator = (name: string) => graph().locator('.flinknb-operator', { hasText: name })

  beforeAll(async () => {
    opened = await openRendererPage()
    await opened.theme('light')
    const { env, submit } = runningEnvironment()
    const rows = env
      .fromCollection(numbers(200, 1))
      .map(row => ({ ...row, customer: `c${row.i % 50}`, price: 20 + (row.i % 17), note: HOSTILE }), 'enrich')
    const totals = rows.keyBy(row => row.customer).reduce((a, b) => ({ ...b, price: a.price + b.price }))
    totals.sinkTo(sinkTaking(25), 'warehouse')
    rows.filter(row => row.price > 30, 'expensive').sinkTo(sinkTaking(0), 'alerts')
    view = new GraphView(
      'graph' as OutputId,
      () => env.jobs(),
      () => elapsed,
    )
    job = submit()
    await job.started
    for (let k = 0; k < 4; k++) await look()
    await opened.render('graph', LIVE_MIME, { version: 1, outputId: 'graph', state: view.state() })
    await opened.send({ type: 'state', outputId: 'graph', state: view.state() })
    await operator('warehouse').waitFor()
  }, 60_000)
  afterAll(async () => {
    await opened?.close()
    await job?.cancel()
  })

  async function look(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 1_020))
    elapsed += 1_020
    const patch = view.takePatch()
    if (patch && elapsed > 4_100) await opened.send({ type: 'patch', outputId: 'graph', patch })
  }

  /** Does what the kernel does with a question: waits for the one of this kind that is newest, and answers it. */
  let answered = 0
  async function answerNext(kind: LiveQuestion['kind']): Promise<LiveQuestion> {
    const asked = async () =>
      (await opened.posted()).filter(
        (message): message is { type: 'ask'; askId: string; question: LiveQuestion } =>
          (message as { type: string }).type === 'ask',
      )
    await expect.poll(async () => (await asked()).length, { timeout: 5_000 }).toBeGreaterThan(answered)
    const request = (await asked()).at(-1)
    if (!request) throw new Error('nothing was asked')
    answered = (await asked()).length
    expect(request.question.kind).toBe(kind)
    const answer = view.answer(request.question)
    await opened.send({ type: 'answer', outputId: 'graph', askId: request.askId, answer })
    return request.question
  }

  test('operators and rates stand as buttons with text; the culprit is marked and named', async () => {
    expect(await graph().locator('.flinknb-operator').count()).toBe(6)
    expect(await operator('warehouse').locator('.flinknb-bottleneck').isVisible()).toBe(true)
    expect(await graph().locator('.flinknb-bottleneck:visible').count()).toBe(1)
    expect(await operator('enrich').textContent()).toMatch(/\/s · busy \d+ %held back \d+ % \((low|high)\)/)
    expect(await graph().locator('.flinknb-arrow').allTextContents()).toEqual(
      Array.from({ length: 5 }, () => expect.stringMatching(/^[\d,.]+\/s$/)),
    )
    expect(await opened.page.locator('#graph .flinknb-phase').textContent()).toBe('Backpressured by warehouse')
    expect(await operator('warehouse').getAttribute('aria-label')).toMatch(/^Sink warehouse, bottleneck: it holds/)
    expect(await graph().locator('.flinknb-graph-list li').count()).toBe(11)
  })

  test('boxes do not hide each other, and their text stays within', async () => {
    const boxes = await graph()
      .locator('.flinknb-operator')
      .evaluateAll(all => all.map(one => one.getBoundingClientRect().toJSON() as DOMRect))
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true)
      }
    }
    const spills = await graph()
      .locator('.flinknb-operator')
      .evaluateAll(all => all.filter(one => one.scrollHeight > one.clientHeight + 1).length)
    expect(spills).toBe(0)
  })

  test('the keyboard goes along the flow; Enter opens what an arrow carries, Escape leads back', async () => {
    await graph().locator('.flinknb-operator').first().focus()
    expect(await graph().locator('.flinknb-flow [tabindex="0"]').count()).toBe(1)
    const focused = () => opened.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    await opened.page.keyboard.press('ArrowRight')
    expect(await focused()).toMatch(/^Records from collection to enrich/)
    await opened.page.keyboard.press('ArrowRight')
    expect(await focused()).toMatch(/^Operator enrich/)
    await opened.page.keyboard.press('ArrowRight')
    expect(await focused()).toMatch(/^Records from enrich to /)
    await opened.page.keyboard.press('Enter')
    expect(await answerNext('edgeRecords')).toMatchObject({ job: 'cell 1 #1', from: 'enrich' })
    await expect.poll(() => graph().locator('.flinknb-graph-panel').textContent()).toMatch(/Watching/)
    await look()
    await answerNext('edgeRecords')
    await expect.poll(() => graph().locator('.flinknb-records tbody tr').count()).toBe(20)
    const heads = await graph().locator('.flinknb-records th').allTextContents()
    expect(heads).toEqual(['i', 'text', 'customer', 'price', 'note'])
    expect(await graph().locator('.flinknb-records tbody tr').first().locator('td').last().textContent()).toBe(HOSTILE)
    await graph().locator('.flinknb-records').focus()
    await opened.page.keyboard.press('Escape')
    expect(await graph().locator('.flinknb-graph-panel').isVisible()).toBe(false)
    expect(await focused()).toMatch(/^Records from enrich to /)
    // Nobody looks any more: nothing is asked, and the tap goes.
    const before = (await opened.posted()).length
    await opened.page.waitForTimeout(1_500)
    expect((await opened.posted()).length).toBe(before)
  })

  test('a click on an operator shows the course of its figures', async () => {
    await operator('enrich').click()
    expect(await answerNext('operatorHistory')).toMatchObject({ operator: 'enrich' })
    const cards = graph().locator('.flinknb-graph-panel .flinknb-card')
    await expect.poll(() => cards.count()).toBe(4)
    expect(await cards.locator('.flinknb-card-name').allTextContents()).toEqual([
      'records in',
      'records out',
      'busy',
      'held back',
    ])
    expect(await cards.nth(0).locator('.flinknb-sparkline-line').getAttribute('d')).toMatch(/^M0\.0,/)
  })

  test('pictures in three themes', async () => {
    mkdirSync(pictures, { recursive: true })
    await operator('reduce')
      .click()
      .catch(() => operator('warehouse').click())
    await answerNext('operatorHistory')
    for (const theme of ['light', 'dark', 'high-contrast'] as ThemeName[]) {
      await opened.theme(theme)
      await opened.page.waitForTimeout(200)
      await opened.page.locator('#graph').screenshot({ path: path.join(pictures, `dataflow-${theme}.png`) })
    }
  })

  test('hostile names and values are text, and nothing was refused or failed', async () => {
    const state = view.state()
    const jobs = state.jobs.map(one => ({
      ...one,
      id: HOSTILE,
      operators: one.operators.map(each => ({ ...each, name: HOSTILE })),
      arrows: one.arrows.map(arrow => ({ ...arrow, side: '<script>alert(1)</script>' })),
    }))
    await opened.render('hostile', LIVE_MIME, { version: 1, outputId: 'hostile', state: { ...state, jobs } })
    expect(await opened.page.locator('#hostile .flinknb-operator', { hasText: HOSTILE }).count()).toBe(6)
    expect(await opened.page.locator('#hostile .flinknb-arrow').first().textContent()).toContain('<script>')
    expect(await opened.page.locator('#graph img, #hostile img, #hostile script').count()).toBe(0)
    await opened.page.evaluate(() => document.getElementById('hostile')?.remove())
    expect(opened.problems).toEqual([])
    expect(opened.sizes.entry).toBeLessThan(150_000)
    console.log(`renderer entry ${opened.sizes.entry} bytes`)
  })

  test('a job that has ended shows totals, and says so when asked for records', async () => {
    await job.cancel()
    await look()
    await expect.poll(() => graph().locator('.flinknb-title').first().textContent()).toBe('cell 1 #1 · stopped')
    expect(await graph().locator('.flinknb-arrow').first().textContent()).toMatch(/^[\d,]+$/)
    expect(await graph().locator('.flinknb-bottleneck:visible').count()).toBe(0)
  })
})
