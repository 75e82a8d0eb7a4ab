import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorTransformer } from '../estimator/vectorTransformer.ts'

/** A transformer that learns nothing from records, and only counts them. */
export abstract class PlainTransformer extends VectorTransformer {
  abstract readonly options: Readonly<Record<string, unknown>>
  #n = 0

  get n(): number {
    return this.#n
  }

  learnVector(): void {
    this.#n++
  }

  toJSON(): EstimatorJSON {
    return {
      type: this.type,
      format: 1,
      options: this.options,
      features: this.features,
      state: { n: this.#n, ...this.saved() },
    }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n } = (json.state ?? {}) as { n?: unknown }
    if (typeof n !== 'number' || !(n >= 0)) {
      throw new FlinknbError('MODEL', `${this.type}: the saved state ${show(json.state)} is damaged.`, {
        fix: 'Pass what toJSON() gave.',
      })
    }
    this.#n = n
    this.restoreSaved(json.state as Readonly<Record<string, unknown>>)
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: parametersOf(this.options),
      tables: [],
      notes: [],
    }
  }

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.prepare(features, 0)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.prepare([...this.features, ...names], width)
  }

  /** What else a saved state needs: nothing, where features and options say all. */
  protected saved(): Readonly<Record<string, unknown>> {
    return {}
  }

  /** Takes what `saved` gave, after `prepare`. */
  protected restoreSaved(_state: Readonly<Record<string, unknown>>): void {}

  /** Called for these features, of which the first `known` were there before. */
  protected prepare(_features: readonly string[], _known: number): void {}
}

/** Options as a description shows them. */
export function parametersOf(options: Readonly<Record<string, unknown>>): ModelDescription['parameters'] {
  return Object.entries(options).map(([name, value]) => ({
    name,
    value:
      value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
        ? value
        : show(value),
  }))
}
