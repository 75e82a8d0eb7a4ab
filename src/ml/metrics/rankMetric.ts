import type { ClassLabel } from '../estimator/classifier.ts'
import type { ClassificationMetric, Probabilities } from './classificationMetric.ts'
import { isPositive, positiveProbability } from './positiveClass.ts'
import { RankedScores, type ScoreGroup } from './rankedScores.ts'

/** Options of metrics about the probability of one class. */
export interface PositiveOptions {
  /** The class they are about. Default `true` or `1`. */
  readonly positive?: ClassLabel | undefined
}

/**
 * A metric about how probabilities of the positive class order records, larger being better. Exact over up to 10,000 different
 * probabilities, then in buckets of 0.01 in log-odds. Memory: at most 10,000 triples of numbers.
 */
export abstract class RankMetric implements ClassificationMetric {
  static readonly isClassification = true
  abstract readonly name: string
  readonly better = 'higher'
  private readonly scores = new RankedScores()

  constructor(private readonly options: PositiveOptions = {}) {}

  add(yTrue: ClassLabel, _yPred: ClassLabel | null, probabilities: Probabilities = {}, weight = 1): void {
    const { positive } = this.options
    this.scores.add(positiveProbability(probabilities, positive), isPositive(this.name, yTrue, positive), weight)
  }

  get value(): number | null {
    return this.figure(this.scores.descending())
  }

  merge(other: this): void {
    this.scores.merge(other.scores)
  }

  fade(factor: number): void {
    this.scores.scale(factor)
  }

  toJSON(): readonly number[] {
    return this.scores.toJSON()
  }

  restore(state: unknown): void {
    this.scores.restore(state as readonly number[])
  }

  /** @param groups records of one score together, highest scores first */
  protected abstract figure(groups: readonly ScoreGroup[]): number | null
}
