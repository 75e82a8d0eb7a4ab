import { expect, test } from 'vitest'
import { json } from '../../../src/connectors/formats/json.ts'
import { createWebSocketSink } from '../../../src/connectors/webSocket/webSocketSink.ts'
import { openSink, sinkConformance } from '../sinkConformance.ts'
import { startServer } from './testServer.ts'

const ROWS = Array.from({ length: 100 }, (_, id) => ({ id, text: `é ${id}` }))

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; !condition(); i++) {
    if (i > 500) throw new Error('it did not become true within 5 s')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

sinkConformance('webSocket sink', async () => {
  const server = await startServer()
  return {
    sink: createWebSocketSink({ url: server.url, format: json() }, () => 0),
    records: ROWS,
    transactional: false,
    visible: async () => {
      await until(() => server.received.length >= ROWS.length)
      return server.received.map(text => JSON.parse(text) as unknown)
    },
  }
})

test('a writer that outruns the network has to wait', async () => {
  const server = await startServer()
  const writer = await openSink(createWebSocketSink({ url: server.url, format: json() }))
  const wait = writer.write(
    Array.from({ length: 3_000 }, (_, i) => ({ i, filler: 'x'.repeat(500) })),
    undefined,
  )
  expect(wait).toBeInstanceOf(Promise)
  await wait
  await writer.prepareCommit(true)
  await until(() => server.received.length === 3_000)
  await writer.close()
})

test('after a loss it goes on with what was not sent', async () => {
  const server = await startServer()
  const writer = await openSink(createWebSocketSink({ url: server.url, format: json() }, () => 0))
  await writer.write([1], undefined)
  await writer.prepareCommit(false)
  await until(() => server.received.length === 1)
  server.sockets[0]?.terminate()
  await until(() => server.sockets.length === 2)
  await writer.write([2], undefined)
  await writer.prepareCommit(true)
  await until(() => server.received.length === 2)
  expect(server.received).toEqual(['1', '2'])
  await writer.close()
})

test('nobody there; lost without reconnect; cancelled while it waits', async () => {
  const server = await startServer()
  const writer = await openSink(createWebSocketSink({ url: server.url, format: json(), reconnect: false }))
  server.sockets[0]?.terminate()
  await until(() => {
    try {
      void writer.write([], undefined)
      return false
    } catch {
      return true
    }
  })
  expect(() => writer.write([1], undefined)).toThrow(/was lost/)
  await writer.abort()
  await server.stop()
  await expect(openSink(createWebSocketSink({ url: server.url, format: json() }))).rejects.toMatchObject({
    code: 'UNREACHABLE',
  })
})
