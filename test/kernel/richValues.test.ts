import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createProgramSession } from '../../src/api/programSession.ts'
import { HtmlValue, MarkdownValue, ProgressValue, TabsValue } from '../../src/api/richValues.ts'
import { LIVE_MIME, type OutputId, type RendererMessage } from '../../src/protocol/live.ts'
import type { KernelMessage, MimeBundle } from '../../src/protocol/messages.ts'
import type { RichContent } from '../../src/protocol/richValue.ts'
import { buildKernel } from './buildKernel.ts'
import { KernelHarness } from './kernelHarness.ts'

/** One red pixel: the smallest PNG file that decoders take. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='

let harness: KernelHarness

beforeAll(async () => {
  harness = await KernelHarness.start(await buildKernel())
  writeFileSync(path.join(harness.directory, 'dot.png'), Buffer.from(PNG, 'base64'))
  writeFileSync(path.join(harness.directory, 'notes.png'), 'no picture')
  await harness.run(1, "import { env, display, dataGenSource, ml, plot, progress, rich } from 'flinknb'")
}, 60_000)

afterAll(async () => {
  await harness.kernel.kill()
})

function bundles(messages: readonly KernelMessage[]): MimeBundle[] {
  return messages.flatMap(message =>
    message.type === 'output' && message.output.kind === 'display'
      ? [message.output.data]
      : message.type === 'updateDisplay'
        ? [message.data]
        : [],
  )
}

function contentOf(bundle: MimeBundle | undefined): RichContent {
  return (bundle?.[LIVE_MIME] as { state: { content: RichContent } }).state.content
}

async function shown(cell: number, code: string): Promise<MimeBundle[]> {
  const { messages, error } = await harness.run(cell, code)
  if (error) throw new Error(error.message)
  return bundles(messages)
}

test('HTML keeps what shows something and loses what does something, in ours and in standard types', async () => {
  const html =
    '<h2 onclick="x()" id="top">Hi</h2><script>alert(1)</script><img src=x onerror=alert(1)><p style="color:red;background:url(http://e)">a <b>b</b></p>' +
    '<a href="javascript:alert(1)">j</a><a href="https://e.org/">e</a><svg><script>1</script></svg><iframe src="//e"></iframe>'
  const [bundle] = await shown(2, `display.html(${JSON.stringify(html)})`)
  expect(bundle?.['text/html']).toBe(
    '<h2>Hi</h2><img><p style="color:red">a <b>b</b></p><a>j</a><a href="https://e.org/">e</a>',
  )
  expect(contentOf(bundle)).toMatchObject({
    type: 'html',
    nodes: [{ tag: 'h2', attributes: {}, children: ['Hi'] }, {}, {}, {}, {}],
  })
})

test('Markdown is drawn; HTML within it is text', async () => {
  const [bundle] = await shown(3, "rich.markdown('# T\\n\\n- <script>x</script> **b**')")
  expect(bundle?.['text/html']).toBe(
    '<h1>T</h1>\n<ul>\n<li>&lt;script&gt;x&lt;/script&gt; <strong>b</strong></li>\n</ul>\n',
  )
  expect(bundle?.['text/plain']).toBe('# T\n\n- <script>x</script> **b**')
})

test('pictures from files and bytes; what is no picture is said', async () => {
  const [file, bytes] = await shown(
    4,
    `display.image('dot.png', 'a dot')\ndisplay.image(Uint8Array.from(atob('${PNG}'), c => c.charCodeAt(0)), 'bytes')`,
  )
  expect(file?.['image/png']).toBe(PNG)
  expect(contentOf(file)).toEqual({ type: 'image', mime: 'image/png', base64: PNG, alt: 'a dot' })
  expect(contentOf(bytes)).toMatchObject({ base64: PNG, alt: 'bytes' })
  for (const [code, message] of [
    ["display.image('notes.png', '')", /'notes.png' is not a PNG, JPEG, GIF or WebP file/],
    ["display.image('gone.png', '')", /there is no file .*gone\.png/],
    ["display.image(new Uint8Array(3), '')", /is not a PNG/],
    ['display.image(5 as never, "")', /image: 5 is neither bytes/],
    ['display.html(5 as never)', /html: 5 is not text/],
    ['display.tabs({})', /names no tab/],
    ['display.progress({ totl: 3 } as never)', /Did you mean 'total'/],
    ['display.progress({ total: -1 })', /total -1 is not a number of steps/],
    ['progress(5 as never)', /progress: 5 cannot be gone through/],
  ] as const) {
    expect((await harness.run(5, code)).error?.message).toMatch(message)
  }
})

test('a progress bar counts over lists, asynchronous iterables and streams', async () => {
  const list = await shown(
    6,
    "let sum = 0\nfor (const n of progress([1, 2, 3], { label: 'Adding' })) sum += n\nconsole.log(sum)",
  )
  expect(contentOf(list[0])).toMatchObject({ type: 'progress', label: 'Adding', done: 0, total: 3, state: 'running' })
  expect(contentOf(list.at(-1))).toMatchObject({ done: 3, total: 3, state: 'done' })
  expect(list.at(-1)?.['text/plain']).toBe('Adding: 3 of 3 (100 %), done')
  const stream = await harness.run(
    7,
    'let total = 0\nfor await (const row of progress(env.fromCollection([1, 2, 3, 4]).map(n => n * n))) total += row\nconsole.log(total)',
  )
  expect(stream.stdout).toBe('30\n')
  expect(contentOf(bundles(stream.messages).at(-1))).toMatchObject({ done: 4, total: null, state: 'done' })
})

test('leaving the loop cancels the job of an endless stream, an error of the job is thrown into the loop', async () => {
  const left = await harness.run(
    8,
    'const seen: number[] = []\nfor await (const { i } of progress(env.fromSource(dataGenSource(i => ({ i }), { rowsPerSecond: 500 })))) {\n  seen.push(i)\n  if (seen.length === 3) break\n}\nconsole.log(seen.join())',
  )
  expect(left.stdout).toBe('0,1,2\n')
  expect(left.status).toBe('ok')
  expect(contentOf(bundles(left.messages).at(-1))).toMatchObject({ done: 2, state: 'stopped' })
  const failed = await harness.run(
    9,
    "for await (const n of progress(env.fromCollection([1]).map((): number => { throw new RangeError('no') }))) console.log(n)",
  )
  expect(failed.error?.message).toMatch(/no/)
  expect(contentOf(bundles(failed.messages).at(-1))).toMatchObject({ state: 'stopped' })
})

test('a handle replaces what is shown by other kinds of value, also from a later cell', async () => {
  const { messages } = await harness.run(
    10,
    "const seen = display('one')\nseen.update({ two: 2 })\nseen.update(rich.html('<b>3</b>'))",
  )
  expect(bundles(messages)[0]?.['text/plain']).toBe("'one'")
  expect(bundles(messages).at(-1)?.['text/html']).toBe('<b>3</b>')
  const output = messages.find(m => m.type === 'output')
  const outputId = (
    output?.type === 'output' && output.output.kind === 'display' ? output.output.displayId : ''
  ) as OutputId
  harness.kernel.send({ type: 'renderer', request: { type: 'attach', outputId } })
  await harness.until(m => stateOf(m, outputId) !== undefined)
  await harness.run(11, 'seen.update(rich.row(4, 5))')
  const patch = await harness.until(m => JSON.stringify(stateOf(m, outputId) ?? '').includes('"row"'))
  expect(stateOf(patch, outputId)).toEqual({
    kind: 'value',
    content: {
      type: 'row',
      parts: [
        { type: 'text', text: '4' },
        { type: 'text', text: '5' },
      ],
    },
  })
  // A stream among values, from another cell than the display's: it lives as that cell's job.
  await harness.run(12, 'seen.update(rich.tabs({ rows: env.fromCollection([{ a: 1 }, { a: 2 }]) }))')
  const tabs = await harness.until(m => JSON.stringify(stateOf(m, outputId) ?? '').includes('"tabs"'))
  const { content } = stateOf(tabs, outputId) as { content: Extract<RichContent, { type: 'tabs' }> }
  const part = content.tabs[0]?.content
  const partId = (part?.type === 'live' ? part.output.outputId : '') as OutputId
  harness.kernel.send({ type: 'renderer', request: { type: 'attach', outputId: partId } })
  expect(stateOf(await harness.until(m => stateOf(m, partId) !== undefined), partId)).toMatchObject({
    kind: 'table',
    rows: [[1], [2]],
    status: { phase: 'finished' },
  })
})

function stateOf(message: KernelMessage, outputId: OutputId): unknown {
  if (message.type !== 'renderer') return undefined
  const sent: RendererMessage = message.message
  if (sent.outputId !== outputId) return undefined
  return sent.type === 'state' ? sent.state : sent.type === 'patch' ? sent.patch : undefined
}

test('streams side by side and in tabs are saved as they ended, with standard types', async () => {
  const all = await shown(
    13,
    "const rows = env.fromCollection([{ x: 1, y: 2 }, { x: 2, y: 3 }])\ndisplay.row(rows, display.tabs ? plot.line(rows, { x: 'x', y: 'y' }) : 0, 'text')",
  )
  const last = all.at(-1)
  const content = contentOf(last) as Extract<RichContent, { type: 'row' }>
  expect(content.parts.map(part => (part.type === 'live' ? part.output.state.kind : part.type))).toEqual([
    'table',
    'plot',
    'text',
  ])
  expect(content.parts[0]).toMatchObject({
    output: {
      state: {
        rows: [
          [1, 2],
          [2, 3],
        ],
        status: { phase: 'finished' },
      },
    },
  })
  expect(last?.['text/html']).toContain('<td')
  expect(last?.['text/plain']).toMatch(/2 records/)
})

test('a stream becomes a value by its handle, and goes on unseen', async () => {
  const { messages, status } = await harness.run(
    14,
    "const ten = display(env.fromCollection([{ a: 1 }]))\nten.update('replaced')",
  )
  expect(status).toBe('ok')
  expect(bundles(messages).at(-1)?.['text/plain']).toBe("'replaced'")
})

test('hostile values stay text in every content', async () => {
  const hostile = '<img src=x onerror=alert(1)>\\u001b[31m</script>'
  const [row] = await shown(
    15,
    `display.row('${hostile}', { '${hostile}': JSON.parse('{"__proto__":{"polluted":1}}') })`,
  )
  const content = contentOf(row) as Extract<RichContent, { type: 'row' }>
  expect(content.parts.map(part => part.type)).toEqual(['text', 'text'])
  expect(row?.['text/html']).not.toContain('<img')
  const [long] = await shown(16, "display.html('<b>'.repeat(50_000) + 'x'.repeat(10_000_000))")
  expect(JSON.stringify(long).length).toBeLessThan(6_000_000)
  const [markdown] = await shown(17, "display.markdown('[a](javascript:alert(1)) ![p](https://e.org/p.png)')")
  expect(markdown?.['text/html']).toBe('<p>[a](javascript:alert(1)) <img alt="p"></p>\n')
  expect(
    (await harness.run(18, 'const own = rich.row()\n;(own.parts as unknown[]).push(own)\ndisplay(own)')).error?.message,
  ).toMatch(/nested too deeply/)
})

test('a bar moved a million times costs little and says the last', async () => {
  const result = await harness.run(
    19,
    'const bar = display.progress({ total: 1e6 })\nfor (let i = 0; i < 1e6; i++) bar.add()\nbar.done()',
  )
  expect(contentOf(bundles(result.messages).at(-1))).toMatchObject({ done: 1e6, state: 'done' })
  expect(result.messages.length).toBeLessThan(100)
})

test('of a thousand displays the last can still be updated, and a stream after them follows its job', async () => {
  const { messages } = await harness.run(
    20,
    "let newest = display(0)\nfor (let i = 1; i < 1000; i++) newest = display(i)\nnewest.update('last')\ndisplay(env.fromCollection([{ a: 1 }]))",
  )
  const all = bundles(messages)
  expect(all.find(bundle => bundle['text/plain'] === "'last'")).toBeDefined()
  expect(all.findLast(bundle => String(bundle['text/plain']).includes('finished'))).toBeDefined()
})

test('a plain program prints what a notebook draws, and of a bar its end', async () => {
  const session = createProgramSession()
  const printed: unknown[] = []
  const log = vi.spyOn(console, 'log').mockImplementation(text => void printed.push(text))
  const bar = (done: number, state: 'running' | 'done') => new ProgressValue('Reading', done, 2, state, 5)
  try {
    const handle = session.display(bar(0, 'running'))
    handle.update(bar(1, 'running'))
    handle.update(bar(2, 'done'))
    session.display(new TabsValue({ notes: new MarkdownValue('**b**'), html: new HtmlValue('<i>'), n: 3 }))
  } finally {
    log.mockRestore()
  }
  expect(printed).toEqual(['Reading: 2 of 2 (100 %), done', 'notes:', '**b**', 'html:', '<i>', 'n:', 3])
})
