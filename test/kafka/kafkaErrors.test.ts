import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FlinknbError } from '../../src/base/errors.ts'
import { json } from '../../src/connectors/formats/json.ts'
import type { KafkaConnectionOptions } from '../../src/connectors/kafka/connectionOptions.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource } from '../../src/connectors/kafka/kafkaSource.ts'
import { listTopicNames } from '../../src/connectors/kafka/topicMetadata.ts'
import { freePort } from './freePort.ts'
import { isKafkaInstalled, KAFKA_NEEDED, type KafkaBroker, startKafka } from './kafkaBroker.ts'
import { createTopic, readAll, recordingContext, sinkContext, withCluster, writeAll } from './kafkaDriver.ts'

const format = json<{ id: number }>()

async function errorOf(promise: Promise<unknown>): Promise<FlinknbError> {
  const error: unknown = await promise.then(
    () => undefined,
    reason => reason,
  )
  expect(error).toBeInstanceOf(FlinknbError)
  return error as FlinknbError
}

function openSource(options: KafkaConnectionOptions, topic = 'purchases') {
  return createKafkaSource({ topic, format, ...options }).open(recordingContext())
}

describe('Kafka options', () => {
  const good = { brokers: 'localhost:9092', topic: 'purchases', format }
  const bad: [string, () => unknown, string][] = [
    [
      'a misspelt name',
      () => createKafkaSource({ ...good, startingOffset: 'latest' } as typeof good),
      "unknown option 'startingOffset' (value \"latest\"). Did you mean 'startingOffsets'?",
    ],
    [
      'a misspelt name of a sink',
      () => createKafkaSink({ ...good, delivry: 'x' } as typeof good),
      "Did you mean 'delivery'?",
    ],
    [
      'a URL as broker',
      () => createKafkaSource({ ...good, brokers: 'http://localhost:9092' }),
      'http://localhost:9092',
    ],
    ['no broker', () => createKafkaSource({ ...good, brokers: [] }), 'brokers []'],
    ['a port beyond', () => createKafkaSource({ ...good, brokers: 'a:70000' }), 'a:70000'],
    ['topic and pattern', () => createKafkaSource({ ...good, topicPattern: /x/ }), 'topicPattern'],
    [
      'an unknown start',
      () => createKafkaSource({ ...good, startingOffsets: 'newest' as 'latest' }),
      "'earliest', 'latest', 'committed'",
    ],
    ['a negative offset', () => createKafkaSource({ ...good, startingOffsets: { 0: -5 } }), '{"0":-5}'],
    ['committed without group', () => createKafkaSource({ ...good, startingOffsets: 'committed' }), 'groupId'],
    [
      'json without brackets',
      () => createKafkaSource({ ...good, format: json as unknown as typeof format }),
      'a function',
    ],
    [
      'an unknown delivery',
      () => createKafkaSink({ ...good, delivery: 'exactlyOnce' as 'exactly-once' }),
      "'exactly-once'",
    ],
    [
      'an unknown mechanism',
      () => createKafkaSink({ ...good, sasl: { mechanism: 'SCRAM' as 'PLAIN' } }),
      'SCRAM-SHA-512',
    ],
    [
      'a missing password',
      () => createKafkaSink({ ...good, sasl: { mechanism: 'PLAIN', username: 'alice' } }),
      'sasl.password is missing',
    ],
  ]

  test.each(bad)('%s is an error before anything is started', (_name, make, text) => {
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(text) }))
  })

  test('a secret under a misspelt name does not reach the message', () => {
    const options = [
      { sasl: { mechanism: 'PLAIN', username: 'a', passwort: 'hunter2' } },
      { saslPassword: 'hunter2' },
      { tls: { keyy: 'hunter2' } },
    ]
    for (const wrong of options) {
      const make = () => createKafkaSource({ ...good, ...(wrong as object) })
      expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
      expect(make).not.toThrow('hunter2')
    }
  })
})

