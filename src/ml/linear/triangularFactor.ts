/** Relative to what a column has varied: what the columns before it leave below this is nothing but rounding. R's `lm` drops at 1e-7, unsquared. */
const COLLINEAR = 1e-14
/** Relative to the largest value of a column: what elimination leaves below this is taken for 0. */
const ROUNDING = 1e-13

/** The same for a column that is known to follow from others: more than this says that it does no longer. */
const CONTRADICTION = 1e-11

/** A mean of this many squared deviations costs float64 so many digits that ten remain. */
const FAR = 1e8

/** Plain data of {@link TriangularFactor}. */
export interface TriangularFactorState {
  readonly diagonal: readonly number[]
  readonly above: readonly number[]
  readonly varied: readonly number[]
  readonly largest: readonly number[]
  readonly residual: number
  readonly follows: readonly boolean[]
  readonly contradicted: boolean
}

/**
 * The triangle of a QR decomposition that takes records one by one: square-root-free Givens rotations (Gentleman, J. Inst.
 * Maths Applics 12, 1973; Miller, Applied Statistics 41, 1992, algorithm AS 274). `Σ w v vᵀ = Rᵀ D R`, R with ones on its
 * diagonal; the last column is the label's. Never squares the condition of the data, as sums of products do.
 *
 * Memory: p (p + 1) / 2 + 3 p numbers for p columns. Time a record: 2 p² multiplications.
 */
export class TriangularFactor {
  /** D: what is left of each column after those before it, squared and summed. */
  readonly diagonal: Float64Array
  /** R above its diagonal, by rows; the last entry of each row is the label's. */
  readonly above: Float64Array
  /** `Σ w (x − mean)²` of each column; about 0 without an intercept. */
  readonly varied: Float64Array
  /** The largest magnitude of each column so far. */
  private readonly largest: Float64Array
  /** `Σ w (y − ŷ)²` of the solution. */
  residual = 0
  /** Columns known to follow from those before them, and whether a record has shown since that one does not. */
  private follows: readonly boolean[] = []
  contradicted = false
  private readonly row: Float64Array

  /** @param width columns besides the label; the first is the constant 1 where `intercept` */
  constructor(
    readonly width: number,
    private readonly intercept: boolean,
  ) {
    this.diagonal = new Float64Array(width)
    this.varied = new Float64Array(width)
    this.largest = new Float64Array(width)
    this.above = new Float64Array((width * (width + 1)) / 2)
    this.row = new Float64Array(width + 1)
  }

  /** Takes a record with an intercept's 1, if there is one, put before it. */
  learn(x: Float64Array, y: number, weight: number): void {
    const { row, width } = this
    const first = this.intercept ? 1 : 0
    row[0] = 1
    for (let j = first; j < width; j++) row[j] = x[j - first] as number
    row[width] = y
    this.see(x)
    this.include(weight)
  }

  /** Notes how large features are, of a record that is not learned here. */
  see(x: Float64Array): void {
    const { largest } = this
    const first = this.intercept ? 1 : 0
    if (this.intercept) largest[0] = 1
    for (let j = 0; j < x.length; j++) {
      const magnitude = Math.abs(x[j] as number)
      if (magnitude > (largest[j + first] as number)) largest[j + first] = magnitude
    }
  }

  /**
   * Whether each column keeps at least `part` of what it has varied, and has its mean within 1e4 deviations of 0; but for
   * those that are constant or known to follow.
   */
  isSafe(part: number): boolean {
    const { diagonal, varied, follows, above } = this
    const weight = diagonal[0] as number
    for (let j = 0; j < diagonal.length; j++) {
      if (follows[j] || (varied[j] === 0 && j > 0)) continue
      if (!((diagonal[j] as number) > part * (varied[j] as number))) return false
      if (!this.intercept || j === 0) continue
      const mean = above[j - 1] as number
      if (!(mean * mean * weight <= FAR * (varied[j] as number))) return false
    }
    return true
  }

