/**
 * Mean squared error, from record `skip` on, of predictions made before learning, by recursive least squares in its textbook form (Haykin,
 * Adaptive Filter Theory, ch. 10) with an intercept and a diffuse prior. Shares no code with the project.
 */
export function prequentialErrorByRls(
  rows: readonly Record<string, number>[],
  features: readonly string[],
  label: string,
  skip = 0,
): number {
  const width = features.length + 1
  const weights: number[] = new Array(width).fill(0)
  const p = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (_, j) => (i === j ? 1e6 : 0) as number),
  )
  let sum = 0
  for (const [n, row] of rows.entries()) {
    const x = [1, ...features.map(name => row[name] as number)]
    const residual = (row[label] as number) - x.reduce((total, value, i) => total + value * (weights[i] as number), 0)
    if (n >= skip) sum += residual * residual
    const px = p.map(line => line.reduce((total, value, j) => total + value * (x[j] as number), 0))
    const scale = 1 + px.reduce((total, value, i) => total + value * (x[i] as number), 0)
    for (let i = 0; i < width; i++) {
      weights[i] = (weights[i] as number) + ((px[i] as number) / scale) * residual
      const line = p[i] as number[]
      for (let j = 0; j < width; j++) line[j] = (line[j] as number) - ((px[i] as number) * (px[j] as number)) / scale
    }
  }
  return sum / (rows.length - skip)
}
