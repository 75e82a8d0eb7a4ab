import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../batch.ts'

export interface InputWatermarksState {
  readonly combined: number
  readonly announced: number
  readonly inputs: readonly Input[]
}

interface Input {
  watermark: number
  idle: boolean
  ended: boolean
}

/** Combines the watermarks of a node's inputs: the minimum over those that are not idle, never falling. */
export class InputWatermarks {
  /** What the node may act upon. */
  combined = NO_WATERMARK
  /** What `advance` and `setIdle` have told of; within a batch `combined` may be ahead of it. */
  private announced = NO_WATERMARK
  private readonly inputs: Input[]

  constructor(count: number) {
    this.inputs = Array.from({ length: count }, () => ({ watermark: NO_WATERMARK, idle: false, ended: false }))
  }

  snapshot(): InputWatermarksState {
    return { combined: this.combined, announced: this.announced, inputs: this.inputs }
  }

  restore({ combined, announced, inputs }: InputWatermarksState): void {
    this.combined = combined
    this.announced = announced
    inputs.forEach((input, i) => {
      Object.assign(this.inputs[i] as Input, input)
    })
  }

  /** A batch as the node must see it: with the combined watermark before each record. */
  combine(batch: Batch<unknown>, input: number): Batch<unknown> {
    if (this.inputs.length === 1) return batch
    const own = this.inputs[input] as Input
    const { watermarks } = batch
    if (!watermarks) return batch
    const ceiling = this.minimum(input)
    const combined = new Float64Array(watermarks.length)
    for (let i = 0; i < combined.length; i++) {
      const watermark = Math.min(watermarks[i] as number, ceiling)
      if (watermark > this.combined) this.combined = watermark
      combined[i] = this.combined
    }
    own.watermark = Math.max(own.watermark, watermarks[watermarks.length - 1] ?? NO_WATERMARK)
    return { ...batch, watermarks: combined }
  }

  /** Returns whether the combined watermark rose. */
  advance(watermark: number, input: number): boolean {
    const own = this.inputs[input] as Input
    if (watermark > own.watermark) own.watermark = watermark
    return this.raise()
  }

  /** Returns whether the combined watermark rose. */
  setIdle(idle: boolean, input: number): boolean {
    ;(this.inputs[input] as Input).idle = idle
    return this.raise()
  }

  get allIdle(): boolean {
    return this.inputs.every(input => input.idle || input.ended)
  }

  /** Returns whether every input has now ended. */
  end(input: number): boolean {
    ;(this.inputs[input] as Input).ended = true
    return this.inputs.every(one => one.ended)
  }

  private raise(): boolean {
    if (this.inputs.every(input => input.idle)) return false
    const minimum = this.minimum()
    if (minimum > this.combined) this.combined = minimum
    if (this.combined <= this.announced) return false
    this.announced = this.combined
    return true
  }

  private minimum(except?: number): number {
    let minimum = MAX_WATERMARK
    this.inputs.forEach((input, i) => {
      if (i !== except && !input.idle && input.watermark < minimum) minimum = input.watermark
    })
    return minimum
  }
}
