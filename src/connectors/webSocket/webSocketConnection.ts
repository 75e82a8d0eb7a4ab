import type { WebSocket } from 'ws'
import type { CancelTimer, Clock } from '../../base/clock.ts'
import { FlinknbError } from '../../base/errors.ts'
import type { Random } from '../../base/random.ts'
import { Backoff } from '../backoff.ts'
import { causeOf, connectError, lostError, refusedError } from './webSocketErrors.ts'
import type { CheckedWebSocketOptions } from './webSocketOptions.ts'

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024
const HANDSHAKE_MS = 15_000
/** How long the other side may take to answer our closing. */
const CLOSING_MS = 2_000

export interface ConnectionContext {
  readonly clock: Clock
  readonly signal: AbortSignal
  status(text: string | undefined): void
}

export interface ConnectionHandlers {
  /** A connection stands, the first or a further one. */
  opened(socket: WebSocket): void
  message(data: Buffer): void
  /** It was lost and stands again: what was sent in between is missing. */
  reconnected?(gapMs: number, why: string): void
  /** No further connection will be tried. Undefined: the other side closed it normally. */
  ended(error: FlinknbError | undefined): void
}

/** One WebSocket that is kept standing: opened, watched by pings, opened again when it is lost. */
export class WebSocketConnection {
  private socket: WebSocket | undefined
  private closed = false
  private paused = false
  /** Whether a pong could not be read for a while, because nothing was. */
  private wasPaused = false
  private openedAt = 0
  private lostAt: number | undefined
  /** The last error of the network. */
  private why = ''
  private lostBecause = ''
  private retry: CancelTimer | undefined
  private ping: CancelTimer | undefined
  private readonly backoff: Backoff

  constructor(
    private readonly options: CheckedWebSocketOptions,
    private readonly context: ConnectionContext,
    private readonly handlers: ConnectionHandlers,
    random: Random,
  ) {
    this.backoff = new Backoff(random)
    context.signal.addEventListener('abort', () => this.terminate(), { once: true })
  }

  /** Opens it for the first time. Rejects with a FlinknbError `UNREACHABLE` or `NOT_AUTHORIZED`. */
  async open(): Promise<void> {
    await this.connect()
  }

  /** Stops reading: the other side's messages stay in the network's buffers, and it has to slow down. */
  pause(): void {
    if (this.paused) return
    this.paused = this.wasPaused = true
    this.socket?.pause()
  }

  resume(): void {
    if (!this.paused) return
    this.paused = false
    this.socket?.resume()
  }

  /** Closes it in the orderly way. */
  async close(): Promise<void> {
    const socket = this.socket
    this.stop()
    if (!socket || socket.readyState === socket.CLOSED) return
    const gone = new Promise<void>(resolve => socket.once('close', () => resolve()))
    socket.resume()
    socket.close(1000)
    const cancel = this.context.clock.schedule(CLOSING_MS, () => socket.terminate())
    await gone
    cancel()
  }

  /** Breaks it off. */
  terminate(): void {
    const socket = this.socket
    this.stop()
    socket?.terminate()
  }

  private stop(): void {
    this.closed = true
    this.retry?.()
    this.ping?.()
    this.socket = undefined
  }

  private async connect(): Promise<void> {
    const { url, headers, protocols } = this.options
    const { WebSocket } = await import('ws')
    const socket = new WebSocket(url, [...protocols], {
      headers,
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: HANDSHAKE_MS,
    })
    if (this.closed) socket.terminate()
    else this.socket = socket
    await new Promise<void>((resolve, reject) => {
      // At once, not after the promise: the first messages may come in the same packet as the handshake.
      socket.once('open', () => {
        if (this.closed) socket.terminate()
        else this.watch(socket)
        resolve()
      })
      socket.once('unexpected-response', (_, response) => {
        reject(refusedError(url, response.statusCode ?? 0, response.statusMessage ?? ''))
        socket.terminate()
      })
      socket.on('error', error => {
        this.why = causeOf(error)
        reject(connectError(url, error))
      })
    })
  }

  private watch(socket: WebSocket): void {
    this.why = ''
    this.openedAt = this.context.clock.monotonic()
    socket.on('message', data => this.handlers.message(data as Buffer))
    socket.on('close', (code, reason) => {
      if (socket === this.socket) this.lost(code, reason.toString())
    })
    this.watchPulse(socket)
    this.context.status(undefined)
    if (this.lostAt !== undefined) this.handlers.reconnected?.(this.openedAt - this.lostAt, this.lostBecause)
    this.lostAt = undefined
    this.handlers.opened(socket)
    if (this.paused) socket.pause()
  }

  /** Pings; a peer that has not answered by the next ping is dead, unless we did not read its answer. */
  private watchPulse(socket: WebSocket): void {
    const everyMs = this.options.heartbeatMs
    if (everyMs === undefined) return
    let alive = true
    const heard = () => {
      alive = true
    }
    // Whatever comes shows that somebody is there: a pong may stand behind many messages.
    socket.on('pong', heard).on('message', heard)
    const beat = () => {
      if (socket !== this.socket) return
      if (!alive && !this.wasPaused) {
        this.why = `no answer to a ping for ${everyMs / 1000} s`
        socket.terminate()
        return
      }
      alive = false
      this.wasPaused = this.paused
      socket.ping()
      this.ping = this.context.clock.schedule(everyMs, beat)
    }
    this.ping = this.context.clock.schedule(everyMs, beat)
  }

  private lost(code: number, reason: string): void {
    this.ping?.()
    const normal = code === 1000 || code === 1001
    if (code === 1008 || !this.options.reconnect) {
      this.stop()
      this.handlers.ended(normal ? undefined : lostError(this.options.url, code, reason || this.why))
      return
    }
    const now = this.context.clock.monotonic()
    this.backoff.lost(now - this.openedAt)
    this.lostAt = now
    this.lostBecause = this.why || (reason ? `${code}: ${reason}` : `closed with ${code}`)
    this.tryAgain(this.lostBecause)
  }

  private tryAgain(why: string): void {
    const delayMs = this.backoff.nextDelayMs()
    this.context.status(`reconnecting in ${delayMs < 1000 ? '1' : Math.round(delayMs / 1000)} s (${why})`)
    this.retry = this.context.clock.schedule(delayMs, () => {
      this.connect().catch((error: unknown) => {
        if (this.closed) return
        if (error instanceof FlinknbError && error.retriable) this.tryAgain(this.why || error.message)
        else {
          this.stop()
          this.handlers.ended(error instanceof FlinknbError ? error : connectError(this.options.url, error))
        }
      })
    })
  }
}
