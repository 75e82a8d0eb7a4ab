import type { WebSocket } from 'ws'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { Random } from '../../base/random.ts'
import type { Sink, SinkContext, SinkWriter } from '../../engine/sink.ts'
import { systemRandom } from '../backoff.ts'
import type { Format } from '../format.ts'
import { checkFormat } from '../sourceOptions.ts'
import { Wakeup } from '../wakeup.ts'
import { WebSocketConnection } from './webSocketConnection.ts'
import { shownUrl } from './webSocketErrors.ts'
import {
  type CheckedWebSocketOptions,
  checkWebSocketOptions,
  WEB_SOCKET_OPTION_NAMES,
  type WebSocketOptions,
} from './webSocketOptions.ts'

export interface WebSocketSinkOptions<T> extends WebSocketOptions {
  format: Format<T>
}

/** Messages that may wait to be sent before the job must wait too. */
const WAITING_MESSAGES = 1_024

/**
 * Sends each record as one message (as text, and as binary where its bytes are the format `raw()`).
 *
 * WebSocket has no receipts: what has left this machine counts as delivered. A message that was not sent when the
 * connection was lost is sent when it stands again, so one may arrive twice, and one on the way may be lost.
 *
 * @throws FlinknbError `INVALID_OPTION` here; when opened, `UNREACHABLE` or `NOT_AUTHORIZED`
 * @example createWebSocketSink({ url: 'ws://localhost:8765/alerts', format: json() })
 */
export function createWebSocketSink<T>(options: WebSocketSinkOptions<T>, random: Random = systemRandom): Sink<T> {
  const call = 'webSocketSink()'
  checkOptionNames(call, options, [...WEB_SOCKET_OPTION_NAMES, 'format'])
  return new WebSocketSink(checkWebSocketOptions(call, options), checkFormat(call, options.format), random)
}

class WebSocketSink<T> implements Sink<T> {
  readonly kind = 'webSocket'
  readonly description: string
  readonly commitIntervalMs = 1_000

  constructor(
    private readonly options: CheckedWebSocketOptions,
    private readonly format: Format<T>,
    private readonly random: Random,
  ) {
    this.description = `webSocket ${shownUrl(options.url)}`
  }

  async open(context: SinkContext): Promise<SinkWriter<T>> {
    const writer = new WebSocketWriter(this.format)
    await writer.open(this.options, context, this.random)
    return writer
  }
}

/** Bounded by 1,024 messages that wait, and one batch. */
class WebSocketWriter<T> implements SinkWriter<T> {
  private connection: WebSocketConnection | undefined
  private socket: WebSocket | undefined
  /** Messages not sent yet, oldest first; those before `handed` were given to `socket`. */
  private waiting: Uint8Array[] = []
  private handed = 0
  private readonly progress = new Wakeup()
  private failure: FlinknbError | undefined
  private closed = false

  constructor(private readonly format: Format<T>) {}

  async open(options: CheckedWebSocketOptions, context: SinkContext, random: Random): Promise<void> {
    this.connection = new WebSocketConnection(
      options,
      context,
      {
        opened: socket => this.opened(socket),
        message: () => {},
        ended: error => this.fail(error ?? closedByServer(options.url)),
      },
      random,
    )
    context.signal.addEventListener('abort', () => this.fail(interrupted()), { once: true })
    await this.connection.open()
  }

  write(values: readonly T[]): void | Promise<void> {
    if (this.failure) throw this.failure
    for (const value of values) this.waiting.push(this.format.encodeMessage(value))
    this.send()
    return this.waiting.length > WAITING_MESSAGES ? this.drainTo(WAITING_MESSAGES) : undefined
  }

  async prepareCommit(): Promise<undefined> {
    await this.drainTo(0)
  }

  async commit(): Promise<void> {}

  async abort(): Promise<void> {
    this.closed = true
    this.waiting = []
    this.progress.wake()
    this.connection?.terminate()
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    await this.connection?.close()
  }

  private opened(socket: WebSocket): void {
    this.socket = socket
    this.handed = 0
    this.send()
  }

  private send(): void {
    const { socket } = this
    if (!socket || socket.readyState !== socket.OPEN) return
    const binary = this.format.name === 'raw'
    for (; this.handed < this.waiting.length; this.handed++) {
      socket.send(this.waiting[this.handed] as Uint8Array, { binary }, error => this.sent(socket, error))
    }
  }

  /** The oldest of the messages handed to this socket has left, or will not. */
  private sent(socket: WebSocket, error: Error | null | undefined): void {
    if (error || socket !== this.socket) return
    this.waiting.shift()
    this.handed--
    this.progress.wake()
  }

  private async drainTo(count: number): Promise<void> {
    while (this.waiting.length > count && !this.failure && !this.closed) await this.progress.wait()
    if (this.failure) throw this.failure
  }

  private fail(error: FlinknbError): void {
    this.failure ??= error
    this.progress.wake()
  }
}

function interrupted(): FlinknbError {
  return new FlinknbError('INTERRUPTED', 'The job was cancelled while messages waited to be sent.')
}

function closedByServer(url: string): FlinknbError {
  return new FlinknbError(
    'CONNECTION_LOST',
    `${shownUrl(url)} closed the connection while records were written to it.`,
    {
      fix: 'With reconnect: true (the default) it would be opened again.',
      retriable: true,
    },
  )
}
