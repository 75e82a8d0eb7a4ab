import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LanguageClient } from '../src/language/languageClient.ts'
import { languageFiles } from '../src/language/languageFiles.ts'
import type { LanguageCell } from '../src/language/messages.ts'

const CELLS = 60
const ROUNDS = 40
/** The editor waits this long after the last key before it asks: `CHECK_DELAY_MS` of src/notebook. */
const CHECK_DELAY_MS = 150

const FIRST = `import { env } from 'flinknb'
interface Row { price: number; age: number; city: string; eventTime: number }
const rows0 = env.fromCollection<Row>([])`

/** Eleven statements over the rows of the cell above. */
function cellCode(i: number): string {
  const mapped = Array.from(
    { length: 8 },
    (_, k) => `const v${i}_${k} = rows${i - 1}.map(r => ({ ...r, x: r.price + ${k} }))`,
  )
  return `${mapped.join('\n')}
const rows${i} = v${i}_3.filter(r => r.age > ${i}).map(({ price, age, city, eventTime }) => ({ price, age, city, eventTime }))
let count${i} = 0
const f${i} = (a: number) => a + count${i}`
}

/** Prints what one waits for while typing in a notebook of 60 cells, each building on the one above. */
export async function languageTimes(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-bench-'))
  const notebook = path.join(folder, 'bench.flinknb')
  globalThis.gc?.()
  const rssBefore = process.memoryUsage().rss
  const client = new LanguageClient({
    workerFile: path.resolve('dist/languageWorker.mjs'),
    files: languageFiles('dist'),
  })
  const cells: LanguageCell[] = Array.from({ length: CELLS }, (_, i) => ({
    id: `c${i}`,
    code: i === 0 ? FIRST : cellCode(i),
  }))
  const times: Record<'completion' | 'member' | 'hover' | 'edited' | 'all', number[]> = {
    completion: [],
    member: [],
    hover: [],
    edited: [],
    all: [],
  }
  const timed = async (what: keyof typeof times, body: () => Promise<unknown>) => {
    const start = performance.now()
    await body()
    times[what].push(performance.now() - start)
  }
  const started = performance.now()
  client.setCells(notebook, cells)
  for (const { id } of cells) await client.call('check', notebook, { cellId: id })
  const first = performance.now() - started
  const write = (i: number, lastLine: string) => {
    const code = `${cellCode(i)}\n${lastLine}`
    cells[i] = { id: `c${i}`, code }
    client.setCells(notebook, [...cells])
    return { cellId: `c${i}`, position: { line: code.split('\n').length, column: lastLine.length + 1 } }
  }
  for (let round = 0; round < ROUNDS; round++) {
    const i = 5 + round
    for (const typed of ['r', 'ro', 'row'])
      await timed('completion', () => client.call('complete', notebook, write(i, typed)))
    await timed('member', () => client.call('complete', notebook, write(i, `rows${i}.map(r => r.`)))
    const place = write(i, `rows${i}.map(r => r.prise)`)
    await timed('edited', () => client.call('check', notebook, { cellId: place.cellId }))
    await timed('hover', () => client.call('hover', notebook, { ...place, position: { line: 1, column: 8 } }))
    write(i, '')
    await timed('all', async () => {
      for (const { id } of cells) await client.call('check', notebook, { cellId: id })
    })
  }
  const rss = (process.memoryUsage().rss - rssBefore) / 1024 / 1024
  await client.dispose()
  rmSync(folder, { recursive: true })
  const line = (what: string, values: number[], wanted: string, more = 0) =>
    console.log(
      `${what.padEnd(52)}median ${(quantile(values, 0.5) + more).toFixed(0).padStart(4)} ms, p95 ${(quantile(values, 0.95) + more).toFixed(0).padStart(4)} ms${wanted}`,
    )
  console.log(`\nlanguage worker, ${CELLS} cells; first check of all ${first.toFixed(0)} ms`)
  line('completion of a name, with names to import', times.completion, ' (wanted: under 80)')
  line('completion of a column', times.member, ' (wanted: under 80)')
  line('hover', times.hover, ' (wanted: under 40)')
  line('findings of the edited cell after the last key', times.edited, ' (wanted: under 400)', CHECK_DELAY_MS)
  line('findings of all cells after the last key', times.all, '', CHECK_DELAY_MS)
  console.log(`resident memory that the worker adds: ${rss.toFixed(0)} MB (wanted: under 350)`)
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
