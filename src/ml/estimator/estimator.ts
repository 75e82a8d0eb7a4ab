import type { ModelDescription } from './modelDescription.ts'

/** A saved estimator: plain data whose numbers survive JSON bit for bit. Made by `toJSON`, read by `fromJSON`. */
export interface EstimatorJSON {
  /** The class: `LinearRegression`, `StandardScaler`, `Pipeline`. */
  readonly type: string
  /** Version of this layout. */
  readonly format: 1
  readonly options: Readonly<Record<string, unknown>>
  readonly features: readonly string[]
  /** What was learned; its layout is the class's own affair. */
  readonly state: unknown
}

/** What an estimator is for; tells members of the union {@link Estimator} implementations apart. */
export type EstimatorKind =
  | 'regressor'
  | 'multiOutputRegressor'
  | 'classifier'
  | 'transformer'
  | 'clusterer'
  | 'anomalyDetector'
  | 'forecaster'
  | 'recommender'

/**
 * What an estimator reads of a record: `numbers`, checked to be finite, or raw `values`: text, dates, booleans, null,
 * whatever the columns hold. An encoder reads values, and so does a pipeline that begins with one.
 */
export type Accepts = 'numbers' | 'values'

/** What every model and transformer has in common. Features are known by name; their order never matters to callers. */
export interface Estimator {
  readonly type: string
  readonly kind: EstimatorKind
  readonly accepts: Accepts
  /** Records learned so far. */
  readonly n: number
  /** Names of the features in the order of vectors; empty until the first record, batch or `useFeatures`. */
  readonly features: readonly string[]
  /**
   * Fixes the features; the same names again, in whatever order, change nothing.
   *
   * @throws FlinknbError `MODEL` when the estimator already knows other features
   */
  useFeatures(names: readonly string[]): void
  /**
   * Takes in features that were 0 in every record so far, behind the known ones, and goes on as if they had always been
   * there: an encoder has met a new category.
   *
   * @throws FlinknbError `MODEL` when a name is known already, or when this class cannot
   */
  extendFeatures(names: readonly string[]): void
  /** Forgets what was learned. The features stay, unless others are named. */
  reset(names?: readonly string[]): void
  /** A fresh, unfitted copy of the configuration. */
  clone(): Estimator
  toJSON(): EstimatorJSON
  /**
   * Puts a saved state into this very object, which keeps its place in pipelines and jobs.
   *
   * @throws FlinknbError `MODEL` when the state is of another class or configuration, or damaged
   */
  restore(json: EstimatorJSON): void
  describe(): ModelDescription
}
