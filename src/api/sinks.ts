import { createKafkaSink } from '../connectors/kafka/kafkaSink.ts'
import type { KafkaSinkOptions } from '../connectors/kafka/kafkaSinkOptions.ts'
import type { Sink } from '../engine/sink.ts'

/**
 * Writes records to a Kafka topic, at least once or, in transactions that commit with the job's checkpoints, exactly once.
 *
 * @example kafkaSink<Scored>({ brokers: 'localhost:9092', topic: 'predictions', format: json(), key: 'id', delivery: 'exactly-once' })
 */
export function kafkaSink<T>(options: KafkaSinkOptions<T>): Sink<T> {
  return createKafkaSink(options)
}
