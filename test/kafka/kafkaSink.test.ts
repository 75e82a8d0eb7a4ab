import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json } from '../../src/connectors/formats/json.ts'
import { asKafkaCommittable } from '../../src/connectors/kafka/kafkaCommittable.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import type { KafkaSinkOptions } from '../../src/connectors/kafka/kafkaSinkOptions.ts'
import { createKafkaSource } from '../../src/connectors/kafka/kafkaSource.ts'
import type { Isolation } from '../../src/connectors/kafka/listOffsets.ts'
import { partitionOfKey } from '../../src/connectors/kafka/murmur2.ts'
import { isKafkaInstalled, KAFKA_NEEDED, type KafkaBroker, startKafka } from './kafkaBroker.ts'
import { commit, createTopic, readAll, sinkContext, write, writeAll } from './kafkaDriver.ts'

interface Row {
  readonly id: number
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const rows = (from: number, to: number): Row[] => range(from, to).map(id => ({ id }))

describe.skipIf(!isKafkaInstalled())(`Kafka sink (${KAFKA_NEEDED})`, () => {
  let broker: KafkaBroker
  let topic: string

  beforeAll(async () => {
    broker = await startKafka()
  })
  afterAll(() => broker?.stop())

  const sink = (options: Partial<KafkaSinkOptions<Row>> = {}) =>
    createKafkaSink<Row>({ brokers: broker.address, topic, format: json(), key: 'id', ...options })
  const exactlyOnce = (options: Partial<KafkaSinkOptions<Row>> = {}) => sink({ delivery: 'exactly-once', ...options })
  const ids = async (isolation: Isolation = 'read_committed') => {
    const source = createKafkaSource<Row>({
      brokers: broker.address,
      topic,
      format: json(),
      bounded: 'latest',
      isolation,
    })
    return (await readAll(source)).map(({ value }) => value.id).sort((a, b) => a - b)
  }

  test('exactly once: 10,000 records over 20 commits, visible only after each', async () => {
    topic = await createTopic(broker.address, 3)
    const writer = await exactlyOnce().open(sinkContext())
    for (let from = 0; from < 10_000; from += 500) {
      await write(writer, rows(from, from + 500))
      if (from === 2_500) expect(await ids()).toEqual(range(0, 2_500))
      await commit(writer, from === 9_500)
    }
    await writer.close()
    expect(await ids()).toEqual(range(0, 10_000))
  })

  test('writing goes on while prepared transactions wait for their checkpoints', async () => {
    topic = await createTopic(broker.address, 2)
    const writer = await exactlyOnce().open(sinkContext())
    const prepared: unknown[] = []
    for (let from = 0; from < 400; from += 100) {
      await write(writer, rows(from, from + 100))
      prepared.push(await writer.prepareCommit(from === 300))
    }
    expect(await ids()).toEqual([])
    expect(await ids('read_uncommitted')).toEqual(range(0, 400))
    for (const committable of prepared) await writer.commit(committable)
    expect(await ids()).toEqual(range(0, 400))
    await writer.close()
  })

  test('committing again changes nothing, also when a later transaction is open', async () => {
    topic = await createTopic(broker.address, 2)
    const writer = await exactlyOnce().open(sinkContext())
    await write(writer, rows(0, 10))
    const first = await writer.prepareCommit(false)
    await writer.commit(first)
    await writer.commit(first)
    for (let round = 1; round <= 3; round++) {
      await write(writer, rows(10 * round, 10 * round + 10))
      await writer.prepareCommit(false) // never committed: an epoch or an id further each time
      await writer.commit(first)
    }
    await writer.abort()
    await writer.close()
    const late = await exactlyOnce().open(sinkContext(), [first]) // another process repeats it
    await late.close()
    expect(await ids()).toEqual(range(0, 10))
  })

  test('abort discards what is not committed, at once; the next run writes on', async () => {
    topic = await createTopic(broker.address, 3)
    const writer = await exactlyOnce().open(sinkContext())
    await write(writer, rows(0, 100))
    await commit(writer)
    await write(writer, rows(100, 200))
    await writer.prepareCommit(false)
    await write(writer, rows(200, 300))
    await sleep(50)
    await writer.abort()
    await writer.close()
    await writeAll(exactlyOnce(), rows(300, 400))
    expect(await ids()).toEqual([...range(0, 100), ...range(300, 400)])
    expect(await ids('read_uncommitted')).toEqual(range(0, 400))
  })

  test.each([
    ['its own prefix', 'crash'],
    ['a generated prefix', ''],
  ])('after SIGKILL between prepareCommit and commit another process commits, with %s', async (_name, prefix) => {
    topic = await createTopic(broker.address, 3)
    const committable = await killedWriter(broker.address, topic, prefix && `${prefix}-${topic}`)
    expect(await ids()).toEqual(range(0, 100))
    const options = prefix ? { transactionalIdPrefix: `${prefix}-${topic}` } : {}
    for (let restart = 0; restart < 3; restart++) {
      // A restart that fails before its next checkpoint is followed by one with the same committables.
      const writer = await exactlyOnce(options).open(sinkContext(), [committable])
      await write(writer, rows(200, 250))
      await sleep(30)
      if (restart === 2) {
        await write(writer, rows(250, 300))
        await commit(writer, true)
      }
      await writer.close() // without abort, as a crash would
    }
    expect(await ids()).toEqual(range(0, 300))
  })

  test('a run with the same prefix and without a checkpoint aborts what a killed one left, and does not wait', async () => {
    topic = await createTopic(broker.address, 3)
    await killedWriter(broker.address, topic, `again-${topic}`)
    await writeAll(exactlyOnce({ transactionalIdPrefix: `again-${topic}` }), rows(1_000, 1_010))
    expect(await ids()).toEqual([...range(0, 100), ...range(1_000, 1_010)])
  })

  // The tests' own broker looks for such transactions every 200 ms, others every 10 s.
  test.skipIf(process.env.FLINKNB_KAFKA)(
    'a transaction that the broker timed out before the restart is an error, not a silent loss',
    async () => {
      topic = await createTopic(broker.address)
      const first = await exactlyOnce({ transactionTimeout: '500ms' }).open(sinkContext())
      await write(first, rows(0, 10))
      const committable = await first.prepareCommit(false)
      await first.close()
      await sleep(2_000)
      const restart = exactlyOnce().open(sinkContext(), [committable])
      await expect(restart).rejects.toMatchObject({
        code: 'INVALID_STATE',
        message: expect.stringContaining('transactionTimeout'),
      })
      expect(await ids()).toEqual([])
    },
  )

  test('a second job with the same prefix stops the first, which says why', async () => {
    topic = await createTopic(broker.address)
    const prefix = { transactionalIdPrefix: `shared-${topic}` }
    const first = await exactlyOnce(prefix).open(sinkContext())
    await write(first, rows(0, 10))
    const committable = await first.prepareCommit(false)
    const second = await exactlyOnce(prefix).open(sinkContext())
    await expect(first.commit(committable)).rejects.toMatchObject({
      code: 'INVALID_STATE',
      message: expect.stringContaining('transactionalIdPrefix'),
    })
    await first.close()
    await second.close()
    expect(await ids()).toEqual([])
  })

  test('at least once: visible after prepareCommit, acknowledged by all, keys in their Java partition', async () => {
    topic = await createTopic(broker.address, 5)
    const writer = await sink().open(sinkContext())
    await write(writer, rows(0, 2_000))
    expect(await writer.prepareCommit(false)).toBeUndefined()
    expect(await ids()).toEqual(range(0, 2_000))
    await writer.close()
    const source = createKafkaSource<Row>({ brokers: broker.address, topic, format: json(), bounded: 'latest' })
    for (const { split, value } of await readAll(source)) {
      expect(split).toBe(`${topic}-${partitionOfKey(Buffer.from(String(value.id)), 5)}`)
    }
  })

  test('without a key the partitions take turns; event times are the records own', async () => {
    topic = await createTopic(broker.address, 3)
    const writer = await sink({ key: undefined }).open(sinkContext())
    for (let round = 0; round < 6; round++) {
      await writer.write(
        rows(round * 10, round * 10 + 10),
        Float64Array.from(range(0, 10), i => 5_000 + i),
      )
      await writer.prepareCommit(false)
    }
    await writer.close()
    const source = createKafkaSource<Row>({ brokers: broker.address, topic, format: json(), bounded: 'latest' })
    const found = await readAll(source)
    expect(Object.values(Object.groupBy(found, ({ split }) => split)).map(group => group?.length)).toEqual([20, 20, 20])
    expect(found.every(({ value, timestamp }) => timestamp === 5_000 + (value.id % 10))).toBe(true)
  })

  test('every compression arrives, and much of it', async () => {
    for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
      topic = await createTopic(broker.address, 2)
      await writeAll(exactlyOnce({ compression }), rows(0, 20_000))
      expect(await ids(), compression).toEqual(range(0, 20_000))
    }
  })

  test('a write that cannot be held asks to wait', async () => {
    topic = await createTopic(broker.address)
    const writer = await createKafkaSink<string>({ brokers: broker.address, topic, format: json() }).open(sinkContext())
    const waits: Promise<void>[] = []
    for (let i = 0; i < 20; i++) {
      const wait = writer.write(['x'.repeat(900_000)], undefined)
      if (wait) waits.push(wait)
    }
    expect(waits.length).toBeGreaterThan(5)
    await Promise.all(waits)
    await writer.prepareCommit(true)
    await writer.close()
    expect((await ids()).length).toBe(20)
  })

  test('a record too large for the topic fails the job with its setting', async () => {
    topic = await createTopic(broker.address, 1, { 'max.message.bytes': '10000' })
    const writer = await createKafkaSink<string>({ brokers: broker.address, topic, format: json() }).open(sinkContext())
    await writer.write(['x'.repeat(20_000)], undefined)
    await expect(writer.prepareCommit(true)).rejects.toMatchObject({
      message: expect.stringContaining('max.message.bytes'),
    })
    await writer.abort()
    await writer.close()
  })

  test('a key column that is not there is named, with the nearest', async () => {
    topic = await createTopic(broker.address)
    const typo = createKafkaSink<Record<string, number>>({ brokers: broker.address, topic, format: json(), key: 'idd' })
    const writer = await typo.open(sinkContext())
    expect(() => writer.write([{ id: 1, price: 2 }], undefined)).toThrow("Did you mean 'id'?")
    await writer.abort()
    await writer.close()
  })
})

/** Runs the crashing writer until it has printed its committable, then kills it. */
async function killedWriter(brokers: string, topic: string, prefix: string) {
  const script = path.join(import.meta.dirname, 'crashingWriter.ts')
  const child = spawn(
    process.execPath,
    ['--experimental-transform-types', '--no-warnings', script, brokers, topic, prefix],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const exited = new Promise(resolve => child.once('exit', resolve))
  let output = ''
  for await (const chunk of child.stdout) {
    output += String(chunk)
    if (output.includes('\n')) break
  }
  child.kill('SIGKILL')
  await exited
  return asKafkaCommittable(JSON.parse(output))
}
