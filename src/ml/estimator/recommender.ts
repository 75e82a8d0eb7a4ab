import type { Estimator } from './estimator.ts'

/** Who or what is meant: `'alice'`, `4711`. `1` and `'1'` are two. */
export type RecommenderId = string | number

/** An item and how a user is expected to rate it. */
export interface Recommendation {
  readonly item: RecommenderId
  readonly rating: number
}

/** Predicts how a user rates an item from ratings of others, and of the same user for other items. */
export interface Recommender extends Estimator {
  readonly kind: 'recommender'
  /** @throws FlinknbError `MODEL` for an id that is neither text nor a finite number, or a rating that is no finite number */
  learnOne(user: RecommenderId, item: RecommenderId, rating: number): void
  /** For an unknown user or item: what is known without it. */
  predictOne(user: RecommenderId, item: RecommenderId): number
  /** The `k` items that the user is expected to rate best, best first; those in `exclude` left out. */
  recommend(user: RecommenderId, options?: RecommendOptions): Recommendation[]
  clone(): Recommender
}

export interface RecommendOptions {
  /** Default 10. */
  readonly k?: number | undefined
  /** Items not to be named: those the user has already. */
  readonly exclude?: Iterable<RecommenderId> | undefined
}
