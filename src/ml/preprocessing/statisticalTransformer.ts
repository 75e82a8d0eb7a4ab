import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { DescriptionTable, ModelDescription } from '../estimator/modelDescription.ts'
import { VectorTransformer } from '../estimator/vectorTransformer.ts'
import { parametersOf } from './plainTransformer.ts'

/** What transformers have in common that keep a state of their own: its saving, its checks, how it is shown. */
export abstract class StatisticalTransformer<Out = number> extends VectorTransformer<Out> {
  abstract readonly options: Readonly<Record<string, unknown>>
  protected learned = 0

  get n(): number {
    return this.learned
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.learned, ...this.saved() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const state = json.state as Readonly<Record<string, unknown>>
    if (state === null || typeof state !== 'object' || !((state.n as number) >= 0)) throw this.damaged(state)
    try {
      this.restoreSaved(state)
    } catch (cause) {
      throw cause instanceof FlinknbError ? cause : this.damaged(state, cause)
    }
    this.learned = state.n as number
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.learned,
      features: this.features,
      parameters: parametersOf(this.options),
      tables: this.tables(),
      notes: this.notes(),
    }
  }

  protected start(features: readonly string[]): void {
    this.learned = 0
    this.prepare(features)
  }

  /** Starts anew with nothing learned. */
  protected abstract prepare(features: readonly string[]): void
  protected abstract saved(): Readonly<Record<string, unknown>>
  /** Takes what `saved` gave; anything it throws says that the state is damaged. */
  protected abstract restoreSaved(state: Readonly<Record<string, unknown>>): void
  protected abstract tables(): readonly DescriptionTable[]

  protected notes(): readonly string[] {
    return []
  }

  protected damaged(found: unknown, cause?: unknown): FlinknbError {
    return new FlinknbError('MODEL', `${this.type}: the saved state ${show(found)} is damaged.`, {
      cause,
      fix: 'Pass what toJSON() gave.',
    })
  }
}
