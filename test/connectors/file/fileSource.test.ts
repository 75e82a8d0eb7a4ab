import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/clock.ts'
import { csv } from '../../../src/connectors/csv/csv.ts'
import { createFileSource } from '../../../src/connectors/file/fileSource.ts'
import { json } from '../../../src/connectors/formats/json.ts'
import { raw } from '../../../src/connectors/formats/raw.ts'
import { text } from '../../../src/connectors/formats/text.ts'
import { openSource, readAll, take } from '../openSource.ts'
import { sourceConformance } from '../sourceConformance.ts'
import { temporaryFolder } from '../temporaryFolder.ts'

interface Row {
  id: number
  ts: number
}

const rows = (count: number, from = 0): Row[] =>
  Array.from({ length: count }, (_, i) => ({ id: from + i, ts: 1000 * (from + i) }))
const asCsv = (list: readonly Row[]) => `id,ts\n${list.map(row => `${row.id},${row.ts}\n`).join('')}`
const asJsonLines = (list: readonly unknown[]) => list.map(row => `${JSON.stringify(row)}\n`).join('')

sourceConformance('one CSV file', async () => ({
  source: createFileSource<Row>({ path: 'a.csv', format: csv() }, temporaryFolder({ 'a.csv': asCsv(rows(50)) })),
  expected: rows(50),
  rewindable: true,
}))

sourceConformance('a CSV file of many chunks with malformed rows', async () => {
  const lines = Array.from({ length: 60_000 }, (_, i) => (i % 7_000 === 6_999 ? `${i},oops` : `${i},${i * 1000}`))
  return {
    source: createFileSource<Row>(
      { path: 'a.csv', format: csv() },
      temporaryFolder({ 'a.csv': `id,ts\n${lines.join('\n')}` }),
    ),
    expected: rows(60_000).filter(row => row.id % 7_000 !== 6_999),
    malformed: 8,
    rewindable: true,
  }
})

sourceConformance('a folder of JSON Lines, one of them packed', async () => ({
  source: createFileSource<Row>(
    { glob: '*.jsonl*', format: json() },
    temporaryFolder({
      'a.jsonl': asJsonLines(rows(20)),
      'b.jsonl.gz': gzipSync(`not json\n${asJsonLines(rows(20, 20))}`),
      'c.jsonl': '',
      'd.jsonl': asJsonLines(rows(5, 40)),
      '.e.jsonl': 'hidden',
    }),
  ),
  expected: rows(45),
  malformed: 1,
  rewindable: true,
}))

sourceConformance('a format without checkpoints', async () => ({
  source: createFileSource<Uint8Array>(
    { glob: '*.bin', format: raw() },
    temporaryFolder({ 'a.bin': 'x', 'b.bin': 'yz' }),
  ),
  expected: [Uint8Array.of(0x78), Uint8Array.of(0x79, 0x7a)],
  rewindable: true,
}))

sourceConformance('a replayed file', async () => ({
  source: createFileSource<Row>(
    { path: 'a.csv', format: csv(), replay: { timestamp: 'ts', speed: 1e6 } },
    temporaryFolder({ 'a.csv': asCsv(rows(30)) }),
  ),
  expected: rows(30),
  rewindable: true,
}))

sourceConformance('a followed file', async () => ({
  source: createFileSource<Row>(
    { path: 'a.csv', format: csv(), follow: true },
    temporaryFolder({ 'a.csv': asCsv(rows(30)) }),
  ),
  expected: rows(30),
  rewindable: true,
}))

test('a malformed row becomes a dead letter with file, line, reason and text; or fails the job', async () => {
  const folder = temporaryFolder({ 'a.csv': 'id,ts\n1,1\n2,abc\n3,3\n' })
  const { reader, deadLetters } = await openSource(createFileSource<Row>({ path: 'a.csv', format: csv() }, folder))
  expect(await take(reader)).toEqual([
    { id: 1, ts: 1 },
    { id: 3, ts: 3 },
  ])
  await reader.close()
  expect(deadLetters).toEqual([
    {
      origin: 'a.csv:3',
      reason: expect.stringMatching(/^column 'ts': 'abc' is not a number/),
      raw: '2,abc',
      at: expect.any(Number),
    },
  ])
  const failing = createFileSource<Row>({ path: 'a.csv', format: csv(), onMalformed: 'fail' }, folder)
  await expect(readAll(failing)).rejects.toMatchObject({
    code: 'MALFORMED_RECORD',
    message: expect.stringMatching(/^a\.csv:3: column 'ts'/),
  })
})

