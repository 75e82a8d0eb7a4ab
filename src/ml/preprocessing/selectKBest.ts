import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { ClassScores, CorrelationScores, type FeatureScores } from './featureScores.ts'
import { StatisticalTransformer } from './statisticalTransformer.ts'

/** Options of {@link SelectKBest}. */
export interface SelectKBestOptions {
  /** How many features pass. Default 10. */
  readonly k?: number | undefined
}

/**
 * Lets the `k` features pass that say most about the label by themselves: before a regressor by their correlation with
 * it, before a classifier by the F statistic of a one-way analysis of variance (scikit-learn's `f_regression` and `f_classif`,
 * here over the stream so far). The best may change, so the others stay as columns of 0, which tell a model nothing.
 *
 * Memory: 3 numbers a feature before a regressor, 2 a feature and class before a classifier.
 *
 * @example
 * const selector = new ml.SelectKBest({ k: 1 })
 * selector.fit([{ a: 1, b: 3 }, { a: 2, b: 1 }, { a: 3, b: 2 }], [10, 20, 30])
 * selector.selected // ['a']
 */
export class SelectKBest extends StatisticalTransformer {
  readonly type = 'SelectKBest'
  readonly options: { readonly k: number }
  #scores: FeatureScores = new CorrelationScores(0)
  #classes = false
  #passes: Uint8Array | undefined

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: SelectKBestOptions = {}) {
    super()
    checkOptionNames('SelectKBest', options, ['k'])
    const { k = 10 } = options
    checkNumber('SelectKBest', 'k', k, { from: 1, whole: true })
    this.options = { k }
  }

  /** F of each feature; 0 while too little is known, Infinity for one that says all. */
  get scores(): number[] {
    return this.features.map((_, j) => this.#scores.f(j))
  }

  /** Features that pass now. */
  get selected(): string[] {
    return this.features.filter((_, j) => this.passing()[j] === 1)
  }

  labelsAreClasses(): void {
    if (this.#classes) return
    this.#classes = true
    this.reset()
  }

  learnVector(x: Float64Array, y?: number): void {
    if (y === undefined) {
      throw new FlinknbError('MODEL', 'SelectKBest: a record without its label.', {
        fix: 'Pass the label: learnOne(x, y), fit(X, y); in a pipeline that ends in a model it comes by itself.',
      })
    }
    this.learned++
    this.#passes = undefined
    this.#scores.add(x, y)
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    const passing = this.passing()
    for (let j = 0; j < x.length; j++) out[j] = passing[j] === 1 ? (x[j] as number) : 0
  }

  /**
   * Adds what another has learned (Chan).
   *
   * @throws FlinknbError `MODEL` when the features differ, or one was told that labels are classes and the other not
   */
  merge(other: SelectKBest): this {
    if (other.n === 0) return this
    if (other.#classes !== this.#classes) {
      throw new FlinknbError('MODEL', 'SelectKBest: merge() of labels that are classes with labels that are not.', {
        fix: 'Merge what clone() gave.',
      })
    }
    this.useFeatures(other.features)
    this.#scores.merge(
      other.#scores,
      this.features.map(name => other.features.indexOf(name)),
    )
    this.learned += other.n
    this.#passes = undefined
    return this
  }

  clone(): SelectKBest {
    const copy = new SelectKBest(this.options)
    if (this.#classes) copy.labelsAreClasses()
    return copy
  }

  protected prepare(features: readonly string[]): void {
    this.#scores = this.#classes ? new ClassScores(features.length) : new CorrelationScores(features.length)
    this.#passes = undefined
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#scores.widen(width + names.length)
    this.#passes = undefined
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { classes: this.#classes, scores: this.#scores.toJSON() }
  }

  protected restoreSaved({ classes, scores }: Readonly<Record<string, unknown>>): void {
    this.#classes = classes === true
    this.prepare(this.features)
    this.#scores.restore(scores)
  }

  protected tables(): readonly DescriptionTable[] {
    const { scores } = this
    const passing = this.passing()
    const rows = this.features.map((name, j) => [name, scores[j] ?? null, passing[j] === 1 ? 'yes' : 'no'])
    return [{ title: 'Features', columns: ['feature', 'F', 'passes'], rows }]
  }

  /** Nothing is known to be worse before anything was learned: all pass. Of equals the first. */
  private passing(): Uint8Array {
    if (this.#passes) return this.#passes
    const { length } = this.features
    const passes = new Uint8Array(length)
    if (this.n === 0) passes.fill(1)
    else {
      const { scores } = this
      const best = scores.map((_, j) => j).sort((a, b) => compare(scores[b] as number, scores[a] as number) || a - b)
      for (const j of best.slice(0, this.options.k)) passes[j] = 1
    }
    this.#passes = passes
    return passes
  }
}

/** a − b, also for two infinities. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b
}
