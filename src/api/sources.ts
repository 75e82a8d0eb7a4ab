import type { Random } from '../base/random.ts'
import { createDataGenSource, type DataGenOptions } from '../connectors/dataGen/dataGenSource.ts'
import { createFileSource, type FileSourceOptions } from '../connectors/file/fileSource.ts'
import { createHttpSource, type HttpSourceOptions } from '../connectors/http/httpSource.ts'
import { createKafkaSource, type KafkaSourceOptions } from '../connectors/kafka/kafkaSource.ts'
import { createWebSocketSource, type WebSocketSourceOptions } from '../connectors/webSocket/webSocketSource.ts'
import type { Source } from '../engine/source.ts'
import { currentSession } from './currentSession.ts'

/**
 * Reads files record by record, optionally at the pace of their event time. Relative paths start at the notebook's folder.
 *
 * @throws FlinknbError `INVALID_OPTION` at once; when the job starts, `FILE_NOT_FOUND` with the nearest names
 * @example fileSource<Purchase>({ path: 'data/purchases.csv', format: csv(), replay: { timestamp: 'event_time', speed: 100 } })
 */
export function fileSource<T>(options: FileSourceOptions<T>): Source<T> {
  return made('fileSource', createFileSource(options, currentSession().baseDirectory))
}

/**
 * Reads Kafka topics partition by partition, group-less: the job owns its offsets, as in Flink.
 *
 * @throws FlinknbError `INVALID_OPTION` at once; when the job starts, `UNREACHABLE` or `TOPIC_NOT_FOUND`
 * @example kafkaSource<Purchase>({ brokers: 'localhost:9092', topic: 'purchases', format: json(), startingOffsets: 'earliest' })
 */
export function kafkaSource<T>(options: KafkaSourceOptions<T>): Source<T> {
  return made('kafkaSource', createKafkaSource(options))
}

/**
 * Listens to a WebSocket, subscribing first where asked to, and reconnects when it is lost.
 *
 * @throws FlinknbError `INVALID_OPTION` at once; when the job starts, `UNREACHABLE`
 * @example webSocketSource<Tick>({ url: 'wss://example.com/ticks', format: json(), subscribe: { op: 'subscribe' } })
 */
export function webSocketSource<T>(options: WebSocketSourceOptions<T>): Source<T> {
  return made('webSocketSource', createWebSocketSource(options))
}

/**
 * Rows made by a function of their index (and seeded random numbers), at a pace or as fast as they are wanted, to a count or without end.
 *
 * @example dataGenSource(i => ({ id: i, price: 10 + (i % 7) }), { rowsPerSecond: 100 })
 */
export function dataGenSource<T>(rows: (index: number, random: Random) => T, options: DataGenOptions = {}): Source<T> {
  return made('dataGenSource', createDataGenSource(rows, options))
}

/**
 * Polls an address, or listens when the server answers with server-sent events.
 *
 * @example httpSource<Quote>({ url: 'https://example.com/quotes', format: json(), every: '10s' })
 */
export function httpSource<T>(options: HttpSourceOptions<T>): Source<T> {
  return made('httpSource', createHttpSource(options))
}

function made<S extends object>(callee: string, source: S): S {
  currentSession().sourceMade?.(source, callee)
  return source
}