test('a missing file is named with its folder and near names', async () => {
  const folder = temporaryFolder({ 'purchases.csv': 'id\n', 'other.txt': '' })
  const open = (file: string) => openSource(createFileSource({ path: file, format: csv() }, folder))
  await expect(open('purchase.csv')).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
    message: `No such file: ${path.join(folder, 'purchase.csv')} (looked in ${folder}). Did you mean purchases.csv?`,
  })
  await expect(open('zzz')).rejects.toThrow('The folder holds other.txt, purchases.csv.')
  await expect(open('no/such/folder.csv')).rejects.toThrow(/The folder .*no\/such cannot be read either \(ENOENT\)/)
  await expect(open('.')).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: expect.stringMatching(/is a folder/),
  })
  await expect(openSource(createFileSource({ glob: '*.parquet', format: csv() }, folder))).rejects.toMatchObject({
    code: 'FILE_NOT_FOUND',
    message: expect.stringContaining('No file matches *.parquet'),
  })
  const broken = createFileSource({ path: 'x.csv.gz', format: csv() }, temporaryFolder({ 'x.csv.gz': 'no gzip' }))
  await expect(readAll(broken)).rejects.toMatchObject({
    code: 'FILE_UNREADABLE',
    message: expect.stringMatching(/incorrect header check/),
  })
})

test('wrong options are named before anything is opened', () => {
  const make = (options: object) => () => createFileSource(options as never, '/')
  expect(make({ file: 'a.csv', format: csv() })).toThrow(/unknown option 'file' \(value "a.csv"\)/)
  expect(make({ path: 'a', glob: 'b', format: csv() })).toThrow(/Give either path/)
  expect(make({ path: 'a' })).toThrow(/format cannot be undefined.*json\(\), csv\(\)/)
  expect(make({ path: 'a', format: csv })).toThrow(/format cannot be a function/)
  expect(make({ path: 'a', format: csv(), replay: { timestamp: 'ts', speed: 0 } })).toThrow(/replay.speed cannot be 0/)
  expect(make({ path: 'a', format: csv(), replay: { timestamp: 'ts', sped: 2 } })).toThrow(/Did you mean 'speed'/)
  expect(make({ path: 'a', format: csv(), onMalformed: 'ignore' })).toThrow(/onMalformed cannot be "ignore"/)
  expect(make({ path: 'a.gz', format: csv(), follow: true })).toThrow(/cannot be followed/)
})

test('replay releases records when they are due', async () => {
  const clock = new ManualClock(5_000)
  // At speed 10, in order of the file: due after 0, 100, 100 (out of order), 300 and 300 ms; no time: at once.
  const folder = temporaryFolder({ 'a.csv': 'id,ts\n0,1000\n1,2000\n2,1500\n3,4000\n4,\n' })
  const source = createFileSource<Row>({ path: 'a.csv', format: csv(), replay: { timestamp: 'ts', speed: 10 } }, folder)
  const { reader } = await openSource(source, { clock })
  const ids = () => reader.poll(100)?.values.map(row => row.id)
  let first = ids()
  for (; first === undefined; first = ids()) await reader.available()
  expect(first).toEqual([0])
  expect(ids()).toBeUndefined()
  let woken = false
  const waiting = reader.available().then(() => {
    woken = true
  })
  await clock.advance(99)
  expect([woken, ids()]).toEqual([false, undefined])
  await clock.advance(1)
  await waiting
  expect(ids()).toEqual([1, 2])
  const last = reader.available()
  await clock.advance(200)
  await last
  expect(ids()).toEqual([3, 4])
  await reader.close()
})

