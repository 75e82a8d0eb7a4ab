import { randomUUID } from 'node:crypto'
import type { Committable, Sink, SinkContext, SinkWriter } from '../../engine/sink.ts'
import { addressText } from './brokerAddress.ts'
import { IdempotentWriter } from './idempotentWriter.ts'
import { loadKafkaClient } from './kafkaClient.ts'
import { KafkaCluster } from './kafkaCluster.ts'
import { asKafkaCommittable } from './kafkaCommittable.ts'
import { checkSinkOptions, type KafkaSinkOptions, type KafkaSinkSettings } from './kafkaSinkOptions.ts'
import { recordEncoder } from './recordEncoder.ts'
import { RecordProducer } from './recordProducer.ts'
import { retrying } from './retrying.ts'
import { describeTopics } from './topicMetadata.ts'
import { TransactionalWriter } from './transactionalWriter.ts'
import { initIdempotentProducer } from './transactionRequests.ts'

export type { KafkaSinkOptions } from './kafkaSinkOptions.ts'

const OPEN_RETRY_MS = 6_000

/**
 * Writes a Kafka topic, as Flink's `KafkaSink`: acknowledged by all in-sync replicas, in order within a key.
 *
 * @throws FlinknbError `INVALID_OPTION` naming the option, the value and the fix
 * @example createKafkaSink<Scored>({ brokers: 'localhost:9092', topic: 'predictions', format: json(), key: 'id' })
 */
export function createKafkaSink<T>(options: KafkaSinkOptions<T>): Sink<T> {
  const settings = checkSinkOptions(options)
  return {
    kind: 'kafka',
    description: `kafka ${options.topic} at ${settings.connection.brokers.map(addressText).join(', ')}`,
    ...(settings.exactlyOnce ? { commitIntervalMs: settings.commitIntervalMs } : {}),
    open: (context, restored) => openSink(options, settings, context, restored ?? []),
  }
}

async function openSink<T>(
  options: KafkaSinkOptions<T>,
  settings: KafkaSinkSettings,
  context: SinkContext,
  restored: readonly Committable[],
): Promise<SinkWriter<T>> {
  const cluster = await KafkaCluster.connect(await loadKafkaClient(), settings.connection)
  try {
    const { clock, signal } = context
    const { topic } = options
    const retry = { clock, signal, forMs: OPEN_RETRY_MS }
    const [described] = await retrying({ ...retry, doing: `write to '${topic}'` }, () =>
      describeTopics(cluster, [topic]),
    )
    const leaders = described?.leaders ?? new Map()
    const status = (text: string | undefined) => context.status(text)
    const setup = { cluster, topic, compression: settings.compression, clock, status }
    const encode = recordEncoder(options.format, options.key, clock)
    if (!settings.exactlyOnce) {
      const role = { ...(await initIdempotentProducer(cluster, retry)), transactionalId: null }
      return new IdempotentWriter(cluster, new RecordProducer(setup, role, leaders), encode)
    }
    const committables = restored.map(asKafkaCommittable)
    // A run that continues another one keeps its prefix: it must find what that one left open.
    const prefix = settings.transactionalIdPrefix ?? committables.at(-1)?.prefix ?? `flinknb-${randomUUID()}`
    const transactional = { ...setup, encode, leaders, prefix, timeoutMs: settings.transactionTimeoutMs }
    return await TransactionalWriter.open(transactional, committables, settings.transactionalIdPrefix !== undefined)
  } catch (error) {
    await cluster.close()
    throw error
  }
}
