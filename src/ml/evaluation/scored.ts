import type { DriftAware } from '../drift/driftAware.ts'
import type { Classifier, ClassLabel } from '../estimator/classifier.ts'
import type { IntervalRegressor } from '../estimator/intervalRegressor.ts'
import type { Regressor } from '../estimator/regressor.ts'

/** Columns of `In` that may hold numbers: a column of nothing but text or booleans can be no feature and no label. */
export type FeatureName<In> = {
  [K in keyof In & string]-?: [Extract<In[K], number>] extends [never] ? (unknown extends In[K] ? K : never) : K
}[keyof In & string]

/** Columns of `In` that may hold classes: text, numbers or booleans. */
export type ClassColumn<In> = {
  [K in keyof In & string]-?: [Extract<In[K], ClassLabel>] extends [never] ? (unknown extends In[K] ? K : never) : K
}[keyof In & string]

/** Columns of `In` that can be the label of a model: numbers for a regressor, classes for a classifier. */
export type LabelOf<M, In> = M extends Classifier ? ClassColumn<In> : FeatureName<In>

/** What predicting a number adds to a row. Columns of the same names are replaced. */
export interface Predicted {
  readonly prediction: number
  /** Records the model had learned before this prediction; of a stored model its version. */
  readonly modelVersion: number
}

/** What a regressor that gives intervals adds besides; null while there is no interval yet. */
export interface PredictedBounds {
  readonly lower: number | null
  readonly upper: number | null
}

/** What predicting a class adds to a row. Columns of the same names are replaced. */
export interface Classified {
  /** The likeliest class; null before one is known. */
  readonly prediction: ClassLabel | null
  /** Probability of the predicted class; null before one is known. */
  readonly probability: number | null
  /** Probability of each known class, by its name. */
  readonly probabilities: Readonly<Record<string, number>>
  /** Records the model had learned before this prediction; of a stored model its version. */
  readonly modelVersion: number
}

/** What prequential evaluation adds to a row whose label column is `L`; the residual is null where a label may be missing. */
export type Scored<In, L extends keyof In = keyof In> = In &
  Predicted & {
    /** label − prediction; null for a row without a label. */
    readonly residual: [Extract<In[L], null | undefined>] extends [never] ? number : number | null
  }

/** What prequential evaluation of a classifier adds to a row whose label column is `L`. */
export type ScoredClass<In, L extends keyof In = keyof In> = In &
  Classified & {
    /** Whether the prediction is the label; null for a row without a label. */
    readonly correct: [Extract<In[L], null | undefined>] extends [never] ? boolean : boolean | null
  }

/** What `ml.predict` makes of a row, by the kind of model. */
export type PredictedBy<M, In> = M extends Classifier
  ? In & Classified
  : M extends IntervalRegressor
    ? In & Predicted & PredictedBounds
    : In & Predicted

/** What a model that watches its own errors adds to a row. */
export interface DriftMarked {
  /** Whether an alarm was raised since the row before: by this row, or, with delayed labels, by one learned meanwhile. */
  readonly drift: boolean
}

/** What `ml.prequential` makes of a row, by the kind of model. */
export type ScoredBy<M, In, L extends keyof In> = M extends DriftAware
  ? ScoredByKind<M, In, L> & DriftMarked
  : ScoredByKind<M, In, L>

type ScoredByKind<M, In, L extends keyof In> = M extends Classifier
  ? ScoredClass<In, L>
  : M extends IntervalRegressor
    ? Scored<In, L> & PredictedBounds
    : M extends Regressor
      ? Scored<In, L>
      : never
