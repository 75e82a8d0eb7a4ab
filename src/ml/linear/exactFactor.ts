import { add, type DoubleDouble, divide, fromNumber, multiply, SPLITTER, ZERO } from './doubleDouble.ts'

/**
 * Squared: a column is collinear when earlier columns leave less than 1e-10 of its deviation. R's `lm` says 1e-7, which
 * drops a column of NIST's Filip; double-double resolves that set to 13 digits.
 */
const COLLINEAR = 1e-20

/** L D Lᵀ of a symmetric positive semi-definite matrix in double-double, columns in order, dependent ones dropped. */
export class ExactFactor {
  readonly dropped: readonly boolean[]
  readonly rank: number
  /** L below its diagonal of ones, by rows; high parts, then low parts. */
  private readonly hi: Float64Array
  private readonly lo: Float64Array
  private readonly pivots: readonly DoubleDouble[]

  /**
   * @param matrix lower triangle, row by row
   * @param noise the pivot of column j that rounding alone can leave
   */
  constructor(matrix: readonly (readonly DoubleDouble[])[], penalty: Float64Array, noise: (j: number) => number) {
    const width = matrix.length
    const dropped: boolean[] = []
    const pivots: DoubleDouble[] = []
    this.hi = new Float64Array((width * (width - 1)) / 2)
    this.lo = new Float64Array(this.hi.length)
    const u = { hi: new Float64Array(width), lo: new Float64Array(width) }
    const l = { hi: this.hi, lo: this.lo }
    for (let i = 0; i < width; i++) {
      const row = startOfRow(i)
      for (let j = 0; j < i; j++) {
        const value = subtractDot(matrix[i]?.[j] ?? ZERO, u, l, startOfRow(j), j)
        const kept = dropped[j] ? ZERO : value
        const part = dropped[j] ? ZERO : divide(value, pivots[j] ?? ZERO)
        u.hi[j] = kept.hi
        u.lo[j] = kept.lo
        this.hi[row + j] = part.hi
        this.lo[row + j] = part.lo
      }
      const own = matrix[i]?.[i] ?? ZERO
      const diagonal = add(own, fromNumber(penalty[i] ?? 0))
      const pivot = subtractDot(diagonal, u, l, row, i)
      const varies = own.hi > noise(i)
      dropped.push(!(pivot.hi > COLLINEAR * diagonal.hi && pivot.hi > noise(i) && varies))
      pivots.push(pivot)
    }
    this.dropped = dropped
    this.rank = dropped.filter(drop => !drop).length
    this.pivots = pivots
  }

  /** The x of `M x = right` with 0 for dropped columns. */
  solve(right: readonly DoubleDouble[]): DoubleDouble[] {
    const x = this.scaled(right)
    for (let i = x.length - 1; i >= 0; i--) {
      const value = this.dropped[i] ? ZERO : (x[i] ?? ZERO)
      x[i] = value
      const row = startOfRow(i)
      const minus = { hi: -value.hi, lo: -value.lo }
      for (let k = 0; k < i; k++) x[k] = add(x[k] ?? ZERO, multiply(this.entry(row + k), minus))
    }
    return x
  }

  /** `v′ M⁻¹ v` over the columns that were kept. */
  quadraticForm(v: readonly DoubleDouble[]): DoubleDouble {
    let sum = ZERO
    this.forward(v).forEach((value, i) => {
      if (!this.dropped[i]) sum = add(sum, divide(multiply(value, value), this.pivots[i] ?? ZERO))
    })
    return sum
  }

  /** `D⁻¹ L⁻¹ right`, 0 for dropped columns. */
  scaled(right: readonly DoubleDouble[]): DoubleDouble[] {
    return this.forward(right).map((value, i) => (this.dropped[i] ? ZERO : divide(value, this.pivots[i] ?? ZERO)))
  }

  /** What is left of column j after those before it; 0 for a dropped one. */
  pivot(j: number): number {
    return this.dropped[j] ? 0 : (this.pivots[j]?.hi ?? 0)
  }

  /** L's entry for j < i, rounded. */
  lower(i: number, j: number): number {
    return this.hi[startOfRow(i) + j] as number
  }

  private forward(right: readonly DoubleDouble[]): DoubleDouble[] {
    const x = { hi: new Float64Array(right.length), lo: new Float64Array(right.length) }
    return right.map((start, i) => {
      const value = this.dropped[i] ? ZERO : subtractDot(start, x, { hi: this.hi, lo: this.lo }, startOfRow(i), i)
      x.hi[i] = value.hi
      x.lo[i] = value.lo
      return value
    })
  }

  private entry(k: number): DoubleDouble {
    return { hi: this.hi[k] as number, lo: this.lo[k] as number }
  }
}

/** Double-doubles side by side. */
interface Parts {
  readonly hi: Float64Array
  readonly lo: Float64Array
}

function startOfRow(i: number): number {
  return (i * (i - 1)) / 2
}

/**
 * `start − Σ a[k] · b[at + k]` for k below `count`: the same as `subtract(value, multiply(a, b))` step by step, with
 * the operations written out, since this loop is what solving costs.
 */
function subtractDot(start: DoubleDouble, a: Parts, b: Parts, at: number, count: number): DoubleDouble {
  const { hi: bHi, lo: bLo } = b
  const { hi: aHi, lo: aLo } = a
  let hi = start.hi
  let lo = start.lo
  for (let k = 0; k < count; k++) {
    const x = aHi[k] as number
    const y = bHi[at + k] as number
    // multiply
    const p = x * y
    const splitX = SPLITTER * x
    const x1 = splitX - (splitX - x)
    const x2 = x - x1
    const splitY = SPLITTER * y
    const y1 = splitY - (splitY - y)
    const y2 = y - y1
    const rest = x1 * y1 - p + x1 * y2 + x2 * y1 + x2 * y2 + (x * (bLo[at + k] as number) + (aLo[k] as number) * y)
    const productHi = p + rest
    const productLo = rest - (productHi - p)
    // add the negative of it
    const s = hi - productHi
    const back = s - hi
    const sLow = hi - (s - back) + (-productHi - back)
    const t = lo - productLo
    const tBack = t - lo
    const tLow = lo - (t - tBack) + (-productLo - tBack)
    const first = sLow + t
    const high = s + first
    const second = first - (high - s) + tLow
    hi = high + second
    lo = second - (hi - high)
  }
  return { hi, lo }
}
