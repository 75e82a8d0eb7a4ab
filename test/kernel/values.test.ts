import { expect, test } from 'vitest'
import { mimeBundleOf } from '../../src/kernel/values/mimeBundleOf.ts'
import { PLOTLY_MIME } from '../../src/protocol/live.ts'

function text(value: unknown): string {
  return String(mimeBundleOf(value)['text/plain'])
}

test.each([
  [42, '42'],
  ['a', "'a'"],
  [null, 'null'],
  [12n, '12n'],
  [new Map([['k', 1]]), "Map(1) { 'k' => 1 }"],
  [new Set([1]), 'Set(1) { 1 }'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [{ a: [1, { b: 2 }] }, '{ a: [ 1, { b: 2 } ] }'],
  [Symbol('s'), 'Symbol(s)'],
])('%s is shown as %s', (value, expected) => {
  expect(mimeBundleOf(value)).toEqual({ 'text/plain': expected })
})

test('an error is shown with its message and stack', () => {
  expect(text(new RangeError('too far'))).toMatch(/^RangeError: too far\n\s+at /)
})

test('what is huge, deep, circular or hostile is bounded and never throws', () => {
  expect(text('x'.repeat(10_000_000)).length).toBeLessThan(11_000)
  expect(text(Array.from({ length: 1_000_000 }, (_, i) => i)).length).toBeLessThan(2_000)
  const wide = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`key${i}`, i]))
  const before = performance.now()
  expect(text(wide)).toMatch(/… 199,500 more properties$/)
  expect(performance.now() - before).toBeLessThan(500)
  const circular: Record<string, unknown> = {}
  circular.self = circular
  expect(text(circular)).toContain('[Circular')
  const hostile = {
    get columns(): never {
      throw new Error('no columns')
    },
  }
  expect(text(hostile)).toContain('no columns')
  const inspected = {
    [Symbol.for('nodejs.util.inspect.custom')]() {
      throw new Error('not me')
    },
  }
  expect(text(inspected)).toContain('cannot be shown: not me')
})

/** What is asked of a danfo.js DataFrame. */
function frame(columns: string[], values: unknown[][]): object {
  return { columns, values, index: values.map((_, i) => i), iloc: () => undefined }
}

test('a frame is a table of its first and last rows, escaped', () => {
  const bundle = mimeBundleOf(
    frame(
      ['<id>', 'x'],
      Array.from({ length: 50 }, (_, i) => [`<b>${i}</b>`, i / 3]),
    ),
  )
  const html = String(bundle['text/html'])
  expect(html).toContain('&lt;id&gt;')
  expect(html).toContain('&lt;b&gt;49&lt;/b&gt;')
  expect(html).not.toContain('<b>')
  expect(html.match(/<tr>/g)?.length).toBe(1 + 10 + 1 + 10)
  const lines = String(bundle['text/plain']).split('\n')
  expect(lines.length).toBe(1 + 21 + 1)
  expect(lines[2]).toMatch(/1 {2}<b>1<\/b> +0\.333333$/)
  expect(lines.at(-1)).toBe('50 rows × 2 columns')
})

test('missing values and dates in a frame', () => {
  expect(
    text(
      frame(
        ['t', 'v'],
        [
          [new Date(0), null],
          [null, undefined],
        ],
      ),
    ),
  ).toContain('1970-01-01T00:00:00.000Z  null')
})

test('a plain figure is a plotly plot, with typed arrays as lists', () => {
  const bundle = mimeBundleOf({ data: [{ y: new Float64Array([1, 2]), x: [1n] }], layout: { title: 't' } })
  expect(bundle[PLOTLY_MIME]).toEqual({ data: [{ y: [1, 2], x: [1] }], layout: { title: 't' } })
})

test('an object that only has data is no figure', () => {
  expect(mimeBundleOf({ data: [{ y: 1 }], layout: {}, other: 1 })[PLOTLY_MIME]).toBeUndefined()
  expect(mimeBundleOf({ data: [1, 2], layout: {} })[PLOTLY_MIME]).toBeUndefined()
})
