import { FlinknbError } from '../../base/errors.ts'

/** Plain data of {@link ClassMoments}. */
export interface ClassMomentsState {
  readonly n: number
  readonly weight: number
  readonly mean: readonly number[]
  readonly squares: readonly number[]
}

/** Weighted mean and variance of each feature within one class, by West's form of Welford's recurrence (CACM 22, 1979). */
export class ClassMoments {
  n = 0
  weight = 0
  mean: Float64Array<ArrayBuffer>
  private squares: Float64Array<ArrayBuffer>

  constructor(width: number) {
    this.mean = new Float64Array(width)
    this.squares = new Float64Array(width)
  }

  add(x: Float64Array, weight: number): void {
    this.n++
    this.weight += weight
    const part = weight / this.weight
    for (let j = 0; j < x.length; j++) {
      const before = (x[j] as number) - (this.mean[j] as number)
      this.mean[j] = (this.mean[j] as number) + before * part
      this.squares[j] = (this.squares[j] as number) + weight * before * ((x[j] as number) - (this.mean[j] as number))
    }
  }

  /** Σ w (x − mean)² / (Σ w − 1), weights counting as repeated records; 0 where that says nothing. */
  variance(j: number): number {
    return this.weight > 1 ? (this.squares[j] as number) / (this.weight - 1) : 0
  }

  merge(other: ClassMoments, columns: readonly number[]): void {
    if (other.weight === 0) return
    const total = this.weight + other.weight
    for (const [j, column] of columns.entries()) {
      const distance = (other.mean[column] as number) - (this.mean[j] as number)
      const between = distance * distance * ((this.weight * other.weight) / total)
      this.squares[j] = (this.squares[j] as number) + (other.squares[column] as number) + between
      this.mean[j] = (this.mean[j] as number) + (distance * other.weight) / total
    }
    this.n += other.n
    this.weight = total
  }

  /** Room for features that were 0 in every record: their mean and variance are 0. */
  extend(width: number): void {
    const { mean, squares } = this
    this.mean = new Float64Array(width)
    this.squares = new Float64Array(width)
    this.mean.set(mean)
    this.squares.set(squares)
  }

  toJSON(): ClassMomentsState {
    return { n: this.n, weight: this.weight, mean: [...this.mean], squares: [...this.squares] }
  }

  /** @throws FlinknbError `MODEL` when the state does not fit */
  restore({ n, weight, mean, squares }: ClassMomentsState): void {
    const numbers = [n, weight, ...mean, ...squares]
    if (numbers.length !== 2 + 2 * this.mean.length || !numbers.every(Number.isFinite)) {
      throw new FlinknbError('MODEL', 'GaussianNB: the saved moments do not fit the features or are damaged.', {
        fix: 'Pass what toJSON() gave.',
      })
    }
    this.n = n
    this.weight = weight
    this.mean.set(mean)
    this.squares.set(squares)
  }
}
