import type { Batch } from '../batch.ts'
import { Operator } from '../operator.ts'

/** What came while there was more to do than a slice holds. Bounded: meanwhile nothing that flows into the operator is polled. */
type Waiting<In> =
  | { readonly batch: Batch<In>; readonly next: number; readonly input: number }
  | { readonly watermark: number }

/** What every sliced operator has in a checkpoint. */
export interface SlicedState<In> {
  readonly unfinished: boolean
  readonly waiting: readonly Waiting<In>[]
}

/**
 * An operator that may have much to do at once: the windows of a million keys that end together, their timers. It does that in
 * slices and gives the thread back between them; what comes in between waits, so that results are the same however the work
 * is cut. It forwards watermarks itself, after the last slice.
 */
export abstract class SlicedOperator<In, Out> extends Operator<In, Out> {
  override readonly forwardsWatermarks = false
  /** Whether `goOn` has something left to do, before anything that waits. */
  private unfinished = false
  private waiting: Waiting<In>[] = []
  /** How many keys or records may be worked on before the runtime is asked again. */
  private units = 0

  override get drained(): boolean {
    return !this.unfinished && this.waiting.length === 0
  }

  override get blocked(): boolean {
    return !this.drained
  }

  override processBatch(batch: Batch<In>, input: number): void {
    if (!this.drained) {
      this.waiting.push({ batch, next: 0, input })
      return
    }
    this.units = 0
    this.takeBatch(batch, 0, input)
    this.afterWork()
  }

  override onWatermark(watermark: number): void {
    if (!this.drained) {
      this.waiting.push({ watermark })
      return
    }
    this.units = 0
    this.takeWatermark(watermark)
    this.afterWork()
  }

  override onWork(): void {
    this.units = Math.max(1, this.context.workUnits()) // whoever is called gets on, if only a little
    if (this.unfinished) this.unfinished = !this.goOn()
    for (let taken = 0; !this.unfinished; taken++) {
      if (taken > 0 && !this.hasTime()) break
      const next = this.waiting.shift()
      if (next === undefined) break
      if ('batch' in next) this.takeBatch(next.batch, next.next, next.input)
      else this.takeWatermark(next.watermark)
    }
    this.afterWork()
  }

  // ------------------------------------------------------------------ what operators do

  /** Takes records from index `from` on; gives the index of the first that must wait, for time is up. */
  protected abstract addRecords(batch: Batch<In>, from: number, input: number): number
  /** The watermark has reached `watermark`: does what is due; false when something is left for the next slice. */
  protected abstract advanceWatermark(watermark: number): boolean
  /** Goes on with what is left. */
  protected abstract goOn(): boolean
  /** Hands on what has been collected. */
  protected abstract flush(): void

  /** Before a batch: what processing time makes due; false when something is left. */
  protected beforeRecords(): boolean {
    return true
  }

  /** After each slice: asks to be called when something falls due. */
  protected requestTime(): void {}

  // ------------------------------------------------------------------ what they call

  /** To be asked before each piece of work (a key, a timer): false when it must wait for the next slice. */
  protected hasTime(): boolean {
    if (this.units === 0) this.units = this.context.workUnits()
    if (this.units === 0) return false
    this.units--
    return true
  }

  /** Does some of what `goOn` does, at once or, if there is something else to do, after that. */
  protected work(): void {
    if (!this.drained) {
      this.unfinished = true
      return
    }
    this.units = 0
    this.unfinished = !this.goOn()
    this.afterWork()
  }

  /** Hands on what has been collected and asks to be called again for what is left or falls due. */
  protected afterWork(): void {
    this.flush()
    if (!this.drained) this.context.requestWork()
    this.requestTime()
  }

  protected slicedState(): SlicedState<In> {
    return { unfinished: this.unfinished, waiting: [...this.waiting] }
  }

  protected restoreSliced({ unfinished, waiting }: SlicedState<In>): void {
    this.unfinished = unfinished
    this.waiting = [...waiting]
  }

  private takeBatch(batch: Batch<In>, from: number, input: number): void {
    const next = this.beforeRecords() ? this.addRecords(batch, from, input) : from
    if (next === batch.values.length) return
    this.unfinished = true
    this.waiting.unshift({ batch, next, input })
  }

  private takeWatermark(watermark: number): void {
    if (!this.advanceWatermark(watermark)) {
      this.unfinished = true
      this.waiting.unshift({ watermark })
      return
    }
    super.onWatermark(watermark)
    this.flush()
    this.output.watermark(watermark)
  }
}
