import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { json } from '../../src/connectors/formats/json.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource } from '../../src/connectors/kafka/kafkaSource.ts'
import { isKafkaInstalled, KAFKA_NEEDED, type KafkaBroker, startKafka } from './kafkaBroker.ts'
import {
  commit,
  createTopic,
  drain,
  readAll,
  recordingContext,
  sinkContext,
  withCluster,
  write,
} from './kafkaDriver.ts'

interface Row {
  readonly id: number
}

const runs = isKafkaInstalled() && !process.env.FLINKNB_KAFKA

describe.skipIf(!runs)(
  `Kafka killed and restarted (${KAFKA_NEEDED}; its own broker, not FLINKNB_KAFKA)`,
  { timeout: 60_000 },
  () => {
    let broker: KafkaBroker

    beforeAll(async () => {
      broker = await startKafka()
    })
    afterAll(() => broker?.stop())

    test.each([
      'at-least-once',
      'exactly-once',
    ] as const)('%s: writer and reader outlive it, nothing lost, nothing twice', async delivery => {
      const topic = await createTopic(broker.address, 3)
      const common = { brokers: broker.address, topic, format: json<Row>() }
      const context = recordingContext()
      const reader = await createKafkaSource<Row>(common).open(context)
      const outgoing = sinkContext()
      const writer = await createKafkaSink<Row>({ ...common, key: 'id', delivery, transactionTimeout: '1min' }).open(
        outgoing,
      )
      const reading = drain(reader, 6_000)
      let disturbed: Promise<void> | undefined
      for (let from = 0; from < 6_000; from += 100) {
        await write(
          writer,
          Array.from({ length: 100 }, (_, i) => ({ id: from + i })),
        )
        if (from === 2_000) disturbed = crash(broker)
        await commit(writer, from === 5_900)
        await sleep(5)
      }
      await disturbed
      const ids = (await reading).map(({ value }) => value.id).sort((a, b) => a - b)
      expect(ids).toEqual(Array.from({ length: 6_000 }, (_, id) => id))
      expect(context.statuses.some(text => text?.startsWith('reconnecting in'))).toBe(true)
      // a partition that had nothing more to give may find the broker a little later than the others
      await vi.waitFor(() => expect(context.statuses.at(-1)).toBeUndefined(), { timeout: 30_000 })
      await Promise.all([writer.close(), reader.close()])
      expect(await readAll(createKafkaSource<Row>({ ...common, bounded: 'latest' }))).toHaveLength(6_000)
    })

    test('a topic that is deleted under a reader fails it by name', async () => {
      const topic = await createTopic(broker.address)
      const reader = await createKafkaSource<Row>({ brokers: broker.address, topic, format: json() }).open(
        recordingContext(),
      )
      const reading = drain(reader, 1)
      await withCluster(broker.address, cluster =>
        cluster.toAny(cluster.client.deleteTopicsV6.api, [{ name: topic }], 5_000),
      )
      await expect(reading).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND', message: expect.stringContaining(topic) })
      await reader.close()
    })
  },
)

async function crash(broker: KafkaBroker): Promise<void> {
  await broker.kill()
  await sleep(500)
  await broker.restart()
}