describe('an unreachable Kafka', () => {
  test('is named with each address and its cause, quickly', async () => {
    const port = await freePort()
    const start = performance.now()
    const brokers = `127.0.0.1:${port},no-such-host.invalid:9092`
    for (const open of [
      () => openSource({ brokers }),
      () => createKafkaSink({ brokers, topic: 't', format }).open(sinkContext()),
    ]) {
      const error = await errorOf(open())
      expect(error.code).toBe('UNREACHABLE')
      expect(error.message).toContain(`127.0.0.1:${port} (ECONNREFUSED`)
      expect(error.message).toMatch(/no-such-host\.invalid:9092 \((ENOTFOUND|EAI_AGAIN)/)
    }
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  test('that accepts connections and says nothing fails within 10 s', async () => {
    const start = performance.now()
    const server = createServer(() => undefined)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const error = await errorOf(openSource({ brokers: `127.0.0.1:${port}` }))
    expect(error.code).toBe('UNREACHABLE')
    expect(error.message).toMatch(/timed out/)
    expect(performance.now() - start).toBeLessThan(10_000)
    server.close()
  })

  test('that is no Kafka is told from one that is away', async () => {
    const server = createServer(socket =>
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).on('error', () => undefined),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    expect((await errorOf(openSource({ brokers: `127.0.0.1:${port}` }))).code).toBe('UNREACHABLE')
    server.close()
  })
})

describe.skipIf(!isKafkaInstalled())(`Kafka refusals (${KAFKA_NEEDED})`, () => {
  let broker: KafkaBroker

  beforeAll(async () => {
    broker = await startKafka()
  })
  afterAll(() => broker?.stop())

  test('a missing topic is named with the nearest existing one, and is not created', async () => {
    const topic = await createTopic(broker.address)
    const typo = `${topic}x`
    const { address: brokers } = broker
    for (const open of [
      () => openSource({ brokers }, typo),
      () => createKafkaSink({ brokers, topic: typo, format }).open(sinkContext()),
    ]) {
      const error = await errorOf(open())
      expect(error.code).toBe('TOPIC_NOT_FOUND')
      expect(error.message).toBe(`There is no Kafka topic '${typo}'. Did you mean '${topic}'?`)
    }
    const pattern = createKafkaSource({ brokers, topicPattern: /nothing-like-it/, format })
    expect((await errorOf(pattern.open(recordingContext()))).code).toBe('TOPIC_NOT_FOUND')
    expect(await withCluster(brokers, listTopicNames)).not.toContain(typo)
  })

  test('an offset beyond the end is an error that names the end', async () => {
    const topic = await createTopic(broker.address)
    const source = createKafkaSource({ brokers: broker.address, topic, format, startingOffsets: { 0: 5 } })
    const error = await errorOf(readAll(source))
    expect(error).toMatchObject({
      code: 'INVALID_STATE',
      message: expect.stringContaining('ends at offset 0, before 5'),
    })
  })

  test('a partition that does not exist is named', async () => {
    const topic = await createTopic(broker.address, 2)
    const source = createKafkaSource({ brokers: broker.address, topic, format, startingOffsets: { 2: 5 } })
    const error = await errorOf(source.open(recordingContext()))
    expect(error).toMatchObject({ code: 'INVALID_OPTION', message: expect.stringContaining('partition 2') })
  })

  test.skipIf(process.env.FLINKNB_KAFKA)(
    'SASL: the right password works, a wrong one, none and TLS are told apart',
    async () => {
      const topic = await createTopic(broker.address)
      const brokers = broker.saslAddress as string
      for (const mechanism of ['PLAIN', 'SCRAM-SHA-256'] as const) {
        const sasl = { mechanism, username: 'alice', password: 'alice-secret' }
        await writeAll(createKafkaSink({ brokers, topic, format, sasl, delivery: 'exactly-once' }), [{ id: 1 }])
        await readAll(createKafkaSource({ brokers, topic, format, sasl, bounded: 'latest' }))
        const error = await errorOf(openSource({ brokers, sasl: { ...sasl, password: 'wrong-secret' } }, topic))
        expect(error).toMatchObject({ code: 'NOT_AUTHORIZED', message: expect.stringContaining('sasl.password') })
        expect(error.message).not.toContain('wrong-secret')
      }
      const read = await readAll(createKafkaSource({ brokers: broker.address, topic, format, bounded: 'latest' }))
      expect(read).toHaveLength(2)
      const without = await errorOf(openSource({ brokers }, topic))
      expect(without).toMatchObject({ code: 'UNREACHABLE', message: expect.stringContaining('sasl') })
      const other = await errorOf(
        openSource({ brokers, sasl: { mechanism: 'SCRAM-SHA-512', username: 'alice', password: 'x' } }, topic),
      )
      expect(other).toMatchObject({ code: 'NOT_AUTHORIZED', message: expect.stringContaining('mechanism') })
      const tls = await errorOf(openSource({ brokers: broker.address, tls: true }, topic))
      expect(tls).toMatchObject({ code: 'UNREACHABLE', message: expect.stringContaining('tls') })
    },
  )

  test.skipIf(process.env.FLINKNB_KAFKA)(
    'TLS: an own authority works; an unknown one and plain text are told apart',
    async () => {
      const topic = await createTopic(broker.address)
      const { address: brokers, certificate } = broker.tls ?? { address: '', certificate: '' }
      const tls = { ca: certificate }
      await writeAll(createKafkaSink({ brokers, topic, format, tls }), [{ id: 1 }])
      expect(await readAll(createKafkaSource({ brokers, topic, format, tls, bounded: 'latest' }))).toHaveLength(1)
      const unknown = await errorOf(openSource({ brokers, tls: true }, topic))
      expect(unknown).toMatchObject({
        code: 'UNREACHABLE',
        message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
      })
      expect(unknown.message).toContain('tls: { ca }')
      const accepted = await openSource({ brokers, tls: { rejectUnauthorized: false } }, topic)
      await accepted.close()
      const plain = await errorOf(openSource({ brokers }, topic))
      expect(plain).toMatchObject({ code: 'UNREACHABLE', message: expect.stringContaining('tls: true') })
    },
  )
})
