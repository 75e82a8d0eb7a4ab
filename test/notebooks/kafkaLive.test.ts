import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json } from '../../src/connectors/formats/json.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource } from '../../src/connectors/kafka/kafkaSource.ts'
import { buildCli, CliHarness } from '../cli/cliHarness.ts'
import { isKafkaInstalled, KAFKA_NEEDED, type KafkaBroker, startKafka } from '../kafka/kafkaBroker.ts'
import { createTopic, readAll, writeAll } from '../kafka/kafkaDriver.ts'
import { prequentialErrorByRls } from './recursiveLeastSquares.ts'
import { copyNotebooks, isUnmodified, readNumbers } from './sharedNotebooks.ts'

const RECORDS = 5_000
const STARTING = 10

describe.skipIf(!isKafkaInstalled())(`the Kafka notebook (${KAFKA_NEEDED})`, () => {
  let harness: CliHarness
  let broker: KafkaBroker

  beforeAll(async () => {
    harness = new CliHarness(await buildCli())
    copyNotebooks(harness.directory)
    broker = await startKafka()
  }, 120_000)

  afterAll(() => broker?.stop())

  /** A topic of purchases, in one partition so that their order is known. */
  async function purchases(): Promise<{ topic: string; rows: Record<string, number>[] }> {
    const topic = await createTopic(broker.address, 1)
    const rows = readNumbers(path.join(harness.directory, 'data/purchases.csv')).slice(0, RECORDS)
    await writeAll(createKafkaSink<Record<string, number>>({ brokers: broker.address, topic, format: json() }), rows)
    return { topic, rows }
  }

  async function predictionsIn(topic: string) {
    const source = createKafkaSource<Record<string, number>>({
      brokers: broker.address,
      topic,
      format: json(),
      bounded: 'latest',
    })
    return (await readAll(source)).map(({ value }) => value)
  }

  test('a bounded run: each purchase is predicted exactly once, as by exact recursive least squares', async () => {
    expect(isUnmodified('kafka-live.flinknb')).toBe(true)
    const { topic, rows } = await purchases()
    const out = await createTopic(broker.address, 3)
    const params = [`brokers=${broker.address}`, `in=${topic}`, `out=${out}`, 'bounded=true']
    const result = await harness.run(['run', 'kafka-live.flinknb', ...params.flatMap(param => ['--param', param])])
    expect(result.stderr).toBe('')
    expect(result.code).toBe(0)
    const predictions = await predictionsIn(out)
    expect(predictions.map(row => row.id as number).sort((a, b) => a - b)).toEqual(rows.map(row => row.id))
    // until there are more records than coefficients, predictions depend on the prior one starts from
    const scored = [...predictions].sort((a, b) => (a.id as number) - (b.id as number)).slice(STARTING)
    const mse = scored.reduce((sum, row) => sum + (row.residual as number) ** 2, 0) / scored.length
    const expected = prequentialErrorByRls(rows, ['age', 'income', 'buy_count'], 'price', STARTING)
    expect(Math.abs(mse / expected - 1)).toBeLessThan(0.001)
  }, 120_000)

  test('an unbounded run, stopped: what was read is predicted exactly once', async () => {
    const { topic, rows } = await purchases()
    const out = await createTopic(broker.address, 3)
    const params = [`brokers=${broker.address}`, `in=${topic}`, `out=${out}`]
    const args = ['run', 'kafka-live.flinknb', ...params.flatMap(param => ['--param', param]), '--stop-after', '5s']
    const result = await harness.run(args)
    expect(result.stderr).toBe('')
    expect(result.code).toBe(0)
    expect((await predictionsIn(out)).map(row => row.id as number).sort((a, b) => a - b)).toEqual(
      rows.map(row => row.id),
    )
  }, 120_000)

  test('a topic that does not exist, and a broker that does not answer, fail the run in words', async () => {
    const missing = await harness.run([
      'run',
      'kafka-live.flinknb',
      '--param',
      `brokers=${broker.address}`,
      '--param',
      'in=no-such-topic',
      '--stop-after',
      '30s',
    ])
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain(`no-such-topic`)
    const nobody = await harness.run([
      'run',
      'kafka-live.flinknb',
      '--param',
      'brokers=127.0.0.1:1',
      '--stop-after',
      '60s',
    ])
    expect(nobody.code).toBe(1)
    expect(nobody.stderr).toMatch(/127\.0\.0\.1:1.*ECONNREFUSED/s)
  }, 120_000)
})
