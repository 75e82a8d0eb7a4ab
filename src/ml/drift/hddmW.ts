import { checkOptionNames } from '../../base/options.ts'
import { BaseDetector } from './baseDetector.ts'
import { checkChoice, checkShare } from './checkDetectorOption.ts'
import { BoundedInput, type InputBounds } from './inputBounds.ts'

/** Options of {@link HDDM_W}. */
export interface HDDM_WOptions {
  /** Probability of a false alarm. Default 0.001. */
  readonly driftConfidence?: number | undefined
  /** Probability of a false warning. Default 0.005. */
  readonly warningConfidence?: number | undefined
  /** Weight of the newest value in the moving averages. Default 0.05. */
  readonly lambda?: number | undefined
  /** Also alarm when the level falls. Default false. */
  readonly twoSided?: boolean | undefined
  /** Where values lie. Default [0, 1]. */
  readonly bounds?: InputBounds | undefined
}

/** An exponentially weighted mean and the sum of its squared weights; null before a value. */
type Sample = readonly [mean: number, squares: number] | null
interface State {
  readonly all: Sample
  readonly before: readonly [Sample, Sample]
  readonly after: readonly [Sample, Sample]
  readonly cut: readonly [number | null, number | null]
}

const UP = 0
const DOWN = 1

/**
 * Drift detection by McDiarmid's inequality over exponentially weighted averages (Frías-Blanco and others, TKDE 27, 2015):
 * quicker than {@link HDDM_A} at small changes that come slowly. Alarms at the very records at which River's does.
 *
 * Memory: 12 numbers.
 */
export class HDDM_W extends BaseDetector {
  readonly type = 'HDDM_W'
  readonly options: Readonly<Required<{ [K in keyof HDDM_WOptions]: Exclude<HDDM_WOptions[K], undefined> }>>
  #all: Sample = null
  /** For rises and falls: the average up to the best cut, the one since, and the cut's bound. */
  #before: [Sample, Sample] = [null, null]
  #after: [Sample, Sample] = [null, null]
  #cut: [number | null, number | null] = [null, null]

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: HDDM_WOptions = {}) {
    checkOptionNames('HDDM_W', options, ['driftConfidence', 'warningConfidence', 'lambda', 'twoSided', 'bounds'])
    const { bounds = [0, 1] } = options
    super(new BoundedInput('HDDM_W', bounds))
    this.options = {
      driftConfidence: checkShare('HDDM_W', 'driftConfidence', options.driftConfidence ?? 0.001),
      warningConfidence: checkShare('HDDM_W', 'warningConfidence', options.warningConfidence ?? 0.005),
      lambda: checkShare('HDDM_W', 'lambda', options.lambda ?? 0.05),
      twoSided: checkChoice('HDDM_W', 'twoSided', options.twoSided ?? false, [true, false]),
      bounds: typeof bounds === 'string' ? bounds : [bounds[0], bounds[1]],
    }
  }

  clone(): HDDM_W {
    return new HDDM_W(this.options)
  }

  protected learn(x: number): void {
    this.#all = this.updated(this.#all, x)
    this.moveCut(UP, 1, x)
    this.moveCut(DOWN, -1, x)
    const { driftConfidence, warningConfidence, twoSided } = this.options
    const changed = (confidence: number) =>
      this.moved(UP, 1, confidence) || (twoSided && this.moved(DOWN, -1, confidence))
    this.say(changed(driftConfidence), changed(warningConfidence))
  }

  protected level(): number | null {
    return this.#all?.[0] ?? null
  }

  protected start(): void {
    this.#all = null
    this.#before = [null, null]
    this.#after = [null, null]
    this.#cut = [null, null]
  }

  protected save(): State {
    return { all: this.#all, before: [...this.#before], after: [...this.#after], cut: [...this.#cut] }
  }

  protected load(state: unknown): void {
    const { all, before, after, cut } = state as State
    this.#all = all
    this.#before = [...before]
    this.#after = [...after]
    this.#cut = [...cut]
  }

  private updated(sample: Sample, x: number): Sample {
    const { lambda } = this.options
    const [mean, squares] = sample ?? [x, 1]
    return [mean + lambda * (x - mean), lambda * lambda + (1 - lambda) ** 2 * squares]
  }

  /** Cuts here when the average and its bound are lower (for a fall: higher) than at the cut so far. */
  private moveCut(side: 0 | 1, sign: 1 | -1, x: number): void {
    const all = this.#all as NonNullable<Sample>
    const bound = all[0] + sign * this.bound(all[1], this.options.driftConfidence)
    const cut = this.#cut[side]
    if (cut === null || sign * bound < sign * cut) {
      this.#cut[side] = bound
      this.#before[side] = all
      this.#after[side] = null
    } else this.#after[side] = this.updated(this.#after[side], x)
  }

  private moved(side: 0 | 1, sign: 1 | -1, confidence: number): boolean {
    const before = this.#before[side]
    const after = this.#after[side]
    if (!before || !after) return false
    return sign * (after[0] - before[0]) > this.bound(before[1] + after[1], confidence)
  }

  /** McDiarmid's bound for a weighted mean with this sum of squared weights. */
  private bound(squares: number, confidence: number): number {
    return Math.sqrt((squares * Math.log(1 / confidence)) / 2)
  }
}
