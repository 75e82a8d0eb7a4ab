// A process of its own that writes with exactly-once and is killed: node --experimental-transform-types crashingWriter.ts
// BROKERS TOPIC PREFIX. It commits ids 0–99, prepares 100–199, writes 200–299, prints the committable of 100–199, and hangs.
import { json } from '../../src/connectors/formats/json.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { commit, sinkContext } from './kafkaDriver.ts'

const [brokers = '', topic = '', prefix = ''] = process.argv.slice(2)
const options = { brokers, topic, format: json<{ id: number }>(), key: 'id', delivery: 'exactly-once' } as const
const sink = createKafkaSink<{ id: number }>({ ...options, transactionalIdPrefix: prefix || undefined })
const ids = (from: number) => Array.from({ length: 100 }, (_, i) => ({ id: from + i }))

const writer = await sink.open(sinkContext())
await writer.write(ids(0), undefined)
await commit(writer)
await writer.write(ids(100), undefined)
const committable = await writer.prepareCommit(false)
await writer.write(ids(200), undefined)
await new Promise(resolve => setTimeout(resolve, 300)) // the uncommitted part reaches the broker
console.log(JSON.stringify(committable))
setInterval(() => undefined, 1_000)
