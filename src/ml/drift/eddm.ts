import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import { BaseDetector } from './baseDetector.ts'
import { checkCount, checkShare } from './checkDetectorOption.ts'

/** Options of {@link EDDM}. */
export interface EDDMOptions {
  /** No alarm before so many errors. Default 30. */
  readonly warmStart?: number | undefined
  /** A warning when distances fall below this share of their best. Default 0.95. */
  readonly alpha?: number | undefined
  /** An alarm when distances fall below this share of their best. Default 0.9. */
  readonly beta?: number | undefined
}

interface State {
  readonly errors: number
  readonly lastError: number
  readonly mean: number
  readonly squares: number
  readonly best: number
}

/**
 * Early drift detection method (Baena-García and others, 2006): watches the distance between errors, which shrinks when a
 * change sets in slowly. Values are 1 (or true) for an error and 0 for none. Eager: with its defaults it alarms 13 times on
 * 2,000 records with one change. Alarms at the very records at which River's does; River passes over values other than
 * 0 and 1 in silence, here they are an error.
 *
 * Memory: 6 numbers.
 */
export class EDDM extends BaseDetector {
  readonly type = 'EDDM'
  readonly options: Readonly<Required<{ [K in keyof EDDMOptions]: Exclude<EDDMOptions[K], undefined> }>>
  #errors = 0
  #lastError = 0
  #mean = 0
  #squares = 0
  #best = -1

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: EDDMOptions = {}) {
    super()
    checkOptionNames('EDDM', options, ['warmStart', 'alpha', 'beta'])
    this.options = {
      warmStart: checkCount('EDDM', 'warmStart', options.warmStart ?? 30),
      alpha: checkShare('EDDM', 'alpha', options.alpha ?? 0.95),
      beta: checkShare('EDDM', 'beta', options.beta ?? 0.9),
    }
    if (this.options.alpha < this.options.beta) {
      throw new FlinknbError('INVALID_OPTION', `EDDM: alpha ${options.alpha} is below beta ${this.options.beta}.`, {
        fix: 'A warning comes before an alarm: pass an alpha of at least beta.',
      })
    }
  }

  override update(x: number | boolean): boolean {
    if (Number(x) === 0 || Number(x) === 1) return super.update(x)
    throw new FlinknbError('MODEL', `EDDM: value: ${x} is neither 0 nor 1.`, {
      fix: 'Pass 1 for an error and 0 for none, or take ml.ADWIN, ml.PageHinkley or ml.KSWIN for numbers.',
    })
  }

  clone(): EDDM {
    return new EDDM(this.options)
  }

  protected learn(x: number): void {
    // What the newest error has shown stands until the next one.
    if (x === 1) this.learnError()
  }

  protected level(): number | null {
    return this.#errors > 0 ? 1 / this.#mean : this.n > 0 ? 0 : null
  }

  protected start(): void {
    this.#errors = 0
    this.#lastError = 0
    this.#mean = 0
    this.#squares = 0
    this.#best = -1
  }

  protected save(): State {
    return {
      errors: this.#errors,
      lastError: this.#lastError,
      mean: this.#mean,
      squares: this.#squares,
      best: this.#best,
    }
  }

  protected load(state: unknown): void {
    const { errors, lastError, mean, squares, best } = state as State
    this.#errors = errors
    this.#lastError = lastError
    this.#mean = mean
    this.#squares = squares
    this.#best = best
  }

  private learnError(): void {
    const distance = this.n - this.#lastError
    this.#lastError = this.n
    const before = distance - this.#mean
    this.#mean += before / ++this.#errors
    this.#squares += before * (distance - this.#mean)
    const { warmStart, alpha, beta } = this.options
    if (this.n <= warmStart) return
    const variance = this.#errors > 1 ? this.#squares / (this.#errors - 1) : 0
    const level = this.#mean + 2 * Math.sqrt(variance)
    if (level > this.#best) this.#best = level
    else if (this.#errors > warmStart) {
      const share = level / this.#best
      this.say(share < beta, share < alpha)
    }
  }
}
