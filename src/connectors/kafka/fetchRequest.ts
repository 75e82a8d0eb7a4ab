import type { KafkaClient } from './kafkaClient.ts'
import type { KafkaApi } from './kafkaCluster.ts'

/** One partition's part of an answer to a fetch. */
export interface FetchedPartition {
  readonly topic: string
  readonly partition: number
  /** Kafka's error number; 0 for none. */
  readonly errorCode: number
  readonly logStartOffset: number
  /** Transactions in these records that were aborted: their producer, and where they start. */
  readonly aborted: readonly AbortedTransaction[]
  /** Record batches as they stand on the broker's disk, the last perhaps cut off. */
  readonly records: Buffer
}

export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: number
}

type FetchArguments =
  Parameters<KafkaClient['fetchV12']['api']['async']> extends [unknown, ...infer Args] ? Args : never

/**
 * Fetch version 12 (topics by name) whose response is left in bytes: the client's own parser makes several objects a
 * record, before one is known to be wanted.
 */
export function fetchApi(client: KafkaClient): KafkaApi<FetchArguments, FetchedPartition[]> {
  return client.createAPI<FetchArguments, FetchedPartition[]>(
    client.fetchV12.api.key,
    client.fetchV12.api.version,
    client.fetchV12.createRequest,
    (_correlationId, _key, _version, reader) => parseFetch(client, reader),
  )
}

type ProtocolReader = InstanceType<KafkaClient['Reader']>

function parseFetch(client: KafkaClient, reader: ProtocolReader): FetchedPartition[] {
  reader.readInt32() // throttle time: the broker itself has waited
  const errorCode = reader.readInt16()
  if (errorCode !== 0) throw new client.ProtocolError(errorCode)
  reader.readInt32() // session
  const found: FetchedPartition[] = []
  reader.readArray(r => {
    const topic = r.readString()
    r.readArray(p => found.push(parsePartition(topic, p)))
  })
  return found
}

function parsePartition(topic: string, reader: ProtocolReader): FetchedPartition {
  const partition = reader.readInt32()
  const errorCode = reader.readInt16()
  reader.readInt64() // high watermark
  reader.readInt64() // last stable offset
  const logStartOffset = Number(reader.readInt64())
  const aborted =
    reader.readNullableArray(r => ({ producerId: r.readInt64(), firstOffset: Number(r.readInt64()) })) ?? []
  reader.readInt32() // preferred read replica
  return { topic, partition, errorCode, logStartOffset, aborted, records: reader.readBytes() }
}
