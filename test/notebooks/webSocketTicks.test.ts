import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { buildCli, CliHarness } from '../cli/cliHarness.ts'
import { copyNotebooks, isUnmodified } from './sharedNotebooks.ts'

const START = 1_717_200_000_000
let harness: CliHarness
let server: WebSocketServer
const subscriptions: unknown[] = []

/** Sends a tick of each of two symbols every tenth of a second of event time, a hundred times as fast, to whoever subscribes. */
beforeAll(async () => {
  harness = new CliHarness(await buildCli())
  copyNotebooks(harness.directory)
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise(resolve => server.once('listening', resolve))
  server.on('connection', socket => {
    socket.once('message', message => {
      subscriptions.push(JSON.parse(String(message)))
      let i = 0
      const timer = setInterval(() => {
        for (let k = 0; k < 5; k++, i++) {
          const ts = START + i * 100
          socket.send(JSON.stringify({ symbol: 'AAA', price: 100 + (i % 10), qty: 1, ts }))
          socket.send(JSON.stringify({ symbol: 'BBB', price: 50, qty: 2, ts }))
        }
      }, 5)
      socket.once('close', () => clearInterval(timer))
    })
  })
}, 60_000)

afterAll(() => {
  for (const client of server.clients) client.terminate()
  server.close()
})

test('the WebSocket notebook against a real server: subscribes, smooths, stops cleanly', async () => {
  expect(isUnmodified('websocket-ticks.flinknb')).toBe(true)
  const { port } = server.address() as AddressInfo
  const args = ['run', 'websocket-ticks.flinknb', '--param', `url=ws://127.0.0.1:${port}`, '--stop-after', '3s']
  const result = await harness.run([...args, '--output', 'ticks.flinknb'])
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)
  expect(subscriptions).toEqual([{ op: 'subscribe', channel: 'ticks' }])

  const { cells } = JSON.parse(readFileSync(path.join(harness.directory, 'ticks.flinknb'), 'utf8'))
  const figure = cells[1].outputs[0].data['application/vnd.plotly.v1+json']
  const traces = Object.fromEntries(figure.data.map((trace: { name: string }) => [trace.name, trace]))
  expect(Object.keys(traces).sort()).toEqual(['AAA', 'BBB'])
  // any ten seconds of AAA hold each of its ten prices ten times, and BBB never moves
  const last = (values: number[]) => values.slice(20).filter(value => value !== null)
  expect(last(traces.AAA.y).length).toBeGreaterThan(20)
  for (const mean of last(traces.AAA.y)) expect(mean).toBeCloseTo(104.5, 9)
  for (const mean of last(traces.BBB.y)) expect(mean).toBe(50)
}, 60_000)
