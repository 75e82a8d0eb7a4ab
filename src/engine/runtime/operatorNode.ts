import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'
import type { OperatorMetrics } from '../job.ts'
import { allSteps, type Operator } from '../operator.ts'
import { StatelessChain } from '../statelessChain.ts'
import { type Channel, FanOut } from './channel.ts'
import { InputWatermarks, type InputWatermarksState } from './inputWatermarks.ts'
import { type BusyMeter, NodeMetrics } from './nodeMetrics.ts'
import type { ProcessingTimers } from './processingTimers.ts'
import { SideOutputs } from './sideOutputs.ts'
import type { WorkRequests } from './workRequests.ts'

/** What an operator's node holds in a checkpoint. */
export interface OperatorNodeState {
  readonly watermarks: InputWatermarksState
  readonly sentWatermark: number
  readonly ending: boolean
  readonly ended: boolean
  readonly operator: unknown
}

/**
 * An operator at work: keeps the rules of {@link Operator} (combined watermarks that never fall and are forwarded after
 * the operator has acted on them, nothing after the end) and counts.
 */
export class OperatorNode {
  readonly main = new FanOut()
  readonly sides = new SideOutputs()
  readonly metrics: NodeMetrics
  private readonly watermarks: InputWatermarks
  private sentWatermark = NO_WATERMARK
  private ending = false
  private ended = false

  constructor(
    readonly id: string,
    name: string,
    readonly operator: Operator<unknown, unknown>,
    inputCount: number,
    private readonly meter: BusyMeter,
    timers: ProcessingTimers,
    work: WorkRequests,
  ) {
    this.metrics = new NodeMetrics(id, name)
    this.watermarks = new InputWatermarks(inputCount)
    operator.attach(
      {
        batch: batch => this.emit(batch),
        watermark: watermark => this.forward(watermark),
        side: (tag, value, timestamp, watermark) => this.sides.emit(tag.id, value, timestamp, watermark),
      },
      {
        name,
        processingTime: () => timers.now(),
        requestProcessingTime: time => timers.request(time, this),
        requestWork: () => work.request(this),
        workUnits: () => work.units(),
        countLate: records => {
          this.metrics.lateRecords += records
        },
      },
    )
  }

  /** Whether it may still give results without being given records. */
  get inFlight(): boolean {
    return !this.operator.drained
  }

  /** The channel that leads into input `index`. */
  input(index: number): Channel {
    return {
      batch: batch => this.receive(batch, index),
      watermark: watermark => this.watermarks.advance(watermark, index) && this.advance(),
      idle: idle => this.setIdle(idle, index),
      end: () => this.watermarks.end(index) && this.end(),
    }
  }

  onWork(): void {
    if (this.ended) return
    this.timed(() => this.operator.onWork())
    if (this.ending && this.operator.drained) this.finish()
  }

  onProcessingTime(time: number): void {
    if (!this.ended) this.timed(() => this.operator.onProcessingTime(time))
  }

  /** In steps, for {@link Operator.snapshotSteps}. */
  *snapshotSteps(): Generator<undefined, OperatorNodeState> {
    const { watermarks, sentWatermark, operator, ending, ended } = this
    return {
      watermarks: watermarks.snapshot(),
      sentWatermark,
      ending,
      ended,
      operator: yield* operator.snapshotSteps(),
    }
  }

  snapshot(): OperatorNodeState {
    return allSteps(this.snapshotSteps())
  }

  restore({ watermarks, sentWatermark, ending, ended, operator }: OperatorNodeState): void {
    this.watermarks.restore(watermarks)
    this.metrics.watermark = watermarks.combined
    this.sentWatermark = sentWatermark
    this.ending = ending
    this.ended = ended
    this.operator.restoreWatermark(watermarks.announced)
    if (operator !== undefined) this.operator.restoreState(operator)
  }

  /** One row for an operator, several for a fused chain. */
  describe(): OperatorMetrics[] {
    const own = this.metrics.snapshot()
    const { operator } = this
    if (!(operator instanceof StatelessChain)) return [own]
    return operator.steps.map((step, k) => ({
      ...own,
      id: `${own.id}.${k}`,
      name: step.name,
      recordsIn: k === 0 ? own.recordsIn : (operator.counts[k - 1] ?? 0),
      recordsOut: operator.counts[k] ?? 0,
      busyMs: own.busyMs / operator.steps.length,
    }))
  }

  private receive(batch: Batch<unknown>, input: number): void {
    this.metrics.recordsIn += batch.values.length
    const combined = this.watermarks.combine(batch, input)
    this.timed(() => this.operator.processBatch(combined, input))
  }

  private advance(): void {
    const watermark = this.watermarks.combined
    this.metrics.watermark = watermark
    this.timed(() => this.operator.onWatermark(watermark))
    const { operator } = this
    if (operator.forwardsWatermarks || (watermark === MAX_WATERMARK && operator.drained)) this.forward(watermark)
  }

  private setIdle(idle: boolean, input: number): void {
    if (this.watermarks.setIdle(idle, input)) this.advance()
    this.main.idle(this.watermarks.allIdle)
    this.sides.idle(this.watermarks.allIdle)
  }

  private end(): void {
    if (this.ended || this.ending) return
    this.ending = true
    this.timed(() => this.operator.endInput())
    if (this.operator.drained) this.finish()
  }

  private finish(): void {
    this.ended = true
    this.forward(MAX_WATERMARK)
    this.sides.end()
    this.main.end()
  }

  private emit(batch: Batch<unknown>): void {
    this.metrics.recordsOut += batch.values.length
    this.main.batch(batch)
  }

  private forward(watermark: number): void {
    if (watermark <= this.sentWatermark) return
    this.sentWatermark = watermark
    this.sides.flush() // what came before the watermark
    this.main.watermark(watermark)
    this.sides.watermark(watermark)
  }

  private timed(work: () => void): void {
    const before = this.meter.enter(this.metrics)
    try {
      work()
    } finally {
      this.meter.leave(before)
    }
    this.sides.flush()
  }
}
