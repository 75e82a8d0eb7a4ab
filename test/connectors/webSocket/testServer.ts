import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'

/** A real WebSocket server on a port of its own. */
export interface TestServer {
  readonly url: string
  readonly port: number
  /** Texts received, from all connections, in order. */
  readonly received: string[]
  /** Connections so far. */
  readonly sockets: WebSocket[]
  stop(): Promise<void>
}

export interface TestServerOptions {
  readonly port?: number
  readonly onConnection?: (socket: WebSocket, index: number) => void
  readonly onMessage?: (socket: WebSocket, text: string) => void
  /** Answers the opening request with this HTTP status instead. */
  readonly refuse?: () => number | undefined
  readonly autoPong?: boolean
}

export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const received: string[] = []
  const sockets: WebSocket[] = []
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: options.port ?? 0,
    autoPong: options.autoPong ?? true,
    verifyClient: (_, answer) => {
      const status = options.refuse?.()
      answer(status === undefined, status, 'refused by the test')
    },
  })
  await new Promise<void>((resolve, reject) => server.once('listening', () => resolve()).once('error', reject))
  server.on('connection', socket => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('message', data => {
      received.push(String(data))
      options.onMessage?.(socket, String(data))
    })
    options.onConnection?.(socket, sockets.length - 1)
  })
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    for (const socket of sockets) socket.terminate()
    await new Promise<void>(resolve => server.close(() => resolve()))
  }
  onTestFinished(stop)
  return { url: `ws://127.0.0.1:${port}`, port, received, sockets, stop }
}
