import { expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { BatchBuilder } from '../../src/connectors/kafka/batchBuilder.ts'
import { FetchedChunk } from '../../src/connectors/kafka/fetchedChunk.ts'
import { loadKafkaClient } from '../../src/connectors/kafka/kafkaClient.ts'
import { murmur2, partitionOfKey } from '../../src/connectors/kafka/murmur2.ts'
import { readBatchHeader } from '../../src/connectors/kafka/recordBatch.ts'
import { RecordReader } from '../../src/connectors/kafka/recordReader.ts'
import { VarintReader, varintSize, writeVarint } from '../../src/connectors/kafka/varint.ts'

const client = await loadKafkaClient()

test("murmur2 gives the values of Kafka's own test (UtilsTest.testMurmur2)", () => {
  const known: [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ]
  for (const [text, hash] of known) expect(murmur2(Buffer.from(text)), text).toBe(hash)
  expect(partitionOfKey(Buffer.from('21'), 7)).toBe((-973932308 & 0x7fffffff) % 7)
})

test('variable-length numbers come back, in the size that was announced', () => {
  const bytes = Buffer.alloc(20)
  for (const value of [0, -1, 1, 63, 64, -64, -65, 2 ** 31, -(2 ** 31), 1_753_000_000_000, 2 ** 52 - 1, -(2 ** 52)]) {
    const end = writeVarint(bytes, 3, value)
    expect(end - 3).toBe(varintSize(value))
    const reader = new VarintReader(bytes, 3)
    expect(reader.next()).toBe(value)
    expect(reader.position).toBe(end)
  }
})

const producer = { producerId: 4711n, epoch: 3 }

function build(
  values: readonly string[],
  compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' = 'none',
  transactional = false,
) {
  const builder = new BatchBuilder()
  values.forEach((value, i) => {
    builder.add(i % 2 ? Buffer.from(`key ${i}`) : null, Buffer.from(value), 1_700_000_000_000 + i * (i % 3 ? 1 : -1))
  })
  return builder.seal(client, producer, 7, transactional, compression)
}

test("a batch reads the same through the client's own reader, in every compression", () => {
  const values = Array.from({ length: 300 }, (_, i) => `value ${i} ${'ä'.repeat(i)}`)
  for (const compression of ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const) {
    const bytes = build(values, compression)
    const theirs = client.readRecordsBatch(client.Reader.from(Buffer.from(bytes)))
    expect(theirs.records.map(record => String(record.value))).toEqual(values)
    expect(theirs).toMatchObject({ producerId: 4711n, producerEpoch: 3, firstSequence: 7, lastOffsetDelta: 299 })
    const batch = readBatchHeader(bytes, 0)
    if (!batch) throw new Error('no batch')
    const ours = RecordReader.open(client, bytes, batch)
    for (const record of theirs.records) {
      expect(ours.next()).toBe(true)
      expect(ours.value).toEqual(record.value)
      expect(ours.timestamp).toBe(Number(theirs.firstTimestamp + record.timestampDelta))
      expect(ours.offset).toBe(record.offsetDelta)
    }
    expect(ours.next()).toBe(false)
  }
})

test('a batch that was cut off anywhere is not there yet', () => {
  const bytes = build(['a', 'b'])
  for (let length = 0; length < bytes.length; length++) {
    expect(readBatchHeader(bytes.subarray(0, length), 0)).toBeUndefined()
    const cut = {
      topic: 't',
      partition: 0,
      errorCode: 0,
      logStartOffset: 0,
      aborted: [],
      records: bytes.subarray(0, length),
    }
    expect(new FetchedChunk(cut).nextBatch()).toBeUndefined()
  }
})

test('damaged bytes never give a record that was not written: 20,000 mutations', () => {
  const random = seededRandom(7)
  const good = build(['one', 'two', 'three'])
  let refused = 0
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(good)
    for (let flips = 1 + Math.floor(random() * 3); flips > 0; flips--) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    }
    if (bytes.equals(good)) continue
    const batch = readBatchHeader(bytes, 0)
    if (!batch) {
      refused++
      continue
    }
    const found: string[] = []
    try {
      const reader = RecordReader.open(client, bytes, batch)
      while (reader.next()) found.push(String(reader.value))
      // What lies before the checksum (base offset, leader epoch) is the broker's, and not part of it.
      expect(found).toEqual(['one', 'two', 'three'])
    } catch (error) {
      expect(found).toEqual([])
      expect(String(error)).toMatch(/checksum|format|RangeError/)
      refused++
    }
  }
  expect(refused).toBeGreaterThan(10_000)
})
