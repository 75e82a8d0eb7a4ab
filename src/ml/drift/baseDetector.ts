import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { DetectorJSON, DriftDetector } from './driftDetector.ts'
import type { BoundedInput, BoundedInputState } from './inputBounds.ts'

interface BaseState {
  readonly n: number
  readonly drift: boolean
  readonly warning: boolean
  readonly input: BoundedInputState | null
  readonly own: unknown
}

/** What all detectors do alike: reading values, starting anew after an alarm, saving. A detector overrides the test itself. */
export abstract class BaseDetector implements DriftDetector {
  abstract readonly type: string
  abstract readonly options: Readonly<Record<string, unknown>>
  #n = 0
  #drift = false
  #warning = false

  /** @param input for tests that hold for bounded values only */
  constructor(private readonly input?: BoundedInput) {}

  get n(): number {
    return this.#n
  }

  get driftDetected(): boolean {
    return this.#drift
  }

  get warningDetected(): boolean {
    return this.#warning && !this.#drift
  }

  get estimate(): number | null {
    const level = this.level()
    return level === null || !this.input ? level : this.input.unscale(level)
  }

  update(x: number | boolean): boolean {
    const value = typeof x === 'boolean' ? Number(x) : x
    if (!isUsable(value)) throw unusableValue(`${this.type}: value`, value)
    const { input } = this
    if (input?.ready) input.scale(value) // throws before anything has changed
    if (this.#drift) {
      this.#drift = false
      this.#warning = false
      if (this.startsAnew) this.reset()
    }
    this.#n++
    if (!input) this.learn(value)
    else if (input.ready) this.learn(input.scale(value))
    else for (const one of input.collect(value)) if (!this.#drift) this.learn(input.scale(one))
    return this.#drift
  }

  reset(): void {
    this.#n = 0
    this.#drift = false
    this.#warning = false
    this.input?.reset()
    this.start()
  }

  abstract clone(): DriftDetector

  toJSON(): DetectorJSON {
    const state: BaseState = {
      n: this.#n,
      drift: this.#drift,
      warning: this.#warning,
      input: this.input?.toJSON() ?? null,
      own: this.save(),
    }
    return { type: this.type, format: 1, options: this.options, state }
  }

  restore(json: DetectorJSON): void {
    if (json?.type !== this.type || JSON.stringify(json.options) !== JSON.stringify(this.options)) {
      throw new FlinknbError('MODEL', `${this.type}: cannot restore ${show({ ...json, state: '…' })}.`, {
        fix: `Restore into a detector of the same class and options: ${show(this.options)}.`,
      })
    }
    const state = json.state as BaseState
    this.reset()
    this.#n = state.n
    this.#drift = state.drift
    this.#warning = state.warning
    if (state.input) this.input?.restore(state.input)
    this.load(state.own)
  }

  /** False for a detector that keeps what it knows after an alarm. */
  protected get startsAnew(): boolean {
    return true
  }

  /** For `learn`: what the newest value has shown. */
  protected say(drift: boolean, warning = false): void {
    this.#drift = drift
    this.#warning = warning
  }

  /** Takes a value in and says what it shows. */
  protected abstract learn(x: number): void
  /** The level of the values as `learn` got them. */
  protected abstract level(): number | null
  /** Starts with nothing known. */
  protected abstract start(): void
  /** Plain data. */
  protected abstract save(): unknown
  protected abstract load(state: unknown): void
}