  /** Takes a record of nothing but feature `j` and a label of 0: a prior that its coefficient is 0. */
  learnPrior(j: number, weight: number): void {
    const column = j + (this.intercept ? 1 : 0)
    this.row.fill(0)
    this.row[column] = 1
    this.largest[column] = Math.max(this.largest[column] as number, 1)
    this.include(weight, false)
  }

  /** Adds what another factor of the same columns holds; `prior` is the weight of priors that both hold and one is to. */
  merge(other: TriangularFactor, prior = 0): void {
    const { row, width, diagonal, above, varied, largest } = this
    const first = this.intercept ? 1 : 0
    const total = this.intercept ? (diagonal[0] as number) + (other.diagonal[0] as number) : 0
    const between = total > 0 ? ((diagonal[0] as number) * (other.diagonal[0] as number)) / total : 0
    for (let j = first; j < width; j++) {
      const distance = this.intercept ? (other.above[j - 1] as number) - (above[j - 1] as number) : 0
      varied[j] = (varied[j] as number) + (other.varied[j] as number) + between * distance * distance
    }
    for (let j = 0; j < width; j++) largest[j] = Math.max(largest[j] as number, other.largest[j] as number)
    let k = 0
    for (let i = 0; i < width; i++) {
      row.fill(0)
      row[i] = 1
      for (let j = i + 1; j <= width; j++, k++) row[j] = other.above[k] as number
      const weight = other.diagonal[i] as number
      if (weight > 0) this.include(weight, false)
    }
    this.residual += other.residual
    if (prior > 0) for (let j = first; j < width; j++) this.learnPrior(j - first, -prior)
  }

  /** This factor with `added` more columns, 0 in every record so far, before the label's. */
  extended(added: number): TriangularFactor {
    const wider = new TriangularFactor(this.width + added, this.intercept)
    wider.diagonal.set(this.diagonal)
    wider.varied.set(this.varied)
    wider.largest.set(this.largest)
    wider.residual = this.residual
    let from = 0
    let to = 0
    for (let i = 0; i < this.width; i++) {
      for (let j = i + 1; j < this.width; j++) wider.above[to++] = this.above[from++] as number
      to += added
      wider.above[to++] = this.above[from++] as number
    }
    return wider
  }

  /** Multiplies the weight of everything so far. */
  fade(factor: number): void {
    for (let j = 0; j < this.width; j++) {
      this.diagonal[j] = factor * (this.diagonal[j] as number)
      this.varied[j] = factor * (this.varied[j] as number)
    }
    this.residual *= factor
  }

  /** Columns of which those before them leave nothing; a constant is one where there is an intercept. */
  dropped(): boolean[] {
    return Array.from(this.diagonal, (left, j) => !(left > COLLINEAR * (this.varied[j] as number)))
  }

  /**
   * Writes the coefficients of all columns, 0 for dropped ones, and returns which were dropped. Time: p² / 2, or p² for
   * each dropped column more, whose remainder must be passed on to the columns behind it.
   */
  solve(coefficients: Float64Array): boolean[] {
    const dropped = this.dropped()
    if (dropped.includes(true) && this.diagonal.some((left, j) => left > 0 && dropped[j])) {
      const copy = this.withoutRemainders(dropped)
      copy.substitute(coefficients, dropped)
    } else this.substitute(coefficients, dropped)
    return dropped
  }

  /** Back substitution. */
  substitute(coefficients: Float64Array, dropped?: readonly boolean[]): void {
    const { width, above } = this
    let end = above.length
    for (let i = width - 1; i >= 0; i--) {
      const start = end - (width - i)
      let value = 0
      if (!dropped?.[i]) {
        value = above[end - 1] as number
        for (let k = start, j = i + 1; j < width; k++, j++) value -= (above[k] as number) * (coefficients[j] as number)
      }
      coefficients[i] = value
      end = start
    }
  }

