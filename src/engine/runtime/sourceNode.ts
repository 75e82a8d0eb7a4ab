import type { Clock } from '../../base/clock.ts'
import { show } from '../../base/options.ts'
import { RingBuffer } from '../../base/ringBuffer.ts'
import { MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { EventTimeClock, type EventTimeState } from '../eventTimeClock.ts'
import type { DeadLetter, SourceReader } from '../source.ts'
import { DEAD_LETTERS_ID, type SourceTransformation } from '../transformation.ts'
import { FanOut } from './channel.ts'
import { type BusyMeter, NodeMetrics } from './nodeMetrics.ts'
import type { OperatorNode } from './operatorNode.ts'
import { SideOutputs } from './sideOutputs.ts'
import type { SinkNode } from './sinkNode.ts'

/** Enough to see what is wrong with them; a stream of all is `stream.deadLetters()`. */
const KEPT_DEAD_LETTERS = 50

/** What a source's node holds in a checkpoint. */
export interface SourceNodeState {
  /** As its reader gave it. */
  readonly position: unknown
  readonly eventTime: EventTimeState
  readonly sentWatermark: number
  readonly sentIdle: boolean
  readonly ended: boolean
}

/** A source at work: polls its reader, gives records their event time, keeps dead letters. */
export class SourceNode {
  readonly main = new FanOut()
  readonly sides = new SideOutputs()
  readonly metrics: NodeMetrics
  /** What its records flow into: while one of them is full, this source is not asked. */
  readonly sinks: SinkNode[] = []
  /** What its records flow through: while one of them is blocked, this source is not asked. */
  readonly operators: OperatorNode[] = []
  note: string | undefined
  malformed = 0
  /** The newest dead letters, also when no stream of them is read. */
  readonly deadLetters = new RingBuffer<DeadLetter>(KEPT_DEAD_LETTERS)
  ended = false
  private reader: SourceReader<unknown> | undefined
  private readonly eventTime: EventTimeClock<unknown>
  private sentWatermark = NO_WATERMARK
  private sentIdle = false

  constructor(
    readonly id: string,
    readonly transformation: SourceTransformation,
    private readonly clock: Clock,
    private readonly meter: BusyMeter,
  ) {
    this.metrics = new NodeMetrics(id, transformation.name)
    this.eventTime = new EventTimeClock(transformation.watermarks, () => transformation.name)
  }

  async open(signal: AbortSignal, restored: SourceNodeState | undefined): Promise<void> {
    if (restored) this.restore(restored)
    this.reader = await this.transformation.source.open({
      clock: this.clock,
      restoredPosition: restored?.position,
      signal,
      deadLetter: letter => this.deadLetter(letter),
      splitAdded: split => this.eventTime.splitAdded(split, this.clock.now()),
      splitFinished: split => this.eventTime.splitFinished(split),
      status: text => {
        this.note = text
      },
    })
  }

  snapshot(): SourceNodeState {
    const { sentWatermark, sentIdle, ended } = this
    return { position: this.position(), eventTime: this.eventTime.snapshot(), sentWatermark, sentIdle, ended }
  }

  /** Whether something downstream has no room. */
  get heldBack(): boolean {
    return this.sinks.some(sink => sink.pending !== undefined) || this.blocked
  }

  /** Whether an operator downstream has more to do than it has room for. */
  get blocked(): boolean {
    return this.operators.some(node => node.operator.blocked)
  }

  /** Reads one batch and passes it on; returns how many records that were. */
  poll(maxRecords: number): number {
    const reader = this.openReader
    if (this.ended) return 0
    const before = this.meter.enter(this.metrics)
    try {
      return this.pollReader(reader, maxRecords)
    } finally {
      this.meter.leave(before)
    }
  }

  available(): Promise<void> {
    return this.openReader.available()
  }

  /** When idleness must be looked at; undefined when it need not be. */
  nextIdlenessCheck(): number | undefined {
    return this.ended ? undefined : this.eventTime.nextIdlenessCheck()
  }

  position(): unknown {
    return this.openReader.position()
  }

  async checkpointCompleted(position: unknown): Promise<void> {
    await this.reader?.checkpointCompleted?.(position)
  }

  async close(): Promise<void> {
    await this.reader?.close()
  }

  private restore({ eventTime, sentWatermark, sentIdle, ended }: SourceNodeState): void {
    this.eventTime.restore(eventTime, this.clock.now())
    this.sentWatermark = sentWatermark
    this.sentIdle = sentIdle
    this.ended = ended
  }

  private get openReader(): SourceReader<unknown> {
    if (!this.reader) throw new Error(`source ${this.metrics.name} is not open`)
    return this.reader
  }

  private pollReader(reader: SourceReader<unknown>, maxRecords: number): number {
    const now = this.clock.now()
    const batch = reader.poll(maxRecords)
    this.eventTime.checkIdleness(now)
    if (batch && batch.values.length > 0) {
      this.setIdle(false)
      const timed = this.eventTime.assign(batch.split, batch.values, batch.timestamps, now, value =>
        this.untimed(value, batch.split),
      )
      this.metrics.recordsIn += batch.values.length
      this.metrics.recordsOut += timed.values.length
      if (timed.values.length > 0) this.main.batch(timed)
    }
    this.sides.flush()
    this.sendWatermark(this.eventTime.watermark)
    this.setIdle(this.eventTime.idle)
    if (!batch && reader.finished) this.end()
    return batch?.values.length ?? 0
  }

  private end(): void {
    this.ended = true
    this.setIdle(false)
    this.sendWatermark(MAX_WATERMARK)
    this.sides.end()
    this.main.end()
  }

  private sendWatermark(watermark: number): void {
    if (watermark <= this.sentWatermark) return
    this.sentWatermark = watermark
    if (watermark !== MAX_WATERMARK) this.metrics.watermark = watermark
    this.main.watermark(watermark)
    this.sides.watermark(watermark)
  }

  private setIdle(idle: boolean): void {
    if (idle === this.sentIdle) return
    this.sentIdle = idle
    this.main.idle(idle)
    this.sides.idle(idle)
  }

  private untimed(value: unknown, split: string): void {
    const { assigner } = this.transformation.watermarks
    const what =
      typeof assigner === 'string'
        ? `column '${assigner}' is ${show((value as never)?.[assigner])}`
        : 'the timestamp assigner gave no number'
    this.deadLetter({
      origin: `${this.transformation.source.description}, ${split}`,
      reason: `no valid event time: ${what}, expected epoch milliseconds or a Date`,
      raw: JSON.stringify(value)?.slice(0, 4096) ?? String(value),
      at: this.clock.now(),
    })
  }

  private deadLetter(letter: DeadLetter): void {
    this.malformed++
    this.deadLetters.push(letter)
    this.sides.emit(DEAD_LETTERS_ID, letter, letter.at, this.sentWatermark)
  }
}
