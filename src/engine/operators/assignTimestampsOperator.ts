import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Batch } from '../batch.ts'
import { EventTimeClock, type EventTimeState } from '../eventTimeClock.ts'
import { Operator } from '../operator.ts'
import type { WatermarkSettings } from '../watermarkStrategy.ts'

/**
 * Assigns timestamps and makes watermarks in mid-stream. As in Flink, watermarks from upstream are ignored but for the
 * last one.
 */
export class AssignTimestampsOperator<T> extends Operator<T, T> {
  private readonly clock: EventTimeClock<T>
  override readonly forwardsWatermarks = false

  constructor(settings: WatermarkSettings<T>) {
    super()
    this.clock = new EventTimeClock<T>(settings, () => this.context.name)
  }

  override processBatch(batch: Batch<T>): void {
    const timed = this.clock.assign('', [...batch.values], batch.timestamps, this.context.processingTime(), value => {
      throw new FlinknbError(
        'MALFORMED_RECORD',
        `${this.context.name}: record ${show(value)} has no valid event time.`,
        {
          fix: 'The timestamp assigner must give epoch milliseconds or a Date; filter such records out before.',
        },
      )
    })
    if (timed.values.length > 0) this.output.batch(timed)
    this.output.watermark(this.clock.watermark)
  }

  override snapshotState(): unknown {
    return this.clock.snapshot()
  }

  override restoreState(state: unknown): void {
    this.clock.restore(state as EventTimeState, this.context.processingTime())
  }
}
