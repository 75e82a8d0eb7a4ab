import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { AffineTransformer } from '../estimator/transformer.ts'
import { VectorTransformer } from '../estimator/vectorTransformer.ts'

/** Named columns of figures, one number a feature. */
export type Figures = Readonly<Record<string, readonly number[]>>

/**
 * A scaler that maps each feature by itself: (x − shift) / scale. Before anything was learned it changes nothing.
 * Classes keep figures of the features as they come and say shift and scale after whatever map stands before them.
 */
export abstract class ColumnScaler extends VectorTransformer implements AffineTransformer {
  abstract readonly options: Readonly<Record<string, unknown>>
  protected learned = 0
  /** What `placeColumn` found. Fields, so that scaling a record allocates nothing. */
  protected shift = 0
  protected scale = 1

  get isAffine(): boolean {
    return true
  }

  get n(): number {
    return this.learned
  }

  learnVector(x: Float64Array): void {
    this.learned++
    this.learnColumns(x)
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    for (let j = 0; j < x.length; j++) {
      this.place(j, 0, 1)
      out[j] = ((x[j] as number) - this.shift) / this.scale
    }
  }

  affine(before: AffineMap): AffineMap {
    const shift = before.shift.slice()
    const scale = before.scale.slice()
    for (let j = 0; j < shift.length; j++) {
      this.place(j, shift[j] as number, scale[j] as number)
      shift[j] = this.shift
      scale[j] = this.scale
    }
    return { shift, scale }
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.learned, ...this.saved() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const state = json.state as Readonly<Record<string, unknown>> & { readonly n: number }
    if (state === null || typeof state !== 'object' || !(state.n >= 0)) throw this.damaged(state)
    this.restoreColumns(state)
    this.learned = state.n
  }

  describe(): ModelDescription {
    const { shift, scale } = this.affine(identityMap(this.features.length))
    const figures = { ...this.figures(), subtracted: shift, 'divided by': scale }
    return {
      title: this.type,
      n: this.n,
      features: this.features,
      parameters: Object.entries(this.options).map(([name, value]) => ({
        name,
        value: typeof value === 'number' || typeof value === 'boolean' ? value : show(value),
      })),
      tables: [
        {
          title: 'Features',
          columns: ['feature', ...Object.keys(figures)],
          rows: this.features.map((name, j) => [name, ...Object.values(figures).map(column => column[j] ?? null)]),
        },
      ],
      notes: this.n === 0 ? ['Nothing learned yet; features pass unchanged.'] : [],
    }
  }

  /** What is known of each feature, for people. */
  abstract figures(): Figures
  protected abstract learnColumns(x: Float64Array): void
  /** Sets `this.shift` and `this.scale` for raw column j after a map by `shift` and `scale`; called when something was learned. */
  protected abstract placeColumn(j: number, shift: number, scale: number): void
  protected abstract saved(): Readonly<Record<string, unknown>>
  /** Takes what `saved` gave. @throws FlinknbError `MODEL` when it does not fit */
  protected abstract restoreColumns(state: Readonly<Record<string, unknown>>): void

  /** A saved column of numbers. @throws FlinknbError `MODEL` when it is not one finite number a feature */
  protected savedColumn(state: Readonly<Record<string, unknown>>, name: string): Float64Array {
    const column = state[name]
    if (!Array.isArray(column) || column.length !== this.features.length || !column.every(Number.isFinite)) {
      throw this.damaged(column)
    }
    return Float64Array.from(column as number[])
  }

  protected damaged(found: unknown): FlinknbError {
    return new FlinknbError(
      'MODEL',
      `${this.type}: the saved state does not fit its features or is damaged: ${show(found)}.`,
      {
        fix: `Expected figures of ${this.features.length} features.`,
      },
    )
  }

  private place(j: number, shift: number, scale: number): void {
    if (this.learned > 0) this.placeColumn(j, shift, scale)
    else {
      this.shift = shift
      this.scale = scale
    }
  }
}

/** A longer copy; new places hold 0. */
export function widened(column: Float64Array, width: number): Float64Array {
  const wider = new Float64Array(width)
  wider.set(column)
  return wider
}
