import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HtmlValue, MarkdownValue, ProgressValue, RowValue, TabsValue } from '../../src/api/richValues.ts'
import { contentOf } from '../../src/kernel/values/contentOf.ts'
import { StaticPlot } from '../../src/plot/staticPlot.ts'
import { LIVE_MIME, type TableState } from '../../src/protocol/live.ts'
import type { RichContent } from '../../src/protocol/richValue.ts'
import { hasChromium, openRendererPage, type RendererPage, type ThemeName } from './rendererPage.ts'

const content = (value: unknown) => contentOf(value, () => undefined)
const HOSTILE = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>'

const table: TableState = {
  kind: 'table',
  columns: [
    { name: 'product', type: 'text' },
    { name: 'price', type: 'number' },
  ],
  rows: [
    ['tea', 4.5],
    ['coffee', 7.25],
    [HOSTILE, 1],
  ],
  capacity: 500,
  status: { phase: 'running', records: 3, recordsPerSecond: 12, watermark: null, late: 0, malformed: 0 },
}

describe.skipIf(!hasChromium)('displayed values in a real browser (needs Chromium)', () => {
  let opened: RendererPage
  beforeAll(async () => {
    opened = await openRendererPage()
    await opened.theme('dark')
  }, 60_000)
  afterAll(() => opened?.close())

  const at = (id: string) => opened.page.locator(`#${id}`)
  const render = (id: string, shown: RichContent) =>
    opened.render(id, LIVE_MIME, { version: 1, outputId: id, state: { kind: 'value', content: shown } })
  const send = (id: string, shown: RichContent) =>
    opened.send({ type: 'patch', outputId: id, patch: { kind: 'value', content: shown } })
  const follow = async (id: string, shown: RichContent) => {
    await render(id, shown)
    await opened.send({ type: 'state', outputId: id, state: { kind: 'value', content: shown } })
  }

  test('HTML and Markdown are drawn with what shows something, and no status line', async () => {
    await render(
      'html',
      content(
        new HtmlValue(
          `<h3 style="color:rgb(1, 2, 3)">Purchases</h3><table><tr><th>product<th>price<tr><td>tea<td>4.50</table>${HOSTILE}<a href="javascript:hit=1">a</a>`,
        ),
      ),
    )
    expect(
      await at('html')
        .locator('h3')
        .evaluate(e => getComputedStyle(e).color),
    ).toBe('rgb(1, 2, 3)')
    expect(await at('html').locator('td').allTextContents()).toEqual(['tea', '4.50'])
    expect(await at('html').locator('script, [onerror], [src], a[href]').count()).toBe(0)
    expect(await at('html').locator('.flinknb-status').isVisible()).toBe(false)
    await render(
      'markdown',
      content(
        new MarkdownValue(`## What it learned\n\n1. *dearer* \`tea\`\n2. [notes](https://example.org)\n\n${HOSTILE}`),
      ),
    )
    expect(await at('markdown').locator('ol li').allTextContents()).toEqual(['dearer tea', 'notes'])
    expect(await at('markdown').textContent()).toContain('<script>globalThis.hit=1</script>')
  })

  test('a file that claims to hold harmless nodes is held against the list once more', async () => {
    const nodes = [
      { tag: 'script', attributes: {}, children: ['globalThis.hit = 1'] },
      { tag: 'img', attributes: { src: 'x', onerror: 'globalThis.hit = 1' }, children: [] },
      {
        tag: 'p',
        attributes: { onclick: 'hit=1', style: 'background-image:url(http://e.org)', id: 'top' },
        children: [HOSTILE, null, 5],
      },
      { tag: 'a', attributes: { href: 'javascript:hit=1' }, children: ['a'] },
      { tag: '__proto__', attributes: {}, children: [] },
    ]
    await render('forged', { type: 'html', nodes, text: '' } as never)
    const html = await at('forged').locator('.flinknb-html').innerHTML()
    expect(html).toBe(`<img><p>${HOSTILE.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p><a>a</a>`)
    await render('forgedimage', { type: 'image', mime: 'image/svg+xml', base64: 'eA==', alt: HOSTILE } as never)
    expect(await at('forgedimage').locator('img').getAttribute('src')).toBeNull()
    expect(await at('forgedimage').locator('img').getAttribute('alt')).toBe(HOSTILE)
    await render('unknown', { type: 'constructor' } as never)
    expect(await at('unknown').locator('[role=alert]').textContent()).toMatch(/another version/)
    for (const [id, shown] of [
      ['hosttext', content({ [HOSTILE]: HOSTILE })],
      ['hosttabs', content(new TabsValue({ [HOSTILE]: HOSTILE }))],
      ['hostbar', content(new ProgressValue(HOSTILE, 1, 2, 'running', 10))],
      ['hostrow', content(new RowValue([HOSTILE, new HtmlValue(HOSTILE)]))],
    ] as const) {
      await render(id, shown)
      expect(await at(id).locator('script, [onerror]').count()).toBe(0)
    }
    expect(await opened.page.evaluate(() => 'hit' in globalThis)).toBe(false)
  })

  test('a progress bar moves in place, says what is left, and ends in words', async () => {
    await follow('bar', content(new ProgressValue('Reading', 0, 200, 'running', 0)))
    const bar = await at('bar').locator('progress').elementHandle()
    await send('bar', content(new ProgressValue('Reading', 50, 200, 'running', 5_000)))
    await expect
      .poll(() => at('bar').locator('.flinknb-progress').textContent())
      .toBe('Reading50 of 200 · 25 % · 10/s · 15 s left')
    expect(
      await bar?.evaluate(e => [(e as HTMLProgressElement).position, e.isConnected, e.getAttribute('aria-label')]),
    ).toEqual([0.25, true, 'Reading'])
    await send('bar', content(new ProgressValue('Reading', 200, 200, 'done', 20_000)))
    await expect.poll(() => at('bar').locator('.flinknb-progress [role=status]').textContent()).toBe('✓ done')
    await follow('endless', content(new ProgressValue('', 1234, null, 'running', 100)))
    expect(
      await at('endless')
        .locator('progress')
        .evaluate(e => (e as HTMLProgressElement).position),
    ).toBe(-1)
    expect(await at('endless').locator('.flinknb-progress').textContent()).toBe('1,234')
  })

  test('what is shown becomes another kind of thing, and a stream a value', async () => {
    await follow('kinds', content('one'))
    expect(await at('kinds').textContent()).toContain("'one'")
    await send('kinds', content(new HtmlValue('<b>two</b>')))
    await expect.poll(() => at('kinds').locator('b').textContent()).toBe('two')
    await send(
      'kinds',
      content(
        StaticPlot.of({ kind: 'line', x: 'x', y: ['y'] }, [
          { x: 1, y: 2 },
          { x: 2, y: 4 },
        ]),
      ),
    )
    await at('kinds').locator('path.js-line').waitFor()
    expect(await at('kinds').locator('b').count()).toBe(0)
    await opened.render('stream', LIVE_MIME, { version: 1, outputId: 'stream', state: table })
    await opened.send({ type: 'state', outputId: 'stream', state: table })
    await at('stream').locator('.flinknb-rows td').first().waitFor()
    await opened.send({ type: 'state', outputId: 'stream', state: { kind: 'value', content: content('replaced') } })
    await expect.poll(() => at('stream').locator('.flinknb-value').count()).toBe(1)
    await expect.poll(() => at('stream').locator('.flinknb-status').isVisible()).toBe(false)
    expect(await at('stream').locator('table').count()).toBe(0)
  })

  test('tabs are chosen by mouse and keys; a stream within goes on', async () => {
    const live: RichContent = { type: 'live', output: { version: 1, outputId: 'inner' as never, state: table } }
    await follow('tabs', {
      type: 'tabs',
      tabs: [
        { name: 'rows', content: live },
        { name: 'notes', content: content(new MarkdownValue('Cheap **tea**.')) },
      ],
    })
    expect(await opened.posted()).toContainEqual({ type: 'attach', outputId: 'inner' })
    const tabs = at('tabs').getByRole('tab')
    await at('tabs').getByRole('tab', { name: 'rows' }).focus()
    await opened.page.keyboard.press('ArrowRight')
    expect(await tabs.nth(1).getAttribute('aria-selected')).toBe('true')
    expect(await tabs.nth(1).evaluate(e => e === document.activeElement)).toBe(true)
    expect(await at('tabs').getByRole('tabpanel').innerText()).toBe('Cheap tea.')
    await opened.send({ type: 'state', outputId: 'inner', state: table })
    await opened.send({
      type: 'patch',
      outputId: 'inner',
      patch: { kind: 'table', rows: [['milk', 2]], status: { ...table.status, records: 4 } },
    })
    await tabs.nth(0).click()
    await expect.poll(() => at('tabs').getByRole('tabpanel').innerText()).toMatch(/milk/)
    // The same again changes neither the choice nor the elements.
    const panel = await at('tabs').locator('.flinknb-live > .flinknb').elementHandle()
    await render('tabs', {
      type: 'tabs',
      tabs: [
        { name: 'rows', content: live },
        { name: 'notes', content: content(new MarkdownValue('Cheap **tea**.')) },
      ],
    })
    expect(await panel?.evaluate(e => e.isConnected)).toBe(true)
  })

  test('values stand side by side, below each other where it is narrow', async () => {
    await follow('row', {
      type: 'row',
      parts: [
        { type: 'live', output: { version: 1, outputId: 'left' as never, state: table } },
        content(
          StaticPlot.of({ kind: 'bar', x: 'p', y: ['v'] }, [
            { p: 'tea', v: 4 },
            { p: 'coffee', v: 7 },
          ]),
        ),
      ],
    })
    const tops = () =>
      at('row')
        .locator('.flinknb-row-part')
        .evaluateAll(parts => parts.map(e => e.getBoundingClientRect().top))
    const [a, b] = await tops()
    expect(a).toBe(b)
    await opened.page.setViewportSize({ width: 500, height: 1400 })
    await expect.poll(async () => ((await tops())[1] ?? 0) > ((await tops())[0] ?? 0)).toBe(true)
    await opened.page.setViewportSize({ width: 1000, height: 1400 })
  })

  test('reduced motion is honoured', async () => {
    await opened.page.emulateMedia({ reducedMotion: 'reduce' })
    expect(
      await at('endless')
        .locator('progress')
        .evaluate(e => getComputedStyle(e).animationName),
    ).toBe('none')
    await opened.page.emulateMedia({ reducedMotion: null })
  })

  test('nothing was refused by the content security policy, and nothing failed', () => {
    expect(opened.problems).toEqual([])
  })

  test('screenshots', async () => {
    const folder = process.env.FLINKNB_SCREENSHOTS ?? path.join(os.tmpdir(), 'flinknb-renderer-screenshots')
    mkdirSync(folder, { recursive: true })
    await opened.page.evaluate(() => {
      const kept = ['markdown', 'bar', 'endless', 'tabs', 'row']
      for (const element of [...document.body.querySelectorAll<HTMLElement>(':scope > div')])
        element.hidden = !kept.includes(element.id)
    })
    for (const theme of ['light', 'dark', 'high-contrast'] as ThemeName[]) {
      await opened.theme(theme)
      await opened.page.waitForTimeout(500)
      await opened.page.screenshot({
        path: path.join(folder, `rich-values-${theme}.png`),
        clip: { x: 0, y: 0, width: 1000, height: 960 },
      })
    }
  })
})
