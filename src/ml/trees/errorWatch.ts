import { ADWIN } from '../drift/adwin.ts'
import type { InputBounds } from '../drift/inputBounds.ts'

/** Plain data of {@link ErrorWatch}. */
export interface ErrorWatchState {
  readonly n: number
  readonly mean: number
  readonly squares: number
  readonly detector: unknown
}

/** The errors of a node of an adaptive tree: their moments, and ADWIN over them. Memory: O(log n). */
export class ErrorWatch {
  /** Errors since the moments were last forgotten. */
  n = 0
  mean = 0
  #squares = 0
  readonly #detector: ADWIN

  constructor(delta: number, bounds: InputBounds) {
    this.#detector = new ADWIN({ delta, bounds })
  }

  get variance(): number {
    return this.n > 1 ? this.#squares / (this.n - 1) : 0
  }

  /** Takes an error in; true when errors have changed and not for the better. Moments are forgotten when they are better. */
  add(error: number): boolean {
    const before = this.mean
    const alarm = this.#detector.update(error)
    this.n++
    this.mean += (error - before) / this.n
    this.#squares += (error - before) * (error - this.mean)
    if (!alarm || before <= this.mean) return alarm
    this.forget()
    return false
  }

  forget(): void {
    this.n = 0
    this.mean = 0
    this.#squares = 0
  }

  toJSON(): ErrorWatchState {
    const { n, mean } = this
    return { n, mean, squares: this.#squares, detector: this.#detector.toJSON().state }
  }

  restore(state: ErrorWatchState): void {
    this.n = state.n
    this.mean = state.mean
    this.#squares = state.squares
    this.#detector.restore({ ...this.#detector.toJSON(), state: state.detector })
  }
}