test('several files replayed keep their order in event time', async () => {
  const folder = temporaryFolder({
    'a.csv': asCsv(rows(100).filter(row => row.id % 2 === 1)),
    'b.csv': asCsv(rows(100).filter(row => row.id % 2 === 0)),
  })
  const clock = new ManualClock()
  const source = createFileSource<Row>(
    { glob: '*.csv', format: csv(), replay: { timestamp: 'ts', speed: 1000 } },
    folder,
  )
  const { reader } = await openSource(source, { clock })
  const ids: number[] = []
  while (!reader.finished) {
    const batch = reader.poll(100)
    if (batch) ids.push(...batch.values.map(row => row.id))
    else {
      const waiting = reader.available()
      await new Promise(resolve => setImmediate(resolve))
      await clock.advance(1)
      await Promise.race([waiting, new Promise(resolve => setImmediate(resolve))])
    }
  }
  expect(ids).toEqual(rows(100).map(row => row.id))
  await reader.close()
})

test('a replay column that the file does not have is named', async () => {
  const folder = temporaryFolder({ 'a.csv': 'id,event_time\n1,2\n', 'b.csv': 'id,ts\n1,soon\n' })
  const read = (file: string, timestamp: string) =>
    readAll(
      createFileSource<Record<string, unknown>>({ path: file, format: csv(), replay: { timestamp, speed: 1 } }, folder),
    )
  await expect(read('a.csv', 'event_tme')).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
    message: expect.stringContaining(`Did you mean 'event_time'?`),
  })
  await expect(read('b.csv', 'ts')).rejects.toThrow(
    /'ts' holds "soon". It must be epoch milliseconds or an ISO 8601 time/,
  )
})

test('a followed file: what is appended, a log that is rotated, one that is cut', async () => {
  const folder = temporaryFolder({ 'a.log': 'one\ntw' })
  const file = path.join(folder, 'a.log')
  const { reader } = await openSource(createFileSource<string>({ path: 'a.log', format: text(), follow: true }, folder))
  expect(await take(reader, 1)).toEqual(['one'])
  appendFileSync(file, 'o\nthree\n')
  expect(await take(reader, 2)).toEqual(['two', 'three'])
  renameSync(file, `${file}.1`)
  writeFileSync(file, 'four\n')
  expect(await take(reader, 1)).toEqual(['four'])
  writeFileSync(file, 'x\n')
  expect(await take(reader, 1)).toEqual(['x'])
  expect(reader.finished).toBe(false)
  await reader.close()
})

test('a file that got shorter than where the checkpoint stands is an error', async () => {
  const folder = temporaryFolder({ 'a.jsonl': asJsonLines(rows(20_000)) })
  const source = createFileSource<Row>({ path: 'a.jsonl', format: json() }, folder)
  const { reader } = await openSource(source)
  await take(reader, 19_000)
  const restoredPosition = reader.position()
  await reader.close()
  writeFileSync(path.join(folder, 'a.jsonl'), '{}')
  await expect(openSource(source, { restoredPosition })).rejects.toThrow(/its reader stood at byte \d+/)
})

test('splits are named by their path from the folder, and announced before they are read', async () => {
  const folder = temporaryFolder({ 'a.csv': asCsv(rows(2)), 'b.csv': asCsv(rows(2)) })
  mkdirSync(path.join(folder, 'sub'))
  writeFileSync(path.join(folder, 'sub/c.csv'), asCsv(rows(2)))
  const { reader, splits } = await openSource(createFileSource<Row>({ glob: '**/*.csv', format: csv() }, folder))
  expect(splits).toEqual(['added a.csv', 'added b.csv', 'added sub/c.csv'])
  await take(reader)
  reader.poll(1)
  expect(splits.slice(3)).toEqual(['finished a.csv', 'finished b.csv', 'finished sub/c.csv'])
  await reader.close()
})

const PURCHASES = path.resolve(import.meta.dirname, '../../../../shared/notebooks/data/purchases.csv')
test.skipIf(!existsSync(PURCHASES))('the purchases of the example: every row, every number', async () => {
  const source = createFileSource<Record<string, number>>({ path: PURCHASES, format: csv() }, '/')
  const read = await readAll(source)
  const [header, ...lines] = readFileSync(PURCHASES, 'utf8').trimEnd().split('\n')
  const names = (header as string).split(',')
  expect(read).toEqual(
    lines.map(line => Object.fromEntries(line.split(',').map((field, i) => [names[i], Number(field)]))),
  )
})
