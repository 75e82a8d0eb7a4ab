import { type Random, seededRandom } from '../../../src/base/random.ts'
import type { Json, PlainCell } from './toolNotebook.ts'
import { Written } from './writeJson.ts'

const LINES = [
  '',
  'const a = 1',
  '  indented("é")',
  '\tconst path = "C:\\\\dir/é"',
  '// 😀 <b>bold</b> & more',
  'const s = `line \u2028 separator`',
  'x = "quote \\" and / slash"',
  '# Ünïcödé 漢字',
  '%%html',
  'a,b;\u0001control',
  '}',
  'return total',
] as const

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=\n'

/** Between three and nine cells of every kind, for a seed. */
export function plainCells(seed: number): PlainCell[] {
  const random = seededRandom(seed + 1)
  const count = 3 + Math.floor(random() * 7)
  return Array.from({ length: count }, () => plainCell(random))
}

function plainCell(random: Random): PlainCell {
  const type = pick(random, ['code', 'code', 'code', 'markdown', 'raw'] as const)
  const source = text(random)
  if (type !== 'code') {
    const attachments =
      random() < 0.4 ? { 'a b.png': { 'image/png': PIXEL }, 'é.svg': { 'image/svg+xml': ['<svg/>'] } } : undefined
    return { type, source, outputs: [], count: null, attachments }
  }
  const outputs = Array.from({ length: Math.floor(random() * 4) }, () => output(random))
  return { type, source, outputs, count: random() < 0.6 ? Math.floor(random() * 300) : null }
}

/** Lines with one kind of line end, or with two kinds mixed. */
function text(random: Random): string {
  const lines = Array.from({ length: Math.floor(random() * 8) }, () => pick(random, LINES))
  const end = random() < 0.12 ? '\r\n' : '\n'
  const mixed = random() < 0.05
  return lines
    .map((line, i) => line + (i === lines.length - 1 && random() < 0.7 ? '' : mixed && i % 2 ? '\r\n' : end))
    .join('')
}

function output(random: Random): Json {
  const lines = (all: string) => (random() < 0.3 ? all : (all.match(/[^\n]*\n|[^\n]+$/g) ?? []))
  return pick(random, [
    () => ({
      output_type: 'stream',
      name: pick(random, ['stdout', 'stderr']),
      text: lines(text(random).replaceAll('\r', '')),
    }),
    () => ({ output_type: 'stream', name: 'stdout', text: lines('10%\r50%\r100%\n\u001b[31mred\u001b[0m\n') }),
    () => ({
      output_type: 'display_data',
      metadata: {},
      data: { 'text/plain': lines('<Figure size 640x480>'), 'image/png': PIXEL },
    }),
    () => ({
      output_type: 'display_data',
      metadata: { needs_background: 'light', 'image/png': { width: 1 } },
      // As large as the pictures people keep; several lines, as Python's encoder breaks them.
      data: { 'image/jpeg': 'QUJD'.repeat(19).concat('\n').repeat(60), 'text/plain': 'x' },
    }),
    () => ({
      output_type: 'display_data',
      metadata: {},
      data: {
        'application/vnd.jupyter.widget-view+json': { model_id: 'b8f2c1', version_major: 2, version_minor: 0 },
        'text/plain': 'IntSlider(value=7)',
      },
    }),
    () => ({
      output_type: 'execute_result',
      execution_count: 3,
      metadata: {},
      data: {
        'application/vnd.plotly.v1+json': {
          data: [{ x: [1, new Written('2.0'), new Written('1e-07')], type: 'scatter' }],
          layout: {},
        },
        'text/html': lines('<table>\n <tr><td>é</td></tr>\n</table>'),
        'text/latex': ['$x^2$'],
        'application/json': { ratio: new Written('1.50'), big: new Written('12345678901234567890') },
      },
    }),
    () => ({
      output_type: 'error',
      ename: 'ZeroDivisionError',
      evalue: 'division by zero',
      traceback: ['\u001b[0;31mTraceback\u001b[0m', 'line 1\nline 2', 'ZeroDivisionError: division by zero'],
    }),
  ] as const)()
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T
}
