/**
 * What one would write by hand for a standardised linear regression that predicts before it learns: Welford's means and
 * deviations, and recursive least squares in its textbook form (Haykin, Adaptive Filter Theory) on the scaled features.
 */
export class StandardisedLeastSquares {
  private n = 0
  private readonly mean: Float64Array
  private readonly squares: Float64Array
  private readonly w: Float64Array
  private readonly p: Float64Array
  private readonly z: Float64Array
  private readonly gain: Float64Array

  constructor(private readonly width: number) {
    const size = width + 1
    this.mean = new Float64Array(width)
    this.squares = new Float64Array(width)
    this.w = new Float64Array(size)
    this.z = new Float64Array(size)
    this.gain = new Float64Array(size)
    this.p = new Float64Array(size * size)
    for (let i = 0; i < size; i++) this.p[i * size + i] = 1e6
  }

  predictAndLearn(x: Float64Array, y: number): number {
    const { w, z } = this
    this.scale(x)
    let prediction = 0
    for (let i = 0; i < z.length; i++) prediction += (w[i] as number) * (z[i] as number)
    this.learnScale(x)
    this.scale(x)
    this.learn(y)
    return prediction
  }

  private scale(x: Float64Array): void {
    const { z, mean, squares, n } = this
    z[0] = 1
    for (let j = 0; j < x.length; j++) {
      const variance = n > 0 ? (squares[j] as number) / n : 0
      z[j + 1] = ((x[j] as number) - (mean[j] as number)) / (variance > 0 ? Math.sqrt(variance) : 1)
    }
  }

  private learnScale(x: Float64Array): void {
    const { mean, squares } = this
    this.n++
    for (let j = 0; j < x.length; j++) {
      const before = (x[j] as number) - (mean[j] as number)
      mean[j] = (mean[j] as number) + before / this.n
      squares[j] = (squares[j] as number) + before * ((x[j] as number) - (mean[j] as number))
    }
  }

  private learn(y: number): void {
    const { w, z, p, gain } = this
    const size = this.width + 1
    let scale = 1
    let prediction = 0
    for (let i = 0; i < size; i++) {
      let sum = 0
      for (let j = 0; j < size; j++) sum += (p[i * size + j] as number) * (z[j] as number)
      gain[i] = sum
      scale += sum * (z[i] as number)
      prediction += (w[i] as number) * (z[i] as number)
    }
    const residual = y - prediction
    for (let i = 0; i < size; i++) {
      const part = (gain[i] as number) / scale
      w[i] = (w[i] as number) + part * residual
      for (let j = 0; j < size; j++) p[i * size + j] = (p[i * size + j] as number) - part * (gain[j] as number)
    }
  }
}
