import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorRegressor } from '../estimator/vectorRegressor.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { NewestRecords, type NewestRecordsState } from './newestRecords.ts'

/** Options of {@link KNNRegressor}. */
export interface KNNRegressorOptions {
  /** How many neighbours are asked. Default 5. */
  readonly neighbors?: number | undefined
  /** How many of the newest records they are found among. Default 1000. */
  readonly window?: number | undefined
  /** `mean` (default), `median`, or `distance`: the mean weighted by 1 / distance. */
  readonly aggregate?: 'mean' | 'median' | 'distance' | undefined
}

/**
 * Predicts what the most similar of the newest records were labelled: the mean of the k nearest by Euclidean distance,
 * found exactly (River's default search is approximate and seeded by chance). A record that is just the same is taken as the
 * answer. Distances mean something only between features of one scale: put a `StandardScaler` before it. Weights count
 * in the mean.
 *
 * Memory: window × (d + 2) numbers. Time a prediction: O(window × d).
 *
 * @example
 * const model = new ml.KNNRegressor({ neighbors: 2 }).fit([{ x: 1 }, { x: 2 }, { x: 9 }], [10, 20, 90])
 * model.predictOne({ x: 1.6 }) // 15
 */
export class KNNRegressor extends VectorRegressor {
  readonly type = 'KNNRegressor'
  readonly options: { readonly neighbors: number; readonly window: number; readonly aggregate: string }
  #n = 0
  #records: NewestRecords

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: KNNRegressorOptions = {}) {
    super()
    checkOptionNames('KNNRegressor', options, ['neighbors', 'window', 'aggregate'])
    const { neighbors = 5, window = 1000, aggregate = 'mean' } = options
    checkNumber('KNNRegressor', 'window', window, { from: 1, whole: true })
    checkNumber('KNNRegressor', 'neighbors', neighbors, { from: 1, to: window, whole: true })
    if (!['mean', 'median', 'distance'].includes(aggregate)) {
      throw new FlinknbError('INVALID_OPTION', `KNNRegressor: aggregate: ${show(aggregate)} cannot be used.`, {
        fix: `Pass 'mean', 'median' or 'distance'.`,
      })
    }
    this.options = { neighbors, window, aggregate }
    this.#records = new NewestRecords(0, window, neighbors)
  }

  get n(): number {
    return this.#n
  }

  learnVector(x: Float64Array, y: number, weight: number): void {
    this.#n++
    if (weight > 0) this.#records.add(x, y, weight)
  }

  predictVector(x: Float64Array): number {
    const { y, weights, places, squares } = this.#records
    const found = this.#records.search(x)
    if (found === 0) return 0
    if (squares[0] === 0) return y[places[0] as number] as number
    if (this.options.aggregate === 'median') return this.median(found)
    let sum = 0
    let total = 0
    for (let k = 0; k < found; k++) {
      const place = places[k] as number
      const near = this.options.aggregate === 'distance' ? 1 / Math.sqrt(squares[k] as number) : 1
      sum += near * (weights[place] as number) * (y[place] as number)
      total += near * (weights[place] as number)
    }
    return sum / total
  }

  clone(): KNNRegressor {
    return new KNNRegressor(this.options as KNNRegressorOptions)
  }

  toJSON(): EstimatorJSON {
    const state = { n: this.#n, ...this.#records.toJSON() }
    return { type: this.type, format: 1, options: { ...this.options }, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const state = json.state as NewestRecordsState & { readonly n: number }
    this.#records.restore(state)
    this.#n = state.n
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [
        ...Object.entries(this.options).map(([name, value]) => ({ name, value })),
        { name: 'records kept', value: this.#records.length },
      ],
      tables: [],
      notes: this.#n === 0 ? ['Nothing learned yet; predictions are 0.'] : [],
    }
  }

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.#records = new NewestRecords(features.length, this.options.window, this.options.neighbors)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#records.extend(width + names.length)
  }

  private median(found: number): number {
    const { y, places } = this.#records
    const values = Array.from({ length: found }, (_, k) => y[places[k] as number] as number).sort((a, b) => a - b)
    const middle = found >> 1
    const upper = values[middle] as number
    return found % 2 ? upper : ((values[middle - 1] as number) + upper) / 2
  }
}
