import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { json } from '../../src/connectors/formats/json.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource } from '../../src/connectors/kafka/kafkaSource.ts'
import { isKafkaInstalled, KAFKA_NEEDED, type KafkaBroker, startKafka } from '../kafka/kafkaBroker.ts'
import { createTopic, readAll, writeAll } from '../kafka/kafkaDriver.ts'
import { buildEntries } from '../kernel/buildKernel.ts'

/** The long form (`npm run soak`) asks for more. */
const KILLS = Number(process.env.FLINKNB_KAFKA_KILLS ?? 5)
const SEED = Number(process.env.FLINKNB_SEED ?? 20_261_122)
const SALES = 60_000
const SHOPS = 50

interface Sale {
  readonly ts: number
  readonly shop: string
  readonly cents: number
}

describe.skipIf(!isKafkaInstalled())(`Kafka to Kafka under kills (${KAFKA_NEEDED})`, () => {
  let broker: KafkaBroker
  let program: string
  const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-kafka-kills-'))

  beforeAll(async () => {
    program = path.join(await buildEntries({ killedKafkaJob: 'test/faults/killedKafkaJob.ts' }), 'killedKafkaJob.mjs')
    broker = await startKafka()
  }, 120_000)

  afterAll(async () => {
    await broker?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Runs the program; gives its exit code, or the signal that ended it. */
  async function run(directory: string, from: string, to: string, killAfterMs?: number): Promise<number | string> {
    const child = spawn(process.execPath, [program, directory, broker.address, from, to], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', chunk => {
      stderr += String(chunk)
    })
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    const [code, signal] = await new Promise<[number | null, string | null]>(resolve => {
      child.once('exit', (exitCode, exitSignal) => resolve([exitCode, exitSignal]))
    })
    clearTimeout(timer)
    if (code !== 0 && code !== null) throw new Error(stderr)
    return signal ?? code ?? 0
  }

  test(
    `windows of a topic killed ${KILLS} times: what read_committed sees is each window exactly once`,
    async () => {
      const random = seededRandom(SEED)
      const sales = Array.from(
        { length: SALES },
        (_, i): Sale => ({
          ts: 1_717_200_000_000 + i * 3,
          shop: `shop ${Math.floor(random() * SHOPS)}`,
          cents: Math.floor(random() * 10_000),
        }),
      )
      const from = await createTopic(broker.address, 3)
      await writeAll(
        createKafkaSink<Sale>({ brokers: broker.address, topic: from, format: json(), key: 'shop' }),
        sales,
      )
      const expected = windowsOf(sales)
      let kills = 0
      for (let round = 0; kills < KILLS; round++) {
        const to = await createTopic(broker.address, 2)
        const directory = path.join(folder, `round-${round}`)
        for (;;) {
          const code = await run(directory, from, to, kills < KILLS ? 150 + random() * 650 : undefined)
          if (code === 0) break
          expect(code).toBe('SIGKILL')
          kills++
        }
        expect(
          existsSync(path.join(directory, 'checkpoints/job-1')) &&
            readdirSync(path.join(directory, 'checkpoints/job-1')).length,
        ).toBeGreaterThan(0)
        const source = createKafkaSource<Window>({
          brokers: broker.address,
          topic: to,
          format: json(),
          bounded: 'latest',
        })
        const seen = (await readAll(source)).map(({ value }) => describeWindow(value)).sort()
        expect(seen, `seed ${SEED}, round ${round}`).toEqual(expected)
      }
    },
    120_000 + KILLS * 10_000,
  )
})

interface Window {
  readonly key: string
  readonly windowStart: number
  readonly sales: number
  readonly cents: number
}

function describeWindow({ key, windowStart, sales, cents }: Window): string {
  return `${windowStart} ${key}: ${sales} sales, ${cents} cents`
}

/** The same windows, by a loop over all sales. */
function windowsOf(sales: readonly Sale[]): string[] {
  const windows = new Map<string, { key: string; windowStart: number; sales: number; cents: number }>()
  for (const { ts, shop, cents } of sales) {
    const windowStart = Math.floor(ts / 1_000) * 1_000
    const id = `${windowStart} ${shop}`
    const window = windows.get(id) ?? { key: shop, windowStart, sales: 0, cents: 0 }
    window.sales++
    window.cents += cents
    windows.set(id, window)
  }
  return [...windows.values()].map(describeWindow).sort()
}
