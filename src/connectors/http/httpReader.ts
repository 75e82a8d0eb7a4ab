import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CancelTimer } from '../../base/clock.ts'
import { FlinknbError, messageOf } from '../../base/errors.ts'
import type { Random } from '../../base/random.ts'
import type { SourceBatch, SourceContext, SourceReader } from '../../engine/source.ts'
import { Backoff } from '../backoff.ts'
import { rejectRecord } from '../deadLetters.ts'
import type { DecodedChunk } from '../format.ts'
import { Wakeup } from '../wakeup.ts'
import { EventStreamDecoder } from './eventStream.ts'
import { fetchError, shownHttpUrl, statusError } from './httpErrors.ts'
import type { CheckedHttpOptions } from './httpSource.ts'

/** Records waiting to be polled, beyond which the answer is read no further. */
const FULL_RECORDS = 8_192

interface HttpPosition {
  /** Id of the last event that was polled whole. */
  readonly lastEventId: string
  /** Records polled of what comes next: of the one answer, where it is asked for once; of the next event. */
  readonly skip: number
  /** Malformed records of the one answer that were reported. */
  readonly skipMalformed: number
}

interface Chunk<T> {
  readonly values: T[]
  /** Reported when the first of `values` is polled, so that position and report agree. */
  malformed: readonly Rejected[]
  /** Records of the same event before these that were polled before the restart. */
  readonly skipped: number
  /** The event id in force when all of them have been polled. */
  readonly id?: string
}

interface Rejected {
  readonly origin: string
  readonly reason: string
  readonly raw: string
}

/** Asks, decodes what comes in the background, and waits while nobody polls. Bounded by 8,192 records and one chunk of the network. */
export class HttpReader<T> implements SourceReader<T> {
  private chunks: Chunk<T>[] = []
  private cursor = 0
  private waitingRecords = 0
  private polled: number
  private toSkip: number
  private rejected: number
  private toSkipMalformed: number
  private lastEventId: string
  /** Of events that have come, polled or not. */
  private newestEventId: string
  private validators: Record<string, string> = {}
  /** Whether server-sent events come. */
  private events = false
  private ended = false
  private announced = false
  private failure: unknown
  private readonly wakeup = new Wakeup()
  private readonly room = new Wakeup()
  private readonly closing = new AbortController()
  private readonly backoff: Backoff
  private readonly shown: string
  private pumping: Promise<void> | undefined

  constructor(
    private readonly options: CheckedHttpOptions<T>,
    private readonly context: SourceContext,
    random: Random,
  ) {
    const restored = context.restoredPosition as HttpPosition | undefined
    this.lastEventId = this.newestEventId = restored?.lastEventId ?? ''
    this.polled = this.toSkip = restored?.skip ?? 0
    this.rejected = this.toSkipMalformed = restored?.skipMalformed ?? 0
    this.backoff = new Backoff(random)
    this.shown = shownHttpUrl(options.url)
    if (context.signal.aborted) this.closing.abort()
    context.signal.addEventListener('abort', () => this.stop(), { once: true })
  }

  async open(): Promise<void> {
    this.context.splitAdded(this.shown)
    const first = await this.request()
    this.pumping = this.pump(first).catch((error: unknown) => {
      if (!this.closing.signal.aborted) this.failure = error
      this.wakeup.wake()
    })
  }

  get finished(): boolean {
    return this.ended && this.chunks.length === 0 && this.failure === undefined
  }

  poll(maxRecords: number): SourceBatch<T> | undefined {
    if (this.finished && !this.announced) {
      this.announced = true
      this.context.splitFinished(this.shown)
    }
    const chunk = this.nextChunk()
    if (!chunk) {
      if (this.failure !== undefined) throw this.failure
      return undefined
    }
    const values = chunk.values.slice(this.cursor, this.cursor + maxRecords)
    this.cursor += values.length
    this.waitingRecords -= values.length
    this.polled += values.length
    if (this.cursor === chunk.values.length) this.shiftChunk(chunk)
    if (this.waitingRecords < FULL_RECORDS / 4) this.room.wake()
    return { split: this.shown, values }
  }

  async available(): Promise<void> {
    const nothing = this.chunks.length === 0 && !this.ended && this.failure === undefined
    if (nothing && !this.closing.signal.aborted) await this.wakeup.wait()
  }

  position(): HttpPosition {
    const { lastEventId, options, polled, cursor, toSkip, rejected } = this
    const next = this.chunks[0]
    const ofEvent = next ? next.skipped + cursor : toSkip
    const once = options.everyMs === undefined && !this.events
    return { lastEventId, skip: this.events ? ofEvent : once ? polled : 0, skipMalformed: once ? rejected : 0 }
  }

  async close(): Promise<void> {
    this.stop()
    await this.pumping
  }

  /** The first chunk with records; reports what is malformed in it and in empty ones before it. */
  private nextChunk(): Chunk<T> | undefined {
    for (let chunk = this.chunks[0]; chunk; chunk = this.chunks[0]) {
      const { malformed } = chunk
      chunk.malformed = []
      for (const record of malformed) {
        this.rejected++
        rejectRecord(this.context, this.options.onMalformed, record)
      }
      if (chunk.values.length > 0) return chunk
      this.shiftChunk(chunk)
    }
    return undefined
  }

