import { FlinknbError } from '../../base/errors.ts'
import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { Collector, OutputTag } from '../processFunction.ts'
import type { Timer } from '../state/timerQueue.ts'
import { asUserCodeError } from '../userCodeError.ts'
import type { AfterMatchSkip } from './afterMatchSkipStrategy.ts'
import { EventBuffer, type EventBufferSnapshot } from './eventBuffer.ts'
import { MatcherReader, type MatcherSnapshot, MatcherWriter, type NodeSnapshot } from './matcherSnapshot.ts'
import { type Match, type MatcherState, PatternMatcher, type TimedOutMatch } from './patternMatcher.ts'
import type { PatternContext, PatternProcessFunction } from './patternProcessFunction.ts'
import type { StateGraph } from './stateGraph.ts'

export type PatternTime = 'event' | 'processing'

export interface CepSettings<Out> {
  readonly graph: StateGraph
  readonly skip: AfterMatchSkip
  readonly keyOf: KeyReader
  readonly process: PatternProcessFunction<Record<string, unknown>, Out>
  /** Orders events of the same time; without it they stay as they came. */
  readonly comparator: ((a: unknown, b: unknown) => number) | undefined
  readonly lateTag: OutputTag<unknown> | undefined
  /** Undefined: event time if the stream has it. */
  readonly time: PatternTime | undefined
}

/**
 * Looks for a pattern in the events of each key (Flink's `CepOperator`).
 *
 * In event time an event waits until the watermark has reached it, so events are judged in order of time; those behind
 * the watermark are late. Everything happens at its own time, also where the watermark jumps: an event at its timestamp,
 * a time limit when it runs out. So results of different keys come in order of time, and a match by absence carries the
 * moment when the absence became certain. (In Flink both depend on how far the watermark happened to jump.)
 */
export class CepOperator<In, Out> extends Operator<In, Out> {
  /** Only of keys in which something has begun. */
  private readonly keys = new Map<unknown, MatcherState>()
  /** Stands for every key in which nothing has. */
  private idle!: MatcherState
  private readonly events = new EventBuffer()
  /**
   * When matches that have begun run out of time, by key. Mostly appended: events are judged in order of time, and so their
   * matches run out. One whose match has gone on or is complete finds nothing to do.
   */
  private readonly deadlines = new EventBuffer()
  private readonly results = new BatchBuilder<Out>()
  private time: PatternTime | undefined
  private matcher!: PatternMatcher
  /** Of the results that are being made. */
  private timestamp = Number.NaN
  /** The watermark before which results stand: while timers fire, the one before that fires them. */
  private resultWatermark = NO_WATERMARK
  private key: unknown
  private readonly due = (time: number) => this.deadlines.add(time, this.key, undefined)
  private readonly collector: Collector<Out> = {
    collect: value => this.results.append(value, this.recordTime, this.resultWatermark),
  }
  private readonly functionContext: PatternContext

  constructor(private readonly settings: CepSettings<Out>) {
    super()
    this.time = settings.time
    const operator = this
    this.functionContext = {
      get timestamp() {
        return operator.timestamp
      },
      currentProcessingTime: () => operator.context.processingTime(),
      output: (tag, value) => operator.output.side(tag, value, operator.recordTime, operator.resultWatermark),
    }
  }

  override attach(...[output, context]: Parameters<Operator<In, Out>['attach']>): void {
    super.attach(output, context)
    const { graph, skip } = this.settings
    this.matcher = new PatternMatcher(graph, skip, () => context.processingTime())
    this.idle = this.matcher.begin()
  }

  override open(): void {
    this.settings.process.open?.()
  }

  override processBatch(batch: Batch<In>): void {
    this.time ??= batch.timestamps ? 'event' : 'processing'
    if (this.time === 'processing') this.processNow(batch)
    else if (batch.timestamps) this.buffer(batch, batch.timestamps)
    else throw new NoTimestampsError(this.context.name)
    this.flush()
  }

