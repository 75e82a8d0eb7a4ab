/**
 * The program that the Kafka fault test kills: keyed windows from one topic into another, exactly once, with checkpoints
 * every few milliseconds. Run again in the same folder it continues. Arguments: folder, brokers, topic in, topic out.
 */
import path from 'node:path'
import {
  count,
  env,
  json,
  kafkaSink,
  kafkaSource,
  sum,
  TumblingEventTimeWindows,
  WatermarkStrategy,
} from '../../src/api/index.ts'

interface Sale {
  readonly ts: number
  readonly shop: string
  readonly cents: number
}

const [folder = '.', brokers = '', from = '', to = ''] = process.argv.slice(2)
env.enableCheckpointing('20ms', { directory: path.join(folder, 'checkpoints'), restore: 'latest' })
env
  .fromSource(
    kafkaSource<Sale>({ brokers, topic: from, format: json(), bounded: 'latest' }),
    WatermarkStrategy.forMonotonousTimestamps<Sale>().withTimestampAssigner('ts'),
  )
  .keyBy('shop')
  .window(TumblingEventTimeWindows.of('1s'))
  .aggregate({ sales: count(), cents: sum('cents') })
  .sinkTo(
    kafkaSink({ brokers, topic: to, format: json(), key: 'key', delivery: 'exactly-once', transactionalIdPrefix: to }),
  )
await env.execute()
