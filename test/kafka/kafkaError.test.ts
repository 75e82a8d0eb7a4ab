import { expect, test } from 'vitest'
import { addressText, parseBrokers } from '../../src/connectors/kafka/brokerAddress.ts'
import { loadKafkaClient } from '../../src/connectors/kafka/kafkaClient.ts'
import { isTransient, kafkaError, leafCause } from '../../src/connectors/kafka/kafkaError.ts'
import { keyEncoder } from '../../src/connectors/kafka/keyEncoder.ts'

const { MultipleErrors, NetworkError, ProtocolError, ResponseError } = await loadKafkaClient()

test('addresses: one text, several, an array, IPv6, and the default port', () => {
  expect(parseBrokers('x', 'a:1, b:2,c').map(addressText)).toEqual(['a:1', 'b:2', 'c:9092'])
  expect(parseBrokers('x', ['a:1', '[::1]:5']).map(addressText)).toEqual(['a:1', '[::1]:5'])
  for (const wrong of ['', 'a:b', 'a b:1', 'kafka://a:1', 'a:0', 5, undefined, {}]) {
    expect(() => parseBrokers('x', wrong)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }))
  }
})

test('the cause is found however deep it lies', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:9092'), { code: 'ECONNREFUSED' })
  const nested = new MultipleErrors('Cannot connect', [
    new NetworkError('Connection failed', { cause: new AggregateError([refused]) }),
  ])
  expect(leafCause(nested)).toBe('ECONNREFUSED: connect ECONNREFUSED 10.0.0.1:9092')
  expect(isTransient(nested)).toBe(true)
  const looping = new Error('round') as Error & { cause: unknown }
  looping.cause = looping
  expect(leafCause(looping)).toBe('round')
})

test('what a broker refuses is told from what passes', () => {
  const response = (code: number) => new ResponseError(0, 9, { '/': [code, null] }, {})
  expect(isTransient(response(6))).toBe(true) // NOT_LEADER_OR_FOLLOWER
  expect(isTransient(response(29))).toBe(false) // TOPIC_AUTHORIZATION_FAILED
  expect(kafkaError('write', response(29))).toMatchObject({ code: 'NOT_AUTHORIZED', retriable: false })
  expect(kafkaError('write', new ProtocolError('PRODUCER_FENCED')).message).toContain('transactionalIdPrefix')
})

test('keys: text as it is, numbers as digits, bytes as they are, objects as JSON', () => {
  const key = keyEncoder<{ k: unknown }>('k')
  const text = (value: unknown) => key({ k: value })?.toString()
  expect([text('ä b'), text(1.5), text(10n ** 20n), text(false), text({ a: [1] })]).toEqual([
    'ä b',
    '1.5',
    '100000000000000000000',
    'false',
    '{"a":[1]}',
  ])
  expect(text(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
  expect(key({ k: new Uint8Array([0, 255]) })).toEqual(Buffer.from([0, 255]))
  expect([key({ k: null }), key({ k: undefined })]).toEqual([null, null])
  expect(keyEncoder<{ k: number }>(row => row.k * 2)({ k: 21 })?.toString()).toBe('42')
})
