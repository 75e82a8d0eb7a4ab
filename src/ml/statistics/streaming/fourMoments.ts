/**
 * Count, mean and the sums of second, third and fourth powers of distances from it, one pass, mergeable (Pébay, Sandia report
 * SAND2008-6212). Memory: 5 numbers.
 */
export class FourMoments {
  n = 0
  mean = 0
  m2 = 0
  m3 = 0
  m4 = 0

  add(x: number): void {
    const before = this.n++
    const n = this.n
    const d = x - this.mean
    const dn = d / n
    const term = d * dn * before
    this.mean += dn
    this.m4 += term * dn * dn * (n * n - 3 * n + 3) + 6 * dn * dn * this.m2 - 4 * dn * this.m3
    this.m3 += term * dn * (n - 2) - 3 * dn * this.m2
    this.m2 += term
  }

  merge(other: FourMoments): void {
    if (other.n === 0) return
    const [a, b] = [this.n, other.n]
    const n = a + b
    const d = other.mean - this.mean
    const dn = d / n
    const { m2, m3 } = this
    this.m4 +=
      other.m4 +
      d * dn * dn * dn * a * b * (a * a - a * b + b * b) +
      6 * dn * dn * (a * a * other.m2 + b * b * m2) +
      4 * dn * (a * other.m3 - b * m3)
    this.m3 += other.m3 + d * dn * dn * a * b * (a - b) + 3 * dn * (a * other.m2 - b * m2)
    this.m2 += other.m2 + d * dn * a * b
    this.mean += dn * b
    this.n = n
  }

  toJSON(): readonly number[] {
    return [this.n, this.mean, this.m2, this.m3, this.m4]
  }

  restore([n = 0, mean = 0, m2 = 0, m3 = 0, m4 = 0]: readonly number[]): void {
    this.n = n
    this.mean = mean
    this.m2 = m2
    this.m3 = m3
    this.m4 = m4
  }
}