  /**
   * Becomes another factor of the same records. Columns that `follows` names stay out: their rows are 0.
   *
   * @param entry D for i = j, else R above the diagonal; column `width` is the label's
   */
  become(
    entry: (i: number, j: number) => number,
    varied: (j: number) => number,
    follows: readonly boolean[],
    residual: number,
  ): void {
    const { width, above, diagonal } = this
    let k = 0
    for (let i = 0; i < width; i++) {
      diagonal[i] = follows[i] ? 0 : entry(i, i)
      this.varied[i] = varied(i)
      for (let j = i + 1; j <= width; j++, k++) above[k] = follows[i] ? 0 : entry(i, j)
    }
    this.follows = follows
    this.contradicted = false
    this.residual = residual
  }

  toJSON(): TriangularFactorState {
    return {
      diagonal: [...this.diagonal],
      above: [...this.above],
      varied: [...this.varied],
      largest: [...this.largest],
      residual: this.residual,
      follows: this.follows,
      contradicted: this.contradicted,
    }
  }

  /** @returns false when the state is of another width or damaged */
  restore(state: TriangularFactorState): boolean {
    const { diagonal, above, varied, largest } = this
    const parts: [Float64Array, readonly number[] | undefined][] = [
      [diagonal, state.diagonal],
      [above, state.above],
      [varied, state.varied],
      [largest, state.largest],
    ]
    if (!Number.isFinite(state.residual)) return false
    if (parts.some(([to, from]) => from?.length !== to.length || !from.every(Number.isFinite))) return false
    for (const [to, from] of parts) to.set(from as readonly number[])
    this.residual = state.residual
    this.follows = state.follows
    this.contradicted = state.contradicted
    return true
  }

  /** Rotates `row` in, which is overwritten. */
  private include(weight: number, varies = true): void {
    const { row, width, diagonal, above, largest, follows } = this
    let rest = weight
    let k = 0
    if (!this.intercept && varies) this.vary(rest)
    for (let i = 0; i < width; i++) {
      const xi = row[i] as number
      const known = follows[i] === true
      if (known || Math.abs(xi) <= ROUNDING * (largest[i] as number)) {
        if (known && Math.abs(xi) > CONTRADICTION * (largest[i] as number)) this.contradicted = true
        k += width - i
        continue
      }
      const before = diagonal[i] as number
      const after = before + rest * xi * xi
      const sine = (rest * xi) / after
      diagonal[i] = after
      rest *= before / after
      for (let j = i + 1; j <= width; j++, k++) {
        const r = above[k] as number
        const value = (row[j] as number) - xi * r
        row[j] = value
        above[k] = r + sine * value
      }
      if (i === 0 && this.intercept && varies) this.vary(rest)
      if (rest === 0) return
    }
    const left = row[width] as number
    this.residual += rest * left * left
  }

  /** West's update: the row stands about the means as they were, `rest` is its weight times what it does not move them. */
  private vary(rest: number): void {
    const { row, varied, width } = this
    for (let j = this.intercept ? 1 : 0; j < width; j++) {
      varied[j] = (varied[j] as number) + rest * (row[j] as number) * (row[j] as number)
    }
  }

  /** A copy in which what is left in the rows of dropped columns has been passed on to the rows below (AS 274, SING). */
  private withoutRemainders(dropped: readonly boolean[]): TriangularFactor {
    const copy = new TriangularFactor(this.width, this.intercept)
    copy.restore(this.toJSON())
    let start = 0
    for (let i = 0; i < this.width; i++) {
      const length = this.width - i
      if (dropped[i]) {
        const weight = copy.diagonal[i] as number
        copy.row.fill(0)
        for (let j = 0; j < length; j++) copy.row[i + 1 + j] = copy.above[start + j] as number
        copy.above.fill(0, start, start + length)
        copy.diagonal[i] = 0
        if (weight > 0) copy.include(weight, false)
      }
      start += length
    }
    return copy
  }
}
