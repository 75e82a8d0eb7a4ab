import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { Recommender, RecommenderId } from '../estimator/recommender.ts'
import type { RowCollector, RowFunction } from '../evaluation/rowFunction.ts'
import type { FeatureName, Scored } from '../evaluation/scored.ts'

/** Columns that may hold ids. */
export type IdColumn<In> = {
  [K in keyof In & string]-?: [Extract<In[K], RecommenderId>] extends [never] ? never : K
}[keyof In & string]

/** Options of {@link prequentialRecommender}. */
export interface PrequentialRecommenderOptions<In, L extends FeatureName<In>> {
  readonly user: IdColumn<In>
  readonly item: IdColumn<In>
  /** Where it is null or undefined, the row is predicted and not learned. */
  readonly rating: L
}

/**
 * Predicts each rating, then learns it; rows leave with `prediction`, `residual` and `modelVersion`.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL`, while running, for what is no id or no finite number
 * @example
 * const taste = new ml.BiasedMatrixFactorization({ factors: 8 })
 * ratings.process(ml.prequentialRecommender(taste, { user: 'customer', item: 'product', rating: 'stars' }))
 */
export function prequentialRecommender<In extends object, const L extends FeatureName<In> = FeatureName<In>>(
  model: Recommender,
  options: PrequentialRecommenderOptions<In, L>,
): RowFunction<In, Scored<In, L>> {
  checkOptionNames('ml.prequentialRecommender', options, ['user', 'item', 'rating'])
  if (model === null || typeof model !== 'object' || model.kind !== 'recommender') {
    throw new FlinknbError('INVALID_OPTION', `ml.prequentialRecommender: model: ${show(model)} is no recommender.`, {
      fix: 'Pass one, such as new ml.BiasedMatrixFactorization().',
    })
  }
  const { user, item, rating } = options
  for (const [name, column] of Object.entries({ user, item, rating })) {
    if (typeof column === 'string') continue
    throw new FlinknbError('INVALID_OPTION', `ml.prequentialRecommender: ${name}: ${show(column)} is no column.`, {
      fix: 'Name one.',
    })
  }
  return new PrequentialRecommender<In, Scored<In, L>>(model, user, item, rating)
}

class PrequentialRecommender<In extends object, Out> implements RowFunction<In, Out> {
  readonly name = 'recommender'

  constructor(
    private readonly model: Recommender,
    private readonly user: string,
    private readonly item: string,
    private readonly rating: string,
  ) {}

  processElement(value: In, _context: unknown, out: RowCollector<Out>): void {
    const { model } = this
    const row = value as Readonly<Record<string, unknown>>
    const user = row[this.user] as RecommenderId
    const item = row[this.item] as RecommenderId
    const rating = row[this.rating]
    const prediction = model.predictOne(user, item)
    const modelVersion = model.n
    if (rating === null || rating === undefined) {
      out.collect({ ...value, prediction, residual: null, modelVersion } as Out)
      return
    }
    if (!isUsable(rating)) throw unusableValue(`rating '${this.rating}'`, rating)
    model.learnOne(user, item, rating)
    out.collect({ ...value, prediction, residual: rating - prediction, modelVersion } as Out)
  }

  snapshotState(): EstimatorJSON {
    return this.model.toJSON()
  }

  restoreState(state: unknown): void {
    this.model.restore(state as EstimatorJSON)
  }
}
