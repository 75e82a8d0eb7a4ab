import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { json } from '../../src/connectors/formats/json.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource, type KafkaSourceOptions } from '../../src/connectors/kafka/kafkaSource.ts'
import { isKafkaInstalled, KAFKA_NEEDED, type KafkaBroker, startKafka } from './kafkaBroker.ts'
import { createTopic, readAll, sinkContext, writeAll } from './kafkaDriver.ts'

interface Row {
  readonly id: number
}

describe.skipIf(!isKafkaInstalled())(`Kafka exactly once (${KAFKA_NEEDED})`, () => {
  let broker: KafkaBroker

  beforeAll(async () => {
    broker = await startKafka()
  })
  afterAll(() => broker?.stop())

  const read = async (topic: string, options: Partial<KafkaSourceOptions<Row>> = {}) => {
    const source = createKafkaSource<Row>({
      brokers: broker.address,
      topic,
      format: json(),
      bounded: 'latest',
      ...options,
    })
    return (await readAll(source)).map(({ value }) => value.id)
  }

  test('a copy that is killed at ten random moments gives what an unbroken one gives', {
    timeout: 90_000,
  }, async () => {
    const ids = Array.from({ length: 10_000 }, (_, id) => id)
    const [from, to] = [await createTopic(broker.address, 3), await createTopic(broker.address, 2)]
    const sink = createKafkaSink<Row>({ brokers: broker.address, topic: from, format: json(), key: 'id' })
    await writeAll(
      sink,
      ids.map(id => ({ id })),
    )
    const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-copy-'))
    const random = seededRandom(20_260_101)
    const copy = (killAfterMs?: number) =>
      runCopy([broker.address, from, to, path.join(folder, 'checkpoint.json')], killAfterMs)
    let killed = 0
    for (let round = 0; round < 10; round++) killed += (await copy(random() * 60)) === null ? 1 : 0
    expect(await copy()).toBe(0)
    rmSync(folder, { recursive: true })
    expect(killed).toBeGreaterThan(5)
    expect((await read(to)).sort((a, b) => a - b)).toEqual(ids)
  })

  test('of interleaved transactions in one partition exactly the committed are read, from wherever one starts', async () => {
    const topic = await createTopic(broker.address)
    const sink = createKafkaSink<Row>({ brokers: broker.address, topic, format: json(), delivery: 'exactly-once' })
    const plain = await createKafkaSink<Row>({ brokers: broker.address, topic, format: json() }).open(sinkContext())
    const writers = await Promise.all([0, 1, 2, 3].map(() => sink.open(sinkContext())))
    const random = seededRandom(5)
    const expected: number[] = []
    for (let id = 0; id < 60; ) {
      const outcome = await Promise.all(writers.map(async () => random() < 0.5))
      const written: number[][] = writers.map(() => [])
      for (let step = 0; step < 8; step++, id++) {
        const who = Math.floor(random() * 5)
        await (writers[who] ?? plain).write([{ id }], undefined)
        ;(written[who] ?? expected).push(id)
        if (random() < 0.5) await sleep(12) // beyond the linger: a batch of its own
      }
      await plain.prepareCommit(false)
      for (const [who, writer] of writers.entries()) {
        const committable = await writer.prepareCommit(false)
        if (outcome[who] && committable !== undefined) await writer.commit(committable)
        else {
          await writer.abort()
          await writer.close()
          writers[who] = await sink.open(sinkContext())
        }
        if (outcome[who]) expected.push(...(written[who] ?? []))
      }
    }
    await Promise.all([plain, ...writers].map(writer => writer.close()))
    const everything = await read(topic, { isolation: 'read_uncommitted' })
    expect(everything.length).toBeGreaterThan(expected.length)
    const committed = await read(topic)
    expect(committed.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b))
    expect(committed).toEqual(everything.filter(id => committed.includes(id)))
    for (let offset = 1; offset < everything.length; offset += 3) {
      const late = await read(topic, { startingOffsets: { 0: offset } })
      expect(late).toEqual(committed.slice(committed.length - late.length))
    }
  })
})

/** The exit code, or null when it was killed; the time counts from when its source and sink are open. */
async function runCopy(options: readonly string[], killAfterMs?: number): Promise<number | null> {
  const script = path.join(import.meta.dirname, 'checkpointedCopy.ts')
  const child = spawn(process.execPath, ['--experimental-transform-types', '--no-warnings', script, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  child.stdout.once('data', () => {
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  return exited
}
