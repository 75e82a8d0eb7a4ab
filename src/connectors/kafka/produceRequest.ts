import type { KafkaClient } from './kafkaClient.ts'
import type { KafkaApi } from './kafkaCluster.ts'

/** One sealed batch for one partition. */
export interface ProduceRequest {
  readonly topic: string
  readonly partition: number
  readonly batch: Buffer
  readonly transactionalId: string | null
}

type ProduceResponse = Awaited<ReturnType<KafkaClient['produceV9']['api']['async']>>

const ACKS_ALL = -1
const BROKER_TIMEOUT_MS = 10_000

/** Produce version 9 with batches that are already sealed: the client's own encoder makes several objects a record. */
export function produceApi(client: KafkaClient): KafkaApi<[ProduceRequest], ProduceResponse> {
  const { api, parseResponse } = client.produceV9
  return client.createAPI<[ProduceRequest], ProduceResponse>(
    api.key,
    api.version,
    ({ topic, partition, batch, transactionalId }: ProduceRequest) =>
      client.Writer.create()
        .appendString(transactionalId)
        .appendInt16(ACKS_ALL)
        .appendInt32(BROKER_TIMEOUT_MS)
        .appendArray([topic], (w, name) =>
          w.appendString(name).appendArray([partition], (p, index) => p.appendInt32(index).appendBytes(batch)),
        )
        .appendTaggedFields(),
    parseResponse,
  )
}
