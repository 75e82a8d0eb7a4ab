import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json } from '../../src/connectors/formats/json.ts'
import { text } from '../../src/connectors/formats/text.ts'
import { fetchGroupOffsets } from '../../src/connectors/kafka/groupOffsets.ts'
import type { KafkaCluster } from '../../src/connectors/kafka/kafkaCluster.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource, type KafkaSourceOptions } from '../../src/connectors/kafka/kafkaSource.ts'
import { describeTopics } from '../../src/connectors/kafka/topicMetadata.ts'
import { isKafkaInstalled, KAFKA_NEEDED, type KafkaBroker, startKafka } from './kafkaBroker.ts'
import { createTopic, drain, readAll, recordingContext, withCluster, writeAll } from './kafkaDriver.ts'

interface Row {
  readonly id: number
  readonly note: string
}

const rows = Array.from({ length: 10_000 }, (_, id): Row => ({ id, note: `record ${id}` }))

describe.skipIf(!isKafkaInstalled())(`Kafka source (${KAFKA_NEEDED})`, () => {
  let broker: KafkaBroker
  let topic: string

  beforeAll(async () => {
    broker = await startKafka()
    topic = await createTopic(broker.address, 3)
    const timestamps = Float64Array.from(rows, ({ id }) => 1_000_000 + id)
    await writeAll(
      createKafkaSink<Row>({ brokers: broker.address, topic, format: json(), key: 'id' }),
      rows,
      timestamps,
    )
  })
  afterAll(() => broker?.stop())

  const source = (options: Partial<KafkaSourceOptions<Row>> = {}) =>
    createKafkaSource<Row>({ brokers: broker.address, topic, format: json(), bounded: 'latest', ...options })

  test('reads 10,000 records of three partitions once each, in order, with their own timestamps', async () => {
    const context = recordingContext()
    const found = await readAll(source(), context)
    expect(found.map(({ value }) => value).sort((a, b) => a.id - b.id)).toEqual(rows)
    expect(context.added).toEqual([0, 1, 2].map(partition => `${topic}-${partition}`))
    expect(context.ended.toSorted()).toEqual(context.added)
    for (const split of context.added) {
      const ids = found.filter(record => record.split === split).map(({ value }) => value.id)
      expect(ids.length).toBeGreaterThan(3_000)
      expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    }
    expect(found.every(({ value, timestamp }) => timestamp === 1_000_000 + value.id)).toBe(true)
  })

  test('goes on at any position exactly where it was left, in a new process or not', async () => {
    for (const count of [0, 1, 2, 499, 3_333, 9_999, 10_000]) {
      const first = await source().open(recordingContext())
      const before = await drain(first, count)
      const position: unknown = JSON.parse(JSON.stringify(first.position()))
      await first.close()
      const after = await readAll(source(), recordingContext(position))
      const ids = [...before, ...after].map(({ value }) => value.id).sort((a, b) => a - b)
      expect(ids).toEqual(rows.map(({ id }) => id))
    }
  })

  test('a bounded read that is restored ends where it was to end at first', async () => {
    const own = await createTopic(broker.address)
    const sink = createKafkaSink<Row>({ brokers: broker.address, topic: own, format: json() })
    await writeAll(sink, rows.slice(0, 10))
    const first = await source({ topic: own }).open(recordingContext())
    await drain(first, 4)
    const position = first.position()
    await first.close()
    await writeAll(sink, rows.slice(10, 20))
    const rest = await readAll(source({ topic: own }), recordingContext(position))
    expect(rest.map(({ value }) => value.id)).toEqual([4, 5, 6, 7, 8, 9])
  })

  test('a position inside a message of several records is exact, too', async () => {
    const own = await createTopic(broker.address)
    await writeAll(createKafkaSink<number[]>({ brokers: broker.address, topic: own, format: json() }), [
      [1, 2, 3],
      [4],
      [5, 6],
    ])
    const numbers = createKafkaSource<number>({
      brokers: broker.address,
      topic: own,
      format: json(),
      bounded: 'latest',
    })
    for (let count = 0; count <= 6; count++) {
      const first = await numbers.open(recordingContext())
      const before = await drain(first, count, 1)
      const position = structuredClone(first.position())
      await first.close()
      const after = await readAll(numbers, recordingContext(position))
      expect([...before, ...after].map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6])
    }
  })

  test('starts and stops where it is told to', async () => {
    const ids = async (options: Partial<KafkaSourceOptions<Row>>) =>
      (await readAll(source(options))).map(({ value }) => value.id).sort((a, b) => a - b)
    expect(await ids({ startingOffsets: 'latest' })).toEqual([])
    expect(await ids({ startingOffsets: { timestamp: 1_009_990 } })).toEqual(rows.slice(9_990).map(({ id }) => id))
    expect(await ids({ startingOffsets: { timestamp: new Date(1_009_999) } })).toEqual([9_999])
    expect(await ids({ startingOffsets: { timestamp: 2_000_000 } })).toEqual([])
    expect(await ids({ bounded: { timestamp: 1_000_010 } })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await ids({ bounded: { 0: 2, 1: 1, 2: 0 } })).toHaveLength(3)
    const all = await readAll(source())
    const inSplit = all.filter(({ split }) => split === `${topic}-1`)
    const late = await readAll(
      source({ startingOffsets: { 0: all.length, 1: 5, 2: all.length }, bounded: { 0: 0, 1: 8, 2: 0 } }),
    )
    expect(late).toEqual(inSplit.slice(5, 8))
  })

  test('commits offsets to its group at checkpoints, and starts from them', async () => {
    const groupId = `group-of-${topic}`
    const options = { groupId, startingOffsets: 'committed' } as const
    const first = await source(options).open(recordingContext())
    const before = await drain(first, 4_000)
    const position = structuredClone(first.position())
    await drain(first, 1_000) // not part of the checkpoint
    await first.checkpointCompleted?.(position)
    await first.close()
    const committed = await withCluster(broker.address, cluster =>
      fetchGroupOffsets(cluster, groupId, topic, [0, 1, 2]),
    )
    expect([...committed.values()].reduce((a, b) => a + b)).toBe(4_000)
    const after = await readAll(source(options))
    expect(new Set([...before, ...after].map(({ value }) => value.id)).size).toBe(10_000)
    expect(after).toHaveLength(6_000)
  })

  test('an unbounded source delivers what arrives while it waits, and none of it twice', async () => {
    const own = await createTopic(broker.address, 2)
    const sink = createKafkaSink<Row>({ brokers: broker.address, topic: own, format: json(), key: 'id' })
    const reader = await source({ topic: own, bounded: undefined, startingOffsets: 'latest' }).open(recordingContext())
    expect(reader.poll(10)).toBeUndefined()
    const arriving = drain(reader, 200)
    for (let from = 0; from < 200; from += 50) {
      await writeAll(sink, rows.slice(from, from + 50))
      await sleep(30)
    }
    expect((await arriving).map(({ value }) => value.id).sort((a, b) => a - b)).toEqual(
      rows.slice(0, 200).map(({ id }) => id),
    )
    expect(reader.finished).toBe(false)
    await reader.close()
  })

  test('topicPattern reads every topic whose whole name matches', async () => {
    const own = await createTopic(broker.address)
    const other = await createTopic(broker.address)
    for (const name of [own, other]) {
      await writeAll(createKafkaSink<Row>({ brokers: broker.address, topic: name, format: json() }), rows.slice(0, 3))
    }
    const found = await readAll(source({ topic: undefined, topicPattern: new RegExp(`${own}|${other.slice(0, 10)}`) }))
    expect(found.map(({ split }) => split)).toEqual([`${own}-0`, `${own}-0`, `${own}-0`])
  })

  test('tombstones and messages that cannot be decoded become dead letters that name their offset', async () => {
    const own = await createTopic(broker.address)
    const lines = createKafkaSink<string>({ brokers: broker.address, topic: own, format: text() })
    await writeAll(lines, ['{"id":1,"note":"a"}', '{"id":2', '\u0000', '{"id":4,"note":"d"}'])
    await withCluster(broker.address, async cluster => {
      const { produceV9 } = cluster.client
      const message = {
        topic: own,
        partition: 0,
        key: Buffer.from('k'),
        value: null as unknown as Buffer,
        timestamp: 5n,
      }
      await cluster.toNode(await leaderOf(cluster, own), 'requests', produceV9.api, -1, 5_000, [message], {
        compression: 'none',
      })
    })
    const context = recordingContext()
    const found = await readAll(source({ topic: own }), context)
    expect(found.map(({ value }) => value.id)).toEqual([1, 4])
    expect(context.letters.map(({ origin, raw }) => [origin, raw])).toEqual([
      [`kafka ${own}-0@1`, '{"id":2'],
      [`kafka ${own}-0@2`, '\u0000'],
      [`kafka ${own}-0@4`, ''],
    ])
    expect(context.letters[2]?.reason).toContain('tombstone')
    await expect(readAll(source({ topic: own, onMalformed: 'fail' }))).rejects.toMatchObject({
      code: 'MALFORMED_RECORD',
    })
  })

  test('every compression is read', async () => {
    for (const compression of ['gzip', 'snappy', 'lz4', 'zstd'] as const) {
      const own = await createTopic(broker.address, 1, { 'compression.type': 'producer' })
      await writeAll(createKafkaSink<Row>({ brokers: broker.address, topic: own, format: json(), compression }), rows)
      expect(
        (await readAll(source({ topic: own }))).map(({ value }) => value),
        compression,
      ).toEqual(rows)
    }
  })

  test('what retention deleted before it was read is reported, and reading goes on after it', async () => {
    const own = await createTopic(broker.address)
    await writeAll(createKafkaSink<Row>({ brokers: broker.address, topic: own, format: json() }), rows.slice(0, 10))
    await withCluster(broker.address, async cluster =>
      cluster.toNode(
        await leaderOf(cluster, own),
        'requests',
        cluster.client.deleteRecordsV2.api,
        [{ name: own, partitions: [{ partitionIndex: 0, offset: 6n }] }],
        5_000,
      ),
    )
    const context = recordingContext({ [own]: { 0: { offset: 2 } } })
    expect((await readAll(source({ topic: own }), context, 4)).map(({ value }) => value.id)).toEqual([6, 7, 8, 9])
    expect(context.letters.map(({ reason }) => reason)).toEqual([
      'offsets 2 to 5 were skipped: they were deleted (retention)',
    ])
  })

  test('a reader that nobody polls fetches a bounded amount', async () => {
    const own = await createTopic(broker.address, 4)
    const padding = 'x'.repeat(1_000)
    const big = Array.from({ length: 40_000 }, (_, id) => ({ id, note: padding }))
    await writeAll(createKafkaSink<Row>({ brokers: broker.address, topic: own, format: json(), key: 'id' }), big)
    const before = process.memoryUsage().arrayBuffers
    const reader = await source({ topic: own }).open(recordingContext())
    await sleep(500)
    const held = process.memoryUsage().arrayBuffers - before
    expect(held).toBeLessThan(24 * 1024 * 1024) // of 40 MB: 4 MiB waiting, 4 MiB under way, and the socket's
    expect(new Set((await drain(reader)).map(({ value }) => value.id)).size).toBe(40_000)
    await reader.close()
  })
})

/** The broker that leads partition 0. */
async function leaderOf(cluster: KafkaCluster, topic: string): Promise<number> {
  const [described] = await describeTopics(cluster, [topic])
  return described?.leaders.get(0) ?? -1
}
