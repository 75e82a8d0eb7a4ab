/** A notebook of 60 cells, each building on the one above: what one waits for while typing. */
import path from 'node:path'
import typescript from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NotebookProgram } from '../../src/language/notebookProgram.ts'
import { type LanguageDist, languageDist } from './languageDist.ts'
import { SMALL_API } from './smallApi.ts'

const CELLS = 60
let dist: LanguageDist

beforeAll(async () => {
  dist = await languageDist(SMALL_API)
})
afterAll(() => dist.remove())

const FIRST = `import { env } from 'flinknb'
const rows0 = env.fromCollection<{ price: number; age: number }>([])`

function cell(i: number): string {
  const mapped = Array.from(
    { length: 8 },
    (_, k) => `const v${i}_${k} = rows${i - 1}.map(r => ({ ...r, x: r.price + ${k} }))`,
  )
  return `${mapped.join('\n')}
const rows${i} = v${i}_3.filter(r => r.age > ${i}).map(r => ({ price: r.price, age: r.age }))
let count${i} = 0
const f${i} = (a: number) => a + count${i}`
}

test('diagnostics after an edit, completion and hover keep to their times', () => {
  const program = new NotebookProgram(typescript, path.join(dist.folder, 'long.flinknb'), dist.files)
  const cells = Array.from({ length: CELLS }, (_, i) => ({ id: `c${i}`, code: i === 0 ? FIRST : cell(i) }))
  program.update(cells)
  expect(program.check().flatMap(checked => checked.diagnostics)).toEqual([])

  const ms: Record<'check' | 'complete' | 'hover', number[]> = { check: [], complete: [], hover: [] }
  const timed = <R>(what: keyof typeof ms, body: () => R): R => {
    const start = performance.now()
    const result = body()
    ms[what].push(performance.now() - start)
    return result
  }
  for (let round = 0; round < 21; round++) {
    const at = 5 + round * 2
    cells[at] = { id: `c${at}`, code: `${cell(at)}\nrows${at}.map(r => r.prix)` }
    const [checked] = timed('check', () => {
      program.update(cells)
      return program.check(`c${at}`)
    })
    expect(checked?.diagnostics.map(found => found.start.line)).toEqual([12])
    expect(checked?.diagnostics[0]?.message).toContain(`Property 'prix' does not exist`)
    const names = timed('complete', () =>
      program.answer('complete', {
        cellId: `c${at}`,
        position: { line: 12, column: `rows${at}.map(r => r.`.length + 1 },
      }),
    )
    expect(names.items.map(entry => entry.name)).toContain('price')
    expect(
      timed('hover', () => program.answer('hover', { cellId: `c${at}`, position: { line: 12, column: 2 } }))?.signature,
    ).toContain(`rows${at}`)
  }
  program.dispose()

  const median = (values: number[]) => values.sort((a, b) => a - b)[10] as number
  if (process.env.FLINKNB_FIGURES)
    console.log(
      Object.entries(ms)
        .map(([what, values]) => `${what} ${median(values).toFixed(1)} ms`)
        .join(', '),
    )
  expect(median(ms.check)).toBeLessThan(400)
  expect(median(ms.complete)).toBeLessThan(80)
  expect(median(ms.hover)).toBeLessThan(80)
})
