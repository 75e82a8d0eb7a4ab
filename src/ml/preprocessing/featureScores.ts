import { FlinknbError } from '../../base/errors.ts'
import { RunningMoments, type RunningMomentsState } from '../statistics/runningMoments.ts'
import { widened } from './columnScaler.ts'

/** How much each feature says about the label by itself, over a stream. */
export interface FeatureScores {
  add(x: Float64Array, y: number): void
  /** The F statistic of feature j; 0 while too little is known. */
  f(j: number): number
  widen(width: number): void
  /** Adds what another of the same class has seen; its column `columns[j]` belongs to column j. */
  merge(other: FeatureScores, columns: readonly number[]): void
  toJSON(): unknown
  restore(state: unknown): void
}

/** F of a regression on one feature: r² / (1 − r²) × (n − 2), from moments and co-moments (Welford; Chan et al. 1979). */
export class CorrelationScores implements FeatureScores {
  #features: RunningMoments
  #label = new RunningMoments(1)
  /** `Σ (x − mean)(y − mean)`. */
  #joint: Float64Array
  readonly #y = new Float64Array(1)

  constructor(width: number) {
    this.#features = new RunningMoments(width)
    this.#joint = new Float64Array(width)
  }

  add(x: Float64Array, y: number): void {
    const before = y - (this.#label.mean[0] as number)
    this.#features.add(x)
    const mean = this.#features.mean
    for (let j = 0; j < mean.length; j++) {
      this.#joint[j] = (this.#joint[j] as number) + ((x[j] as number) - (mean[j] as number)) * before
    }
    this.#y[0] = y
    this.#label.add(this.#y)
  }

  /** Pearson's correlation of feature j with the label; 0 where one of them is constant. */
  correlation(j: number): number {
    const { n } = this.#features
    if (n < 2 || this.#features.isConstant(j) || this.#label.isConstant(0)) return 0
    return (this.#joint[j] as number) / n / Math.sqrt(this.#features.variance(j) * this.#label.variance(0))
  }

  f(j: number): number {
    const { n } = this.#features
    const r2 = this.correlation(j) ** 2
    return n > 2 ? (r2 / Math.max(0, 1 - r2)) * (n - 2) : 0
  }

  widen(width: number): void {
    this.#features = this.#features.widened(width)
    this.#joint = widened(this.#joint, width)
  }

  merge(other: FeatureScores, columns: readonly number[]): void {
    const theirs = other as CorrelationScores
    const [label, features, joint] = [theirs.#label, theirs.#features, theirs.#joint]
    const [n, m] = [this.#features.n, features.n]
    const part = n + m > 0 ? (n * m) / (n + m) : 0
    const yDistance = (label.mean[0] as number) - (this.#label.mean[0] as number)
    for (const [j, column] of columns.entries()) {
      const xDistance = (features.mean[column] as number) - (this.#features.mean[j] as number)
      this.#joint[j] = (this.#joint[j] as number) + (joint[column] as number) + xDistance * yDistance * part
    }
    this.#features.merge(features, columns)
    this.#label.merge(label, [0])
  }

  toJSON(): unknown {
    return { features: this.#features.toJSON(), label: this.#label.toJSON(), joint: [...this.#joint] }
  }

  restore(state: unknown): void {
    const { features, label, joint } = state as {
      features: RunningMomentsState
      label: RunningMomentsState
      joint: readonly number[]
    }
    this.#features.restore(features)
    this.#label.restore(label)
    if (joint.length !== this.#joint.length || !joint.every(Number.isFinite)) throw damaged()
    this.#joint.set(joint)
  }
}

/** F of a one-way analysis of variance: what lies between the classes by what lies within them. */
export class ClassScores implements FeatureScores {
  #width: number
  #all: RunningMoments
  #classes: RunningMoments[] = []

  constructor(width: number) {
    this.#width = width
    this.#all = new RunningMoments(width)
  }

  add(x: Float64Array, y: number): void {
    while (this.#classes.length <= y) this.#classes.push(new RunningMoments(this.#width))
    this.#classes[y]?.add(x)
    this.#all.add(x)
  }

  f(j: number): number {
    const seen = this.#classes.filter(moments => moments.n > 0)
    const { n } = this.#all
    if (seen.length < 2 || n <= seen.length || this.#all.isConstant(j)) return 0
    const centre = this.#all.mean[j] as number
    const between = seen.reduce((sum, c) => sum + c.n * ((c.mean[j] as number) - centre) ** 2, 0)
    const within = seen.reduce((sum, c) => sum + c.n * c.variance(j), 0)
    return between / (seen.length - 1) / (within / (n - seen.length))
  }

  widen(width: number): void {
    this.#width = width
    this.#all = this.#all.widened(width)
    this.#classes = this.#classes.map(moments => moments.widened(width))
  }

  merge(other: FeatureScores, columns: readonly number[]): void {
    const theirs = other as ClassScores
    while (this.#classes.length < theirs.#classes.length) this.#classes.push(new RunningMoments(this.#width))
    for (const [k, moments] of theirs.#classes.entries()) this.#classes[k]?.merge(moments, columns)
    this.#all.merge(theirs.#all, columns)
  }

  toJSON(): unknown {
    return { all: this.#all.toJSON(), classes: this.#classes.map(moments => moments.toJSON()) }
  }

  restore(state: unknown): void {
    const { all, classes } = state as { all: RunningMomentsState; classes: readonly RunningMomentsState[] }
    this.#all.restore(all)
    this.#classes = classes.map(saved => {
      const moments = new RunningMoments(this.#width)
      moments.restore(saved)
      return moments
    })
  }
}

function damaged(): FlinknbError {
  return new FlinknbError('MODEL', 'Saved scores of features are damaged.', { fix: 'Pass what toJSON() gave.' })
}