  override onWatermark(watermark: number): void {
    if (this.time === 'processing') this.watermark = this.resultWatermark = watermark
    else this.advance(watermark)
    this.flush()
  }

  override onProcessingTime(time: number): void {
    if (this.time !== 'processing') return
    this.workUntil(time - 1)
    this.requestProcessingTime()
    this.flush()
  }

  override close(): void {
    this.settings.process.close?.()
  }

  override restoreWatermark(watermark: number): void {
    super.restoreWatermark(watermark)
    this.resultWatermark = watermark
  }

  override snapshotState(): CepSnapshot {
    const writer = new MatcherWriter()
    const keys = [...this.keys].map(([key, state]) => [key, writer.write(state)] as const)
    const states = this.settings.graph.states.map(state => state.pattern)
    const events = this.events.snapshot()
    const { times, keys: waiting } = this.deadlines.snapshot()
    const timers = times.map((time, i): Timer => ({ time, key: waiting[i] }))
    return { states, time: this.time, watermark: this.watermark, keys, nodes: writer.nodes, events, timers }
  }

  override restoreState(state: unknown): void {
    const { states, time, watermark, keys, nodes, events, timers } = state as CepSnapshot
    const own = this.settings.graph.states.map(({ pattern }) => pattern)
    if (own.join() !== states.join()) {
      throw new FlinknbError('INVALID_STATE', `${this.context.name}: the checkpoint was made with another pattern.`, {
        fix: `It had the states ${states.join(', ')}, and now there are ${own.join(', ')}. Start without the checkpoint, or restore the pattern.`,
      })
    }
    this.time = time
    this.restoreWatermark(Math.max(watermark, this.watermark))
    const reader = new MatcherReader(nodes, this.settings.graph, this.matcher.starting)
    for (const [key, matcher] of keys) this.keys.set(key, reader.read(matcher))
    this.events.restore(events)
    for (const { time, key } of timers) this.deadlines.add(time, key, undefined)
    this.requestProcessingTime()
  }

  // ------------------------------------------------------------------ event time

  private buffer({ values, watermarks }: Batch<In>, timestamps: Float64Array): void {
    for (let i = 0; i < values.length; i++) {
      if (watermarks) this.advance(watermarks[i] as number)
      const event = values[i] as In
      const time = timestamps[i] as number
      if (!(time > this.watermark)) this.late(event, time)
      else this.events.add(time, this.keyOf(event), event)
    }
  }

