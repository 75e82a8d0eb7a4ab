import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/**
 * Where a detector's values may lie. Tests built on Hoeffding's or McDiarmid's bound hold for values of [0, 1] only.
 * - `[low, high]`: values are mapped to [0, 1]; one outside is an error.
 * - `'auto'`: low and high are the smallest and largest of the first 50 values (and again after an alarm), but at most 4
 *   deviations from their mean; what lies outside counts as low or high.
 * - `'none'`: values go in as they are, as River lets them. Nothing is promised then: raw errors gave ADWIN 20 alarms for one drift.
 */
export type InputBounds = readonly [low: number, high: number] | 'auto' | 'none'

/** Plain data of {@link BoundedInput}. */
export interface BoundedInputState {
  readonly bounds: readonly [number, number] | null
  readonly waiting: readonly number[]
}

const WARM_UP = 50
const DEVIATIONS = 4

/** Maps a detector's values to [0, 1] and back. Memory: at most 50 numbers. */
export class BoundedInput {
  #bounds: readonly [number, number] | null = null
  #waiting: number[] = []

  /** @throws FlinknbError `INVALID_OPTION` when `option` is no {@link InputBounds} */
  constructor(
    private readonly who: string,
    private readonly option: InputBounds,
  ) {
    if (option !== 'auto' && option !== 'none' && !isRange(option)) {
      throw new FlinknbError('INVALID_OPTION', `${who}: bounds: ${show(option)} are no bounds.`, {
        fix: `Pass [low, high], 'auto' or 'none'.`,
      })
    }
    this.reset()
  }

  /** False while the first values are being collected. */
  get ready(): boolean {
    return this.#bounds !== null
  }

  reset(): void {
    this.#bounds = this.option === 'auto' ? null : this.option === 'none' ? [0, 1] : this.option
    this.#waiting = []
  }

  /** Collects a value; all of them once there are enough, and from then on `ready`. */
  collect(x: number): readonly number[] {
    this.#waiting.push(x)
    if (this.#waiting.length < WARM_UP) return []
    const values = this.#waiting
    this.#waiting = []
    this.#bounds = spread(values)
    return values
  }

  /** @throws FlinknbError `MODEL` when the value lies outside bounds that were named */
  scale(x: number): number {
    if (this.option === 'none') return x
    const [low, high] = this.#bounds ?? [0, 1]
    if (x >= low && x <= high) return (x - low) / (high - low)
    if (this.option === 'auto') return x < low ? 0 : 1
    throw new FlinknbError('MODEL', `${this.who}: ${x} lies outside its bounds [${low}, ${high}].`, {
      fix: `Its test holds for bounded values only: pass bounds: [low, high] that all values keep to, or bounds: 'auto'.`,
    })
  }

  /** The value that {@link scale} maps to `z`. */
  unscale(z: number): number {
    if (this.option === 'none') return z
    const [low, high] = this.#bounds ?? [0, 1]
    return low + z * (high - low)
  }

  toJSON(): BoundedInputState {
    return { bounds: this.#bounds, waiting: [...this.#waiting] }
  }

  restore({ bounds, waiting }: BoundedInputState): void {
    this.#bounds = bounds === null ? null : [bounds[0], bounds[1]]
    this.#waiting = [...waiting]
  }
}

function isRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false
  return Number.isFinite(value[0]) && Number.isFinite(value[1]) && value[0] < value[1]
}

function spread(values: readonly number[]): [number, number] {
  const mean = values.reduce((sum, x) => sum + x / values.length, 0)
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2 / values.length, 0))
  const low = Math.max(Math.min(...values), mean - DEVIATIONS * deviation)
  const high = Math.min(Math.max(...values), mean + DEVIATIONS * deviation)
  if (low < high) return [low, high]
  // Values that are all the same have no spread of their own; any change is then a large one.
  const half = Math.max(1e-9, Math.abs(mean) * 1e-9)
  return [mean - half, mean + half]
}
