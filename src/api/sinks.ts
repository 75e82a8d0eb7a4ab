import { createFileSink, type FileSinkOptions } from '../connectors/file/fileSink.ts'
import { createKafkaSink } from '../connectors/kafka/kafkaSink.ts'
import type { KafkaSinkOptions } from '../connectors/kafka/kafkaSinkOptions.ts'

import { createWebSocketSink, type WebSocketSinkOptions } from '../connectors/webSocket/webSocketSink.ts'
import type { Sink } from '../engine/sink.ts'
import { currentSession } from './currentSession.ts'

/**
 * Writes records to a Kafka topic, at least once or, in transactions that commit with the job's checkpoints, exactly once.
 *
 * @example kafkaSink<Scored>({ brokers: 'localhost:9092', topic: 'predictions', format: json(), key: 'id', delivery: 'exactly-once' })
 */
export function kafkaSink<T>(options: KafkaSinkOptions<T>): Sink<T> {
  return createKafkaSink(options)
}

/**
 * Writes records to a file that is visible only when it is complete. Relative paths start at the notebook's folder.
 *
 * @example fileSink<Scored>({ path: 'predictions.csv', format: csv() })
 */
export function fileSink<T>(options: FileSinkOptions<T>): Sink<T> {
  return createFileSink(options, currentSession().baseDirectory)
}

/** Sends each record as a message over a WebSocket. */
export function webSocketSink<T>(options: WebSocketSinkOptions<T>): Sink<T> {
  return createWebSocketSink(options)
}
