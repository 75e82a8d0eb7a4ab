import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import { seededRandom } from '../../base/random.ts'
import { BaseDetector } from './baseDetector.ts'
import { checkCount, checkNumber, checkShare } from './checkDetectorOption.ts'
import { kolmogorovSmirnovDistance, kolmogorovSmirnovPValue } from './kolmogorovSmirnov.ts'

/** Options of {@link KSWIN}. */
export interface KSWINOptions {
  /** Probability of a false alarm at each value: keep it small. Default 0.005. */
  readonly alpha?: number | undefined
  /** Values kept. Default 100. */
  readonly windowSize?: number | undefined
  /** The newest so many are held against as many older ones. Default 30. */
  readonly statSize?: number | undefined
  /** Which older ones are drawn. Default 0. */
  readonly seed?: number | undefined
}

/**
 * Kolmogorov–Smirnov windowing (Raab, Heusinger and Schleif, Neurocomputing 2020): holds the newest `statSize` values against
 * as many drawn from the older part of a window, by an exact two-sample test of whole distributions, not only of means. Takes
 * any numbers. It tests at every value, so a stationary stream has false alarms too: lower `alpha` if they cost something.
 *
 * After an alarm the newest `statSize` values are kept, as the paper says; River keeps them as well and then forgets them with
 * the next value. Draws depend on seed and place alone.
 *
 * Memory: `windowSize` numbers. Time a value: O(statSize · log statSize).
 */
export class KSWIN extends BaseDetector {
  readonly type = 'KSWIN'
  readonly options: Readonly<Required<{ [K in keyof KSWINOptions]: Exclude<KSWINOptions[K], undefined> }>>
  #window: number[] = []
  #seen = 0
  #pValue: number | null = null

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: KSWINOptions = {}) {
    super()
    checkOptionNames('KSWIN', options, ['alpha', 'windowSize', 'statSize', 'seed'])
    this.options = {
      alpha: checkShare('KSWIN', 'alpha', options.alpha ?? 0.005),
      windowSize: checkCount('KSWIN', 'windowSize', options.windowSize ?? 100, 2),
      statSize: checkCount('KSWIN', 'statSize', options.statSize ?? 30),
      seed: checkNumber('KSWIN', 'seed', options.seed ?? 0, 'a number', () => true),
    }
    const { windowSize, statSize } = this.options
    if (2 * statSize > windowSize) {
      throw new FlinknbError(
        'INVALID_OPTION',
        `KSWIN: statSize ${statSize} is more than half of windowSize ${windowSize}.`,
        {
          fix: 'The older part of the window must hold as many values as the newest.',
        },
      )
    }
  }

  /** Of the newest test; null before one. */
  get pValue(): number | null {
    return this.#pValue
  }

  override reset(): void {
    super.reset()
    this.#window = []
    this.#seen = 0
    this.#pValue = null
  }

  clone(): KSWIN {
    return new KSWIN(this.options)
  }

  protected override get startsAnew(): boolean {
    return false
  }

  protected learn(x: number): void {
    const { alpha, windowSize, statSize } = this.options
    this.#seen++
    this.#window.push(x)
    if (this.#window.length > windowSize) this.#window.shift()
    if (this.#window.length < windowSize) return
    const newest = this.#window.slice(-statSize)
    const distance = kolmogorovSmirnovDistance(this.drawOlder().sort(ascending), newest.slice().sort(ascending))
    this.#pValue = kolmogorovSmirnovPValue(distance, statSize)
    // River's extra condition: a distance no one would act upon is no drift, however sure it is.
    const drift = this.#pValue <= alpha && distance > 0.1
    if (drift) this.#window = newest
    this.say(drift)
  }

  protected level(): number | null {
    const newest = this.#window.slice(-this.options.statSize)
    return newest.length > 0 ? newest.reduce((sum, x) => sum + x / newest.length, 0) : null
  }

  protected start(): void {}

  protected save(): unknown {
    return { window: [...this.#window], seen: this.#seen, pValue: this.#pValue }
  }

  protected load(state: unknown): void {
    const { window, seen, pValue } = state as { window: number[]; seen: number; pValue: number | null }
    this.#window = [...window]
    this.#seen = seen
    this.#pValue = pValue
  }

  /** `statSize` of the older values, each as likely as any other, none twice. */
  private drawOlder(): number[] {
    const { windowSize, statSize, seed } = this.options
    const random = seededRandom(seed + Math.imul(this.#seen, 0x9e3779b1))
    const older = this.#window.slice(0, windowSize - statSize)
    for (let i = 0; i < statSize; i++) {
      const j = i + Math.floor(random() * (older.length - i))
      const drawn = older[j] as number
      older[j] = older[i] as number
      older[i] = drawn
    }
    return older.slice(0, statSize)
  }
}

function ascending(a: number, b: number): number {
  return a - b
}
