import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../src/base/clock.ts'
import { checkConnection } from '../../src/connectors/kafka/connectionOptions.ts'
import { loadKafkaClient } from '../../src/connectors/kafka/kafkaClient.ts'
import { KafkaCluster } from '../../src/connectors/kafka/kafkaCluster.ts'
import type { Sink, SinkContext, SinkWriter } from '../../src/engine/sink.ts'
import type { DeadLetter, Source, SourceContext, SourceReader } from '../../src/engine/source.ts'

/** The machine's own clock. */
export const wallClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  schedule: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
  yield: () => new Promise(resolve => setImmediate(resolve)),
}

/** A source context that writes down everything it is told. */
export interface RecordingContext extends SourceContext {
  readonly letters: DeadLetter[]
  readonly added: string[]
  readonly ended: string[]
  readonly statuses: (string | undefined)[]
}

export function recordingContext(restoredPosition?: unknown): RecordingContext {
  const letters: DeadLetter[] = []
  const added: string[] = []
  const ended: string[] = []
  const statuses: (string | undefined)[] = []
  return {
    clock: wallClock,
    restoredPosition,
    signal: new AbortController().signal,
    deadLetter: letter => letters.push(letter),
    splitAdded: split => added.push(split),
    splitFinished: split => ended.push(split),
    status: text => statuses.push(text),
    letters,
    added,
    ended,
    statuses,
  }
}

/** What a source delivered: records with where and when. */
export interface Delivered<T> {
  readonly split: string
  readonly value: T
  readonly timestamp: number
}

/** Polls until the reader has finished, or has delivered `count`. */
export async function drain<T>(
  reader: SourceReader<T>,
  count = Number.POSITIVE_INFINITY,
  maxRecords = 500,
): Promise<Delivered<T>[]> {
  const found: Delivered<T>[] = []
  while (!reader.finished && found.length < count) {
    const batch = reader.poll(Math.min(maxRecords, count - found.length))
    if (!batch) await reader.available()
    for (const [i, value] of batch?.values.entries() ?? []) {
      found.push({ split: batch?.split ?? '', value, timestamp: batch?.timestamps?.[i] ?? Number.NaN })
    }
  }
  return found
}

/** Opens, drains and closes. */
export async function readAll<T>(
  source: Source<T>,
  context = recordingContext(),
  count?: number,
): Promise<Delivered<T>[]> {
  const reader = await source.open(context)
  try {
    return await drain(reader, count)
  } finally {
    await reader.close()
  }
}

export function sinkContext(): SinkContext & { readonly statuses: (string | undefined)[] } {
  const statuses: (string | undefined)[] = []
  return { clock: wallClock, signal: new AbortController().signal, status: text => statuses.push(text), statuses }
}

/** Opens, writes everything with one commit at the end, and closes. */
export async function writeAll<T>(sink: Sink<T>, values: readonly T[], timestamps?: Float64Array): Promise<void> {
  const writer = await sink.open(sinkContext())
  await write(writer, values, timestamps)
  await commit(writer, true)
  await writer.close()
}

/** Hands records over in batches of 500, as an engine does, waiting where the sink asks to. */
export async function write<T>(writer: SinkWriter<T>, values: readonly T[], timestamps?: Float64Array): Promise<void> {
  for (let from = 0; from < values.length; from += 500) {
    await writer.write(values.slice(from, from + 500), timestamps?.subarray(from, from + 500))
  }
}

/** A checkpoint, without the engine's part. */
export async function commit<T>(writer: SinkWriter<T>, last = false): Promise<void> {
  const committable = await writer.prepareCommit(last)
  if (committable !== undefined) await writer.commit(structuredClone(committable))
}

/** Creates a topic with a name of its own (what the tests leave behind never meets another test). */
export async function createTopic(
  brokers: string,
  partitions = 1,
  config: Record<string, string> = {},
): Promise<string> {
  const name = `t-${randomUUID()}`
  await withCluster(brokers, async cluster => {
    const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }))
    const topic = { name, numPartitions: partitions, replicationFactor: 1, assignments: [], configs }
    await cluster.toAny(cluster.client.createTopicsV7.api, [topic], 10_000, false)
  })
  await sleep(50) // for the broker to take the leadership that the controller gave it
  return name
}

/** A connection of its own, for what the connectors do not do. */
export async function withCluster<R>(brokers: string, body: (cluster: KafkaCluster) => Promise<R>): Promise<R> {
  const cluster = await KafkaCluster.connect(await loadKafkaClient(), checkConnection('test', { brokers }))
  try {
    return await body(cluster)
  } finally {
    await cluster.close()
  }
}
