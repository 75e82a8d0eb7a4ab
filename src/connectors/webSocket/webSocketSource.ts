import type { WebSocket } from 'ws'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Random } from '../../base/random.ts'
import type { Boundedness, Source, SourceBatch, SourceContext, SourceReader } from '../../engine/source.ts'
import { systemRandom } from '../backoff.ts'
import type { OnMalformed } from '../deadLetters.ts'
import type { Format } from '../format.ts'
import { checkFormat, checkOnMalformed } from '../sourceOptions.ts'
import { Wakeup } from '../wakeup.ts'
import { MessageQueue } from './messageQueue.ts'
import { WebSocketConnection } from './webSocketConnection.ts'
import { shownUrl } from './webSocketErrors.ts'
import {
  type CheckedWebSocketOptions,
  checkWebSocketOptions,
  WEB_SOCKET_OPTION_NAMES,
  type WebSocketOptions,
} from './webSocketOptions.ts'

export interface WebSocketSourceOptions<T> extends WebSocketOptions {
  format: Format<T>
  /** Sent when a connection stands, in order, each time it does: a text as it is, anything else as JSON. An array is several messages. */
  subscribe?: unknown
  /** What becomes of a message that cannot be decoded. Default 'dead-letter'. */
  onMalformed?: OnMalformed | undefined
}

/**
 * Reads the messages of a WebSocket. When records are not taken, reading pauses and the server has to slow down.
 *
 * A lost connection, also one that the server closes normally, is opened again and the subscriptions are sent again; nothing
 * replays what was sent in between, so the gap stands among the dead letters. With `reconnect: false` the stream ends when the
 * server closes it (1000, 1001), and any other loss fails the job. A job started from a checkpoint goes on with what
 * comes then.
 *
 * @param random for the delays between attempts
 * @throws FlinknbError `INVALID_OPTION` here; when opened, `UNREACHABLE` or `NOT_AUTHORIZED`
 * @example createWebSocketSource<Tick>({ url: 'ws://localhost:8765', format: json(), subscribe: { op: 'subscribe', channel: 'ticks' } })
 */
export function createWebSocketSource<T>(options: WebSocketSourceOptions<T>, random: Random = systemRandom): Source<T> {
  const call = 'webSocketSource()'
  checkOptionNames(call, options, [...WEB_SOCKET_OPTION_NAMES, 'format', 'subscribe', 'onMalformed'])
  const connection = checkWebSocketOptions(call, options)
  const format = checkFormat(call, options.format)
  const onMalformed = checkOnMalformed(call, options.onMalformed)
  return new WebSocketSource(connection, format, subscriptions(call, options.subscribe), onMalformed, random)
}

class WebSocketSource<T> implements Source<T> {
  readonly kind = 'webSocket'
  readonly description: string
  readonly boundedness: Boundedness

  constructor(
    private readonly options: CheckedWebSocketOptions,
    private readonly format: Format<T>,
    private readonly subscriptions: readonly string[],
    private readonly onMalformed: OnMalformed,
    private readonly random: Random,
  ) {
    this.description = `webSocket ${shownUrl(options.url)}`
    this.boundedness = options.reconnect ? 'unbounded' : 'bounded'
  }

  async open(context: SourceContext): Promise<SourceReader<T>> {
    const origin = shownUrl(this.options.url)
    const queue = new MessageQueue(this.format, origin, this.onMalformed, context)
    context.splitAdded(origin)
    const reader = new WebSocketReader(queue, this.subscriptions, context, origin)
    await reader.open(this.options, this.random)
    return reader
  }
}

class WebSocketReader<T> implements SourceReader<T> {
  private readonly wakeup = new Wakeup()
  private connection: WebSocketConnection | undefined
  private ended = false
  private announced = false
  private failure: FlinknbError | undefined

  constructor(
    private readonly queue: MessageQueue<T>,
    private readonly subscriptions: readonly string[],
    private readonly context: SourceContext,
    private readonly split: string,
  ) {
    context.signal.addEventListener('abort', () => this.wakeup.wake(), { once: true })
  }

  async open(options: CheckedWebSocketOptions, random: Random): Promise<void> {
    this.connection = new WebSocketConnection(
      options,
      this.context,
      {
        opened: socket => this.subscribe(socket),
        message: data => this.receive(data),
        reconnected: (gapMs, why) => this.markGap(gapMs, why),
        ended: error => {
          this.failure = error
          this.ended = true
          this.wakeup.wake()
        },
      },
      random,
    )
    await this.connection.open()
  }

  get finished(): boolean {
    return this.ended && this.failure === undefined && this.queue.empty
  }

  poll(maxRecords: number): SourceBatch<T> | undefined {
    if (this.finished && !this.announced) {
      this.announced = true
      this.context.splitFinished(this.split)
    }
    const values = this.queue.take(maxRecords)
    if (this.queue.hasRoom) this.connection?.resume()
    if (values.length > 0) return { split: this.split, values }
    // What had come before the failure has been delivered.
    if (this.failure && this.queue.empty) throw this.failure
    return undefined
  }

  async available(): Promise<void> {
    if (!this.queue.empty || this.ended || this.context.signal.aborted) return
    await this.wakeup.wait()
  }

  /** Nothing replays a WebSocket: there is no position to go back to. */
  position(): null {
    return null
  }

  async close(): Promise<void> {
    this.ended = true
    this.wakeup.wake()
    await this.connection?.close()
  }

  private subscribe(socket: WebSocket): void {
    for (const message of this.subscriptions) socket.send(message)
  }

  private receive(data: Buffer): void {
    this.queue.push(data)
    if (this.queue.full) this.connection?.pause()
    this.wakeup.wake()
  }

  private markGap(gapMs: number, why: string): void {
    const at = this.context.clock.now()
    const from = new Date(at - gapMs).toISOString()
    const reason = `gap: the connection was lost from ${from} to ${new Date(at).toISOString()} (${why}); what was sent in between is missing`
    this.context.deadLetter({ origin: this.split, reason, raw: '', at })
  }
}

function subscriptions(call: string, subscribe: unknown): string[] {
  if (subscribe === undefined) return []
  return (Array.isArray(subscribe) ? subscribe : [subscribe]).map(message => {
    const text = typeof message === 'string' ? message : JSON.stringify(message)
    if (text !== undefined) return text
    throw new FlinknbError('INVALID_OPTION', `${call}: subscribe: ${show(message)} cannot be sent.`, {
      fix: 'Give a text or an object.',
    })
  })
}
