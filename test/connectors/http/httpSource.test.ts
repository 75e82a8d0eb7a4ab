import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { csv } from '../../../src/connectors/csv/csv.ts'
import { json } from '../../../src/connectors/formats/json.ts'
import { EventStreamDecoder } from '../../../src/connectors/http/eventStream.ts'
import { createHttpSource } from '../../../src/connectors/http/httpSource.ts'
import { openSource, readAll, take } from '../openSource.ts'
import { sourceConformance } from '../sourceConformance.ts'

/** A real web server on a port of its own; gives its address. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const now = () => 0
const rows = Array.from({ length: 60 }, (_, i) => ({ i }))

/** Sends each row as an event, from the one after `Last-Event-ID` on; breaks off after every 25. */
function sendEvents(request: IncomingMessage, response: ServerResponse): void {
  const from = request.headers['last-event-id'] === undefined ? 0 : Number(request.headers['last-event-id']) + 1
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  response.write('retry: 1\n: a comment\n\n')
  for (let i = from; i < Math.min(from + 25, rows.length); i++) response.write(`id: ${i}\ndata: {"i":\ndata: ${i}}\n\n`)
  response.end()
}

sourceConformance('http, once', async () => ({
  source: createHttpSource({
    url: await serve((_, response) => response.end(`i\n${rows.map(row => `${row.i}\n`).join('')}x,y\n`)),
    format: csv({ columnTypes: { i: 'number' } }),
    every: false,
  }),
  expected: rows,
  malformed: 1,
  rewindable: true,
}))

sourceConformance('http, server-sent events that break off', async () => ({
  source: createHttpSource({ url: await serve(sendEvents), format: json() }, now),
  expected: rows,
  rewindable: true,
}))

test('polling: an answer that has not changed gives nothing, one that has gives its records', async () => {
  let requests = 0
  const url = await serve((request, response) => {
    requests++
    const version = requests < 5 ? 'a' : 'b'
    response.setHeader('etag', `"${version}"`)
    if (request.headers['if-none-match'] === `"${version}"`) response.writeHead(304).end()
    else response.end(JSON.stringify([{ version }]))
  })
  expect(await readAll(createHttpSource({ url, format: json(), every: '5ms' }), 2)).toEqual([
    { version: 'a' },
    { version: 'b' },
  ])
  expect(requests).toBeGreaterThanOrEqual(5)
})

test('a body that streams is read as it comes', async () => {
  let finish = () => {}
  const url = await serve((_, response) => {
    response.write('{"i":0}\n{"i":1}\n{"i"')
    finish = () => response.end(':2}\n')
  })
  const { reader } = await openSource(createHttpSource({ url, format: json(), every: false }))
  expect(await take(reader, 2)).toEqual([{ i: 0 }, { i: 1 }])
  finish()
  expect(await take(reader)).toEqual([{ i: 2 }])
  await reader.close()
})

test('an event of several records goes on in its middle', async () => {
  const url = await serve((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (request.headers['last-event-id'] === undefined) response.write('id: 1\ndata: [0,1,2]\n\n')
    response.write('id: 2\ndata: [3,4]\n\n')
  })
  const source = createHttpSource({ url, format: json() })
  for (let at = 0; at <= 4; at++) {
    const first = await openSource(source)
    await take(first.reader, at)
    const restoredPosition = first.reader.position()
    await first.reader.close()
    const second = await openSource(source, { restoredPosition })
    expect(second.reader.position()).toEqual(restoredPosition)
    expect(await take(second.reader, 5 - at)).toEqual([0, 1, 2, 3, 4].slice(at))
    await second.reader.close()
  }
})

test('errors: nobody there, refused, not found; later failures are tried again', async () => {
  const status = (code: number) => serve((_, response) => response.writeHead(code).end())
  const open = (url: string) => openSource(createHttpSource({ url, format: json() }))
  await expect(open('http://127.0.0.1:1/x?token=secret')).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.not.stringContaining('secret'),
  })
  await expect(open(await status(401))).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' })
  await expect(open(await status(404))).rejects.toThrow(/HTTP 404.*Check the path/)
  let requests = 0
  const url = await serve((_, response) => {
    requests++
    if (requests === 2) response.writeHead(503).end()
    else if (requests === 3) response.destroy()
    else response.end(`${requests}`)
  })
  const { reader, statuses } = await openSource(createHttpSource({ url, format: json(), every: '1ms' }, now))
  expect(await take(reader, 2)).toEqual([1, 4])
  expect(statuses.filter(text => text?.startsWith('asking again in 1 s'))).toHaveLength(2)
  await reader.close()
})

test('a slow reader stops the reading of the answer', async () => {
  let sent = 0
  const url = await serve(async (_, response) => {
    for (; sent < 40_000 && !response.destroyed; sent++) {
      if (!response.write(`{"i":${sent},"f":"${'x'.repeat(1_000)}"}\n`))
        await new Promise(resolve => response.once('drain', resolve))
    }
    response.end()
  })
  const { reader } = await openSource(createHttpSource<{ i: number }>({ url, format: json(), every: false }))
  await new Promise(resolve => setTimeout(resolve, 500))
  expect(sent).toBeLessThan(30_000)
  expect((await take(reader)).every((record, i) => record.i === i)).toBe(true)
  expect(sent).toBe(40_000)
  await reader.close()
})

test('event streams: every line end, split anywhere', () => {
  const stream =
    '\uFEFFdata: a\r\ndata\r\n\r\nid: 7\rdata:b\r\r: note\nevent: x\ndata:  c\n\nretry: 50\nid\ndata: d\n\ndata: unfinished\n'
  const expected = [
    { data: 'a\n', id: '' },
    { data: 'b', id: '7' },
    { data: ' c', id: '7' },
    { data: 'd', id: '' },
  ]
  for (let size = 1; size < stream.length; size++) {
    const decoder = new EventStreamDecoder()
    const events = []
    for (let at = 0; at < stream.length; at += size) events.push(...decoder.push(stream.slice(at, at + size)))
    expect(events).toEqual(expected)
    expect(decoder.retryMs).toBe(50)
  }
})

test('wrong options are named', () => {
  const make = (options: object) => () => createHttpSource({ url: 'http://a', format: json(), ...options } as never)
  expect(make({ url: 'ws://a' })).toThrow(/Use webSocketSource/)
  expect(make({ evry: 5 })).toThrow(/Did you mean 'every'/)
  expect(make({ every: 0 })).toThrow(/every cannot be 0/)
})
