import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { csv } from '../../../src/connectors/csv/csv.ts'
import { createFileSink } from '../../../src/connectors/file/fileSink.ts'
import { json } from '../../../src/connectors/formats/json.ts'
import { decodeFile } from '../decodeFile.ts'
import { openSink, sinkConformance } from '../sinkConformance.ts'
import { temporaryFolder } from '../temporaryFolder.ts'

interface Row {
  id: number
  text: string
}

const ROWS: Row[] = Array.from({ length: 40 }, (_, id) => ({ id, text: `"é" ${id},\n` }))

for (const format of [csv<Row>(), json<Row>()]) {
  sinkConformance<Row>(`file sink, ${format.name}`, async () => {
    const file = path.join(temporaryFolder(), 'new/folder/out')
    return {
      sink: createFileSink({ path: 'new/folder/out', format }, path.resolve(file, '../../..')),
      records: ROWS,
      transactional: true,
      visible: async () => (existsSync(file) ? decodeFile(format, readFileSync(file)).values : undefined),
    }
  })
}

test('a job that fails leaves the old file, and nothing else', async () => {
  const folder = temporaryFolder({ 'out.csv': 'old\n' })
  const writer = await openSink(createFileSink<Row>({ path: 'out.csv', format: csv() }, folder))
  await writer.write(ROWS, undefined)
  expect(readdirSync(folder).length).toBe(2)
  await writer.abort()
  await writer.close()
  expect(readdirSync(folder)).toEqual(['out.csv'])
  expect(readFileSync(path.join(folder, 'out.csv'), 'utf8')).toBe('old\n')
})

test('closed without a commit is aborted', async () => {
  const folder = temporaryFolder()
  const writer = await openSink(createFileSink<Row>({ path: 'out.csv', format: csv() }, folder))
  await writer.write(ROWS, undefined)
  await writer.close()
  expect(readdirSync(folder)).toEqual([])
})

test('a stream without records makes an empty file', async () => {
  const folder = temporaryFolder()
  const writer = await openSink(
    createFileSink<Row>({ path: 'out.csv', format: csv({ header: true, columns: ['id'] }) }, folder),
  )
  await writer.commit(await writer.prepareCommit(true))
  expect(readFileSync(path.join(folder, 'out.csv'), 'utf8')).toBe('id\n')
})

test('write gives backpressure while the disk is behind', async () => {
  const folder = temporaryFolder()
  const writer = await openSink(createFileSink<string[]>({ path: 'out.jsonl', format: json() }, folder))
  const megabyte = [['x'.repeat(1 << 20)]]
  const waits = Array.from({ length: 5 }, () => writer.write(megabyte, undefined))
  expect(waits.some(wait => wait instanceof Promise)).toBe(true)
  await Promise.all(waits)
  await writer.commit(await writer.prepareCommit(true))
  expect(readFileSync(path.join(folder, 'out.jsonl')).length).toBe(5 * ((1 << 20) + 5))
})

test('a column that comes too late fails the write', async () => {
  const writer = await openSink(createFileSink<object>({ path: 'out.csv', format: csv() }, temporaryFolder()))
  await writer.write([{ a: 1 }], undefined)
  expect(() => writer.write([{ a: 1, b: 2 }], undefined)).toThrow(/has the column 'b'/)
  await writer.abort()
})

test('an unwritable place is named', async () => {
  const folder = temporaryFolder({ 'a.txt': '' })
  mkdirSync(path.join(folder, 'dir'))
  const open = (file: string) => openSink(createFileSink({ path: file, format: csv() }, folder))
  await expect(open('dir')).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    message: expect.stringMatching(/is a folder: name a file in it/),
  })
  await expect(open('a.txt/out.csv')).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' })
})

test('a folder without write permission is named', async () => {
  // root may write everywhere but where the kernel itself says no
  const root = process.getuid?.() === 0
  const folder = root ? '/sys' : temporaryFolder()
  if (!root) chmodSync(folder, 0o500)
  const open = openSink(createFileSink({ path: 'flinknb/out.csv', format: csv() }, folder))
  await expect(open).rejects.toMatchObject({
    code: 'FILE_UNWRITABLE',
    message: expect.stringMatching(/Check who may write there/),
  })
  if (!root) chmodSync(folder, 0o700)
})

test('wrong options are named', () => {
  const make = (options: object) => () => createFileSink(options as never, '/')
  expect(make({ path: 'a', formatt: csv() })).toThrow(/Did you mean 'format'/)
  expect(make({ format: csv() })).toThrow(/path cannot be undefined/)
  expect(make({ path: 'a', format: csv(), delivery: 'once' })).toThrow(/delivery cannot be "once"/)
})

test('an existing file is replaced only at the end', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'out.csv')
  writeFileSync(file, 'old')
  const writer = await openSink(createFileSink<Row>({ path: file, format: csv() }, '/'))
  await writer.write(ROWS, undefined)
  const committable = await writer.prepareCommit(true)
  expect(readFileSync(file, 'utf8')).toBe('old')
  await writer.commit(committable)
  await writer.close()
  expect(decodeFile(csv<Row>(), readFileSync(file)).values).toEqual(ROWS)
  expect(readdirSync(folder)).toEqual(['out.csv'])
})
