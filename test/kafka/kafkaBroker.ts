import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
// @ts-expect-error a script without types
import { isKafkaComplete, kafkaHome } from '../../scripts/kafka/kafkaHome.mjs'
import { freePort } from './freePort.ts'
import { selfSigned } from './selfSigned.ts'
import { serverProperties } from './serverProperties.ts'

/** A running Apache Kafka. */
export interface KafkaBroker {
  /** `host:port` of the plaintext listener. */
  readonly address: string
  /** `host:port` of the listener with SASL (PLAIN and SCRAM-SHA-256: user `alice`, password `alice-secret`); undefined for a foreign broker. */
  readonly saslAddress: string | undefined
  /** The listener with TLS, and the certificate that it signed itself; undefined for a foreign broker. */
  readonly tls: { readonly address: string; readonly certificate: string } | undefined
  /** Ends it with SIGKILL, as a crash would; `restart` brings it back on the same ports and data. */
  kill(): Promise<void>
  restart(): Promise<void>
  /** Ends it and deletes its data. A foreign broker is left alone. */
  stop(): Promise<void>
}

/** What a suite that needs a broker says when it is skipped. */
export const KAFKA_NEEDED =
  'needs Apache Kafka: node scripts/installKafka.mjs (Java 17 and Maven), or FLINKNB_KAFKA=host:port'

/** Whether a suite can have a broker: an address is given, or one is installed and Java runs it. */
export function isKafkaInstalled(): boolean {
  return Boolean(process.env.FLINKNB_KAFKA) || (isKafkaComplete() && spawnSync('java', ['-version']).status === 0)
}

/** Starts the installed broker on free loopback ports with a fresh data folder; takes about 5 s. */
export async function startKafka(): Promise<KafkaBroker> {
  const foreign = process.env.FLINKNB_KAFKA
  if (foreign) return foreignBroker(foreign)
  const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-kafka-'))
  const { keyStore, certificate } = selfSigned(folder)
  const ports = { plain: await freePort(), sasl: await freePort(), tls: await freePort(), controller: await freePort() }
  const config = path.join(folder, 'server.properties')
  writeFileSync(config, serverProperties(ports, path.join(folder, 'data'), keyStore))
  format(config)
  let broker = await launch(config, folder, ports.plain)
  const kill = () => ended(broker, 'SIGKILL')
  return {
    address: `127.0.0.1:${ports.plain}`,
    saslAddress: `127.0.0.1:${ports.sasl}`,
    tls: { address: `127.0.0.1:${ports.tls}`, certificate },
    kill,
    restart: async () => {
      broker = await launch(config, folder, ports.plain)
    },
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const JVM = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', '-Xshare:auto']

function classPath(): string[] {
  return ['-cp', path.join(kafkaHome(), 'lib', '*')]
}

function format(config: string): void {
  const scram = 'SCRAM-SHA-256=[name=alice,password=alice-secret]'
  const { status, stderr, stdout } = spawnSync(
    'java',
    [
      ...JVM,
      ...classPath(),
      'kafka.tools.StorageTool',
      'format',
      '-t',
      'ZmxpbmtuYi10ZXN0cy1hYQ',
      '-c',
      config,
      '--add-scram',
      scram,
    ],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`Kafka's StorageTool failed: ${stderr}${stdout}`)
}

async function launch(config: string, folder: string, port: number): Promise<ChildProcess> {
  const logFile = path.join(folder, 'broker.log')
  // Straight to a file: through a pipe, a test that blocks its process would in time block the broker.
  const log = openSync(logFile, 'a')
  const broker = spawn('java', [...JVM, ...classPath(), 'kafka.Kafka', config], { stdio: ['ignore', log, log] })
  closeSync(log)
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (broker.exitCode !== null)
      throw new Error(`The broker ended at once: ${readFileSync(logFile, 'utf8').slice(-2_000)}`)
    if (await answers(port)) return broker
    await sleep(50)
  }
  await ended(broker, 'SIGKILL')
  throw new Error(`The broker was not ready after 60 s: ${readFileSync(logFile, 'utf8').slice(-2_000)}`)
}

/** A broker opens its port only when it serves requests (KRaft: after it has joined and been unfenced). */
function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function ended(broker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise(resolve => {
    if (broker.exitCode !== null || broker.signalCode !== null) return resolve()
    broker.once('exit', () => resolve())
    broker.kill(signal)
  })
}

function foreignBroker(address: string): KafkaBroker {
  const refuse = () => Promise.reject(new Error('A broker that was not started here is not ended here.'))
  return {
    address,
    saslAddress: undefined,
    tls: undefined,
    kill: refuse,
    restart: refuse,
    stop: () => Promise.resolve(),
  }
}
