import { FlinknbError } from '../../base/errors.ts'
import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import { BatchBuilder } from '../batchBuilder.ts'
import { type KeyReader, originalKey } from '../keyOf.ts'
import { Operator } from '../operator.ts'
import type { Collector, OutputTag } from '../processFunction.ts'
import { type Timer, TimerQueue } from '../state/timerQueue.ts'
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

interface KeyState {
  matcher: MatcherState
  readonly events: EventBuffer
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
  private readonly keys = new Map<unknown, KeyState>()
  private readonly timers = new TimerQueue()
  private readonly results = new BatchBuilder<Out>()
  private time: PatternTime | undefined
  private matcher!: PatternMatcher
  /** Of the results that are being made. */
  private timestamp = Number.NaN
  /** The watermark before which results stand: while timers fire, the one before that fires them. */
  private resultWatermark = NO_WATERMARK
  private key: unknown
  private readonly due = (time: number) => this.register(time, this.key)
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
    for (let timer = this.timers.poll(time); timer; timer = this.timers.poll(time)) this.fire(timer.key, time)
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
    const keys = [...this.keys].map(
      ([key, { matcher, events }]) => [key, writer.write(matcher), events.snapshot()] as const,
    )
    const states = this.settings.graph.states.map(state => state.pattern)
    return {
      states,
      time: this.time,
      watermark: this.watermark,
      keys,
      nodes: writer.nodes,
      timers: this.timers.snapshot(),
    }
  }

  override restoreState(state: unknown): void {
    const { states, time, watermark, keys, nodes, timers } = state as CepSnapshot
    const own = this.settings.graph.states.map(({ pattern }) => pattern)
    if (own.join() !== states.join()) {
      throw new FlinknbError('INVALID_STATE', `${this.context.name}: the checkpoint was made with another pattern.`, {
        fix: `It had the states ${states.join(', ')}, and now there are ${own.join(', ')}. Start without the checkpoint, or restore the pattern.`,
      })
    }
    this.time = time
    this.restoreWatermark(Math.max(watermark, this.watermark))
    const reader = new MatcherReader(nodes, this.settings.graph, this.matcher.starting)
    for (const [key, matcher, buffered] of keys) {
      const events = new EventBuffer()
      events.restore(buffered)
      this.keys.set(key, { matcher: reader.read(matcher), events })
    }
    this.timers.restore(timers)
    this.requestProcessingTime()
  }

  // ------------------------------------------------------------------ event time

  private buffer({ values, watermarks }: Batch<In>, timestamps: Float64Array): void {
    for (let i = 0; i < values.length; i++) {
      if (watermarks) this.advance(watermarks[i] as number)
      const event = values[i] as In
      const time = timestamps[i] as number
      if (!(time > this.watermark)) this.late(event, time)
      else {
        const key = this.keyOf(event)
        this.stateOf(key).events.add(time, event)
        this.timers.register(time, key)
      }
    }
  }

  private advance(watermark: number): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    for (let timer = this.timers.poll(watermark); timer; timer = this.timers.poll(watermark)) {
      this.fire(timer.key, timer.time)
    }
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
      const state = this.stateOf(key)
      if (this.settings.comparator) {
        state.events.add(now, event)
        this.register(now, key)
      } else {
        this.key = key
        this.advanceTime(state, now)
        this.judge(state, event, now)
        this.forgetIfIdle(key, state)
      }
    }
    this.requestProcessingTime()
  }

  /** In processing time one millisecond later, as in Flink: then nothing more of that moment can come. */
  private register(time: number, key: unknown): void {
    this.timers.register(this.time === 'processing' ? time + 1 : time, key)
  }

  private requestProcessingTime(): void {
    if (this.time !== 'processing') return
    const next = this.timers.first
    if (next < MAX_WATERMARK) this.context.requestProcessingTime(next)
  }

  // ------------------------------------------------------------------ matching

  /** The time of a key has come to `time`: what waited for it is judged, what ran out is given up. */
  private fire(key: unknown, time: number): void {
    const state = this.keys.get(key)
    if (!state) return
    this.key = key
    this.advanceTime(state, time)
    const events = state.events.takeUntil(time)
    if (this.settings.comparator && events.length > 1) events.sort(this.settings.comparator)
    for (const event of events) this.judge(state, event, time)
    this.forgetIfIdle(key, state)
  }

  private judge(state: KeyState, event: unknown, time: number): void {
    let matches: Match[]
    try {
      matches = this.matcher.process(state.matcher, event, time, this.due)
    } catch (error) {
      const name = `${this.context.name} (pattern '${this.matcher.asking}')`
      throw asUserCodeError(error, name, event, originalKey(this.key))
    }
    this.emit(matches, time)
  }

  private advanceTime(state: KeyState, time: number): void {
    const timedOut: TimedOutMatch[] | undefined = this.settings.process.processTimedOutMatch && []
    this.emit(this.matcher.advanceTime(state.matcher, time, timedOut), time)
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

  private stateOf(key: unknown): KeyState {
    let state = this.keys.get(key)
    if (!state) {
      state = { matcher: this.matcher.begin(), events: new EventBuffer() }
      this.keys.set(key, state)
    }
    return state
  }

  private forgetIfIdle(key: unknown, state: KeyState): void {
    if (state.events.isEmpty && this.matcher.isIdle(state.matcher)) this.keys.delete(key)
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
  readonly keys: readonly (readonly [unknown, MatcherSnapshot, EventBufferSnapshot])[]
  readonly nodes: readonly NodeSnapshot[]
  readonly timers: readonly Timer[]
}

class NoTimestampsError extends FlinknbError {
  constructor(operator: string) {
    super('INVALID_STATE', `${operator}: the pattern goes by event time, and these events have none.`, {
      fix: `Give the source a strategy, such as WatermarkStrategy.forBoundedOutOfOrderness('5s').withTimestampAssigner('ts'), or call inProcessingTime().`,
    })
  }
}