  private shiftChunk(chunk: Chunk<T>): void {
    this.chunks.shift()
    this.cursor = 0
    this.lastEventId = chunk.id ?? this.lastEventId
  }

  private stop(): void {
    this.closing.abort()
    this.wakeup.wake()
    this.room.wake()
  }

  private async request(): Promise<Response> {
    const { url, headers } = this.options
    const lastEvent = this.newestEventId ? { 'last-event-id': this.newestEventId } : {}
    const all = { accept: 'text/event-stream, */*', ...headers, ...this.validators, ...lastEvent }
    let response: Response
    try {
      response = await fetch(url, { headers: all, signal: this.closing.signal })
    } catch (error) {
      throw fetchError(url, error)
    }
    if (response.ok || response.status === 304) return response
    await response.body?.cancel()
    throw statusError(url, response.status, response.statusText)
  }

  /** Reads answer after answer until the source is closed, or the one answer has ended. */
  private async pump(first: Response): Promise<void> {
    let response: Response | undefined = first
    while (!this.closing.signal.aborted) {
      let delayMs: number | undefined = this.options.everyMs
      const startedAt = this.context.clock.monotonic()
      try {
        response ??= await this.request()
        this.context.status(undefined)
        const retryMs = await this.read(response)
        this.backoff.lost(Number.POSITIVE_INFINITY)
        if (delayMs !== undefined && retryMs !== undefined) delayMs = retryMs
      } catch (error) {
        if (this.closing.signal.aborted) return
        const retriable = !(error instanceof FlinknbError) || error.retriable
        if (delayMs === undefined || !retriable) throw error
        this.backoff.lost(this.context.clock.monotonic() - startedAt)
        delayMs = this.backoff.nextDelayMs()
        this.context.status(`asking again in ${Math.max(1, Math.round(delayMs / 1000))} s (${messageOf(error)})`)
      }
      response = undefined
      if (delayMs === undefined) {
        this.ended = true
        this.wakeup.wake()
        return
      }
      await this.pause(delayMs)
    }
  }

  /** @returns for events, how long to wait before the next request */
  private async read(response: Response): Promise<number | undefined> {
    if (response.status === 304 || !response.body) return undefined
    if (/^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')) {
      return await this.readEvents(response.body)
    }
    const decoder = this.options.format.fileDecoder()
    for await (const bytes of this.bytesOf(response.body)) await this.add(decoder.push(bytes))
    await this.add(decoder.end())
    const etag = response.headers.get('etag')
    const modified = response.headers.get('last-modified')
    this.validators = etag ? { 'if-none-match': etag } : modified ? { 'if-modified-since': modified } : {}
    return undefined
  }

  private async readEvents(body: ReadableStream<Uint8Array>): Promise<number> {
    this.events = true
    const events = new EventStreamDecoder(this.newestEventId)
    const text = new TextDecoder()
    for await (const bytes of this.bytesOf(body)) {
      for (const { data, id } of events.push(text.decode(bytes, { stream: true }))) {
        this.newestEventId = id
        const decoded = this.decodeEvent(data)
        await this.add(decoded, id)
      }
    }
    // The server has closed it in peace: back at once, as browsers do, or when it said.
    return events.retryMs ?? Math.max(1, this.backoff.nextDelayMs())
  }

  private decodeEvent(data: string): DecodedChunk<T> {
    try {
      return { values: this.options.format.decodeMessage(Buffer.from(data)), malformed: [] }
    } catch (error) {
      return { values: [], malformed: [{ line: 0, reason: messageOf(error), raw: data }] }
    }
  }

  private async *bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const bytes of body) yield bytes
    } catch (error) {
      if (error instanceof FlinknbError) throw error
      throw fetchError(this.options.url, error)
    }
  }

  private async add({ values, malformed }: DecodedChunk<T>, id?: string): Promise<void> {
    const skippedMalformed = Math.min(this.toSkipMalformed, malformed.length)
    this.toSkipMalformed -= skippedMalformed
    const rejected = malformed.slice(skippedMalformed).map(({ line, reason, raw }) => {
      const origin = line > 0 ? `${this.shown}:${line}` : `${this.shown} event ${id ?? ''}`.trimEnd()
      return { origin, reason, raw }
    })
    const skipped = Math.min(this.toSkip, values.length)
    this.toSkip -= skipped
    if (values.length === skipped && rejected.length === 0) return
    const rest = skipped > 0 ? values.slice(skipped) : values
    this.chunks.push({ values: rest, malformed: rejected, skipped, ...(id === undefined ? {} : { id }) })
    this.waitingRecords += rest.length
    this.wakeup.wake()
    while (this.waitingRecords >= FULL_RECORDS && !this.closing.signal.aborted) await this.room.wait()
    // Decoding a large body piece by piece must not keep others from the thread.
    if (rest.length > 1_000) await nextTurn()
  }

  private async pause(delayMs: number): Promise<void> {
    const { signal } = this.closing
    let cancel: CancelTimer = () => {}
    let stop: () => void = () => {}
    await new Promise<void>(resolve => {
      cancel = this.context.clock.schedule(delayMs, resolve)
      stop = resolve
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) resolve()
    })
    cancel()
    signal.removeEventListener('abort', stop)
  }
}
