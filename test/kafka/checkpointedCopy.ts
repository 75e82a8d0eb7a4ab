// A process of its own that copies one topic to another, exactly once, with its checkpoint in a file, as an engine does:
// node --experimental-transform-types checkpointedCopy.ts BROKERS FROM TO CHECKPOINT. It may be killed at any point and
// started again until it ends by itself.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { json } from '../../src/connectors/formats/json.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource } from '../../src/connectors/kafka/kafkaSource.ts'
import { recordingContext, sinkContext } from './kafkaDriver.ts'

interface Checkpoint {
  readonly position: unknown
  readonly committables: readonly unknown[]
}

const [brokers = '', from = '', to = '', file = ''] = process.argv.slice(2)
const saved = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Checkpoint) : undefined
const common = { brokers, format: json<{ id: number }>() }
const source = createKafkaSource({ ...common, topic: from, bounded: 'latest' })
const sink = createKafkaSink({ ...common, topic: to, key: 'id', delivery: 'exactly-once', transactionalIdPrefix: to })

const reader = await source.open(recordingContext(saved?.position))
const writer = await sink.open(sinkContext(), saved?.committables ?? [])
console.log('open')
let sinceCheckpoint = 0
while (!reader.finished) {
  const batch = reader.poll(50)
  if (batch) {
    await writer.write(batch.values, batch.timestamps)
    sinceCheckpoint += batch.values.length
  } else await reader.available()
  if (sinceCheckpoint >= 250) await checkpoint(false)
}
await checkpoint(true)
await writer.close()
await reader.close()

async function checkpoint(last: boolean): Promise<void> {
  sinceCheckpoint = 0
  const committable = await writer.prepareCommit(last)
  const committables = committable === undefined ? [] : [committable]
  writeFileSync(`${file}.new`, JSON.stringify({ position: reader.position(), committables } satisfies Checkpoint))
  renameSync(`${file}.new`, file)
  if (committable !== undefined) await writer.commit(committable)
}