  private advance(watermark: number): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    this.workUntil(watermark)
    this.resultWatermark = watermark
  }

  private late(event: In, time: number): void {
    this.context.countLate(1)
    const { lateTag } = this.settings
    if (lateTag) this.output.side(lateTag, event, time, this.resultWatermark)
  }

  // ------------------------------------------------------------------ processing time

  private processNow({ values, watermarks }: Batch<In>): void {
    const now = this.context.processingTime()
    for (let i = 0; i < values.length; i++) {
      if (watermarks) this.watermark = this.resultWatermark = Math.max(this.watermark, watermarks[i] as number)
      const event = values[i] as In
      const key = this.keyOf(event)
      if (this.settings.comparator) this.events.add(now, key, event)
      else this.judge(key, event, now)
    }
    this.requestProcessingTime()
  }

  /** One millisecond later, as in Flink: then nothing more of that moment can come. */
  private requestProcessingTime(): void {
    if (this.time !== 'processing') return
    const next = Math.min(this.deadlines.first, this.events.first)
    if (next < MAX_WATERMARK) this.context.requestProcessingTime(next + 1)
  }

  // ------------------------------------------------------------------ matching

  /** Time has come to `time`: what waited for it is judged, and what ran out is given up, each at its own time. */
  private workUntil(time: number): void {
    const { events, deadlines } = this
    const { comparator } = this.settings
    let sorted = Number.NaN
    for (;;) {
      const { first } = events
      const limit = deadlines.first
      const next = Math.min(first, limit)
      if (next > time || next === MAX_WATERMARK) return
      if (limit <= first) {
        const key = deadlines.firstKey
        deadlines.take()
        this.runOut(key, limit)
      } else {
        if (comparator && first !== sorted) this.sortFirst(comparator)
        sorted = first
        this.judge(events.firstKey, events.take(), first)
      }
    }
  }

  private sortFirst(comparator: (a: unknown, b: unknown) => number): void {
    this.events.sortFirst((a, b) => {
      try {
        return comparator(a, b)
      } catch (error) {
        throw asUserCodeError(error, `${this.context.name} (comparator)`, [a, b])
      }
    })
  }

  private runOut(key: unknown, time: number): void {
    const state = this.keys.get(key)
    if (!state) return
    this.key = key
    this.advanceTime(state, time)
    if (this.matcher.isIdle(state)) this.keys.delete(key)
  }

  private judge(key: unknown, event: unknown, time: number): void {
    this.key = key
    const known = this.keys.get(key)
    const state = known ?? this.idle
    // in event time what has run out by now has been given up
    if (known && this.time === 'processing') this.advanceTime(known, time)
    this.emit(this.matches(state, event, time), time)
    const idle = this.matcher.isIdle(state)
    if (known && idle) this.keys.delete(key)
    if (known || idle) return
    this.keys.set(key, state)
    this.idle = this.matcher.begin()
  }

  private matches(state: MatcherState, event: unknown, time: number): Match[] {
    try {
      return this.matcher.process(state, event, time, this.due)
    } catch (error) {
      const name = `${this.context.name} (pattern '${this.matcher.asking}')`
      throw asUserCodeError(error, name, event, originalKey(this.key))
    }
  }

  private advanceTime(state: MatcherState, time: number): void {
    const timedOut: TimedOutMatch[] | undefined = this.settings.process.processTimedOutMatch && []
    this.emit(this.matcher.advanceTime(state, time, timedOut), time)
    for (const one of timedOut ?? []) {
      this.timestamp = one.time
      this.call(one.match, () => this.settings.process.processTimedOutMatch?.(one.match, this.functionContext))
    }
  }

  private emit(matches: readonly Match[], time: number): void {
    for (const match of matches) {
      this.timestamp = time
      this.call(match, () => this.settings.process.processMatch(match, this.functionContext, this.collector))
    }
  }

  private call(match: Match, process: () => void): void {
    try {
      process()
    } catch (error) {
      throw asUserCodeError(error, this.context.name, match, originalKey(this.key))
    }
  }

  // ------------------------------------------------------------------ keys

  private keyOf(event: In): unknown {
    try {
      return this.settings.keyOf(event)
    } catch (error) {
      throw asUserCodeError(error, this.context.name, event)
    }
  }

  /** Results have event time only where the stream has it. */
  private get recordTime(): number {
    return this.time === 'event' ? this.timestamp : Number.NaN
  }

  private flush(): void {
    const batch = this.results.take()
    if (batch) this.output.batch(batch)
  }
}

interface CepSnapshot {
  /** Names of the automaton's states: tells one pattern from another. */
  readonly states: readonly string[]
  readonly time: PatternTime | undefined
  readonly watermark: number
  readonly keys: readonly (readonly [unknown, MatcherSnapshot])[]
  readonly nodes: readonly NodeSnapshot[]
  readonly events: EventBufferSnapshot
  readonly timers: readonly Timer[]
}

class NoTimestampsError extends FlinknbError {
  constructor(operator: string) {
    super('INVALID_STATE', `${operator}: the pattern goes by event time, and these events have none.`, {
      fix: `Give the source a strategy, such as WatermarkStrategy.forBoundedOutOfOrderness('5s').withTimestampAssigner('ts'), or call inProcessingTime().`,
    })
  }
}
