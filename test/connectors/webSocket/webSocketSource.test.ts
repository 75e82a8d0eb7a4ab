import { expect, test } from 'vitest'
import { ManualClock } from '../../../src/base/clock.ts'
import { json } from '../../../src/connectors/formats/json.ts'
import {
  createWebSocketSource,
  type WebSocketSourceOptions,
} from '../../../src/connectors/webSocket/webSocketSource.ts'
import type { Source } from '../../../src/engine/source.ts'
import { type OpenedSource, openSource, take } from '../openSource.ts'
import { sourceConformance } from '../sourceConformance.ts'
import { startServer } from './testServer.ts'

const now = () => 0

/** Without jitter there is no waiting between attempts. */
const source = (options: Omit<WebSocketSourceOptions<unknown>, 'format'>): Source<unknown> =>
  createWebSocketSource({ format: json(), ...options }, now)

async function opened(
  options: Omit<WebSocketSourceOptions<unknown>, 'format'>,
  body: (opened: OpenedSource<unknown>) => Promise<void>,
): Promise<void> {
  const given = await openSource(source(options))
  try {
    await body(given)
  } finally {
    await given.reader.close()
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; !condition(); i++) {
    if (i > 500) throw new Error('it did not become true within 5 s')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

sourceConformance('webSocket, endless', async () => {
  const server = await startServer({
    onConnection: socket => {
      for (let i = 0; i < 50; i++) socket.send(JSON.stringify({ i }))
    },
  })
  return {
    source: source({ url: server.url }),
    expected: Array.from({ length: 50 }, (_, i) => ({ i })),
    rewindable: false,
  }
})

sourceConformance('webSocket that ends with its server', async () => {
  const server = await startServer({
    onConnection: socket => {
      for (let i = 0; i < 20; i++) socket.send(JSON.stringify([{ i: 2 * i }, { i: 2 * i + 1 }]))
      socket.send('no json')
      socket.close(1000)
    },
  })
  return {
    source: source({ url: server.url, reconnect: false }),
    expected: Array.from({ length: 40 }, (_, i) => ({ i })),
    malformed: 1,
    rewindable: false,
  }
})

test('subscriptions are sent in order: texts as they are, objects as JSON, again after a reconnect; the gap is marked', async () => {
  const server = await startServer({
    onMessage: (socket, text) => {
      if (text === 'second') socket.send('{"connection":1}')
    },
  })
  await opened({ url: server.url, subscribe: [{ op: 'subscribe', channel: 'ticks' }, 'second'] }, async given => {
    expect(await take(given.reader, 1)).toEqual([{ connection: 1 }])
    expect(server.received).toEqual(['{"op":"subscribe","channel":"ticks"}', 'second'])
    server.sockets[0]?.terminate()
    expect(await take(given.reader, 1)).toEqual([{ connection: 1 }])
    expect(server.received.slice(2)).toEqual(server.received.slice(0, 2))
    expect(given.statuses).toContainEqual(expect.stringMatching(/^reconnecting in 1 s \(/))
    expect(given.statuses.at(-1)).toBeUndefined()
    expect(given.deadLetters).toEqual([
      {
        origin: server.url,
        raw: '',
        at: expect.any(Number),
        reason: expect.stringMatching(/^gap: the connection was lost from .* is missing$/),
      },
    ])
  })
})

test('a normal close is a loss too, unless reconnect is false', async () => {
  const server = await startServer({
    onConnection: (socket, index) => {
      socket.send(JSON.stringify(index))
      if (index === 0) socket.close(1000)
    },
  })
  await opened({ url: server.url }, async ({ reader }) => {
    expect(await take(reader, 2)).toEqual([0, 1])
  })
})

test('a message that cannot be decoded is a dead letter with its number', async () => {
  const server = await startServer({
    onConnection: socket => {
      for (const text of ['1', '{"a":', '2']) socket.send(text)
    },
  })
  await opened({ url: `${server.url}/ticks?token=secret` }, async ({ reader, deadLetters }) => {
    expect(await take(reader, 2)).toEqual([1, 2])
    expect(deadLetters).toMatchObject([{ origin: `${server.url}/ticks message 2`, raw: '{"a":' }])
  })
  await opened({ url: server.url, onMalformed: 'fail' }, async ({ reader }) => {
    await expect(take(reader, 3)).rejects.toMatchObject({ code: 'MALFORMED_RECORD' })
  })
})

test('nobody there, refused, no WebSocket: clear errors, no secrets in them', async () => {
  const server = await startServer({ refuse: () => 401 })
  await expect(openSource(source({ url: `${server.url}/?token=secret` }))).rejects.toMatchObject({
    code: 'NOT_AUTHORIZED',
    message: `${server.url} refuses the connection: HTTP 401 Unauthorized. Check the credentials (headers, or the token in the url).`,
  })
  await server.stop()
  await expect(openSource(source({ url: `ws://user:secret@127.0.0.1:${server.port}` }))).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: `Cannot reach ${server.url}: ECONNREFUSED. Nobody listens there: check the port, and that the server runs.`,
  })
  const missing = await startServer({ refuse: () => 404 })
  await expect(openSource(source({ url: missing.url }))).rejects.toThrow(/HTTP 404 .*Check the path/)
})

test('no reconnect after 1008, or when the credentials are no longer good', async () => {
  const policy = await startServer({ onConnection: socket => socket.close(1008, 'token expired') })
  await opened({ url: policy.url }, async ({ reader }) => {
    await expect(take(reader, 1)).rejects.toMatchObject({
      code: 'NOT_AUTHORIZED',
      message: expect.stringMatching(/1008: token expired/),
    })
  })
  let refuse: number | undefined
  const expired = await startServer({
    refuse: () => refuse,
    onConnection: socket => {
      refuse = 403
      socket.terminate()
    },
  })
  await opened({ url: expired.url }, async ({ reader }) => {
    await expect(take(reader, 1)).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  })
  const lost = await startServer({ onConnection: socket => socket.terminate() })
  await opened({ url: lost.url, reconnect: false }, async ({ reader }) => {
    await expect(take(reader, 1)).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
  })
})

test('a server that restarts is found again', async () => {
  const send = (socket: { send(text: string): void }) => socket.send('"hello"')
  const first = await startServer({ onConnection: send })
  const given = await openSource(createWebSocketSource({ url: first.url, format: json() }, () => 0.05))
  expect(await take(given.reader, 1)).toEqual(['hello'])
  await first.stop()
  await until(() => given.statuses.some(status => status?.includes('ECONNREFUSED')))
  await startServer({ port: first.port, onConnection: send })
  expect(await take(given.reader, 1)).toEqual(['hello'])
  await given.reader.close()
})

test('delays grow to 30 s with full jitter, and start anew after a minute of health', async () => {
  const { Backoff } = await import('../../../src/connectors/backoff.ts')
  const backoff = new Backoff(() => 1)
  expect(Array.from({ length: 8 }, () => backoff.nextDelayMs())).toEqual([
    500, 1000, 2000, 4000, 8000, 16000, 30000, 30000,
  ])
  backoff.lost(59_000)
  expect(backoff.nextDelayMs()).toBe(30_000)
  backoff.lost(60_000)
  expect(backoff.nextDelayMs()).toBe(500)
})

test('a peer that answers no ping is dropped', async () => {
  const server = await startServer({ autoPong: false, onConnection: (socket, index) => socket.send(String(index)) })
  await opened({ url: server.url, heartbeat: '50ms' }, async ({ reader, deadLetters }) => {
    expect(await take(reader, 2)).toEqual([0, 1])
    expect(deadLetters[0]?.reason).toMatch(/no answer to a ping for 0\.05 s/)
  })
})

test('a peer that answers is kept', async () => {
  const server = await startServer()
  await opened({ url: server.url, heartbeat: '20ms' }, async () => {
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(server.sockets.length).toBe(1)
  })
})

test('backpressure: a reader that does not read makes the server wait, and nothing is lost', async () => {
  const count = 60_000
  const filler = 'x'.repeat(1_000)
  let sent = 0
  const server = await startServer({
    onConnection: async socket => {
      for (; sent < count; sent++) {
        socket.send(
          JSON.stringify([sent, filler])
            .slice(1, -1)
            .replace(/^(\d+),(.*)$/, '{"i":$1,"f":$2}'),
        )
        while (socket.bufferedAmount > 1 << 20) await new Promise(resolve => setTimeout(resolve, 1))
      }
    },
  })
  // Pings go unanswered while nothing is read: that alone must not break the connection.
  await opened({ url: server.url, heartbeat: '50ms' }, async ({ reader, deadLetters }) => {
    await new Promise(resolve => setTimeout(resolve, 600))
    expect(sent).toBeLessThan(count / 2)
    const records = (await take(reader, count)) as { i: number }[]
    expect(records.every((record, i) => record.i === i)).toBe(true)
    expect(deadLetters).toEqual([])
  })
})

test('wrong options are named', () => {
  const make = (options: object) => () => createWebSocketSource({ url: 'ws://a', format: json(), ...options } as never)
  expect(make({ url: 'http://a/b' })).toThrow(/"http:\/\/a\/b" is no WebSocket address. Write ws:\/\/a\/b/)
  expect(make({ url: 'localhost' })).toThrow(/is no WebSocket address/)
  expect(make({ subscripe: 1 })).toThrow(/Did you mean 'subscribe'/)
  expect(make({ heartbeat: '5 parsecs' })).toThrow(/heartbeat.*is not a duration/)
  expect(make({ headers: { a: 1 } })).toThrow(/headers must be an object of texts/)
  expect(make({ reconnect: 'yes' })).toThrow(/reconnect cannot be "yes"/)
  expect(make({ subscribe: () => 1 })).toThrow(/subscribe: a function cannot be sent/)
})

test('closing ends a wait, also between two attempts', async () => {
  const server = await startServer()
  const clock = new ManualClock()
  const given = await openSource(
    createWebSocketSource({ url: server.url, format: json() }, () => 1),
    { clock },
  )
  await server.stop()
  await until(() => given.statuses.some(status => status?.startsWith('reconnecting')))
  const waiting = given.reader.available()
  await given.reader.close()
  await waiting
})
