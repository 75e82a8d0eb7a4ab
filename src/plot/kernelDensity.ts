/**
 * How wide a Gaussian stands around each value: Silverman's rule (1986, 4.15), as scipy's `gaussian_kde(bw_method='silverman')`
 * has it, for each of `dimensions` axes. Values that are all equal get a width that fits a number of their size.
 */
export function bandwidth(values: readonly number[], dimensions: 1 | 2): number {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0
  return deviation > 0 ? deviation * ((n * (dimensions + 2)) / 4) ** (-1 / (dimensions + 4)) : Math.abs(mean) / 100 || 1
}

/** Equally spaced places from three widths below the least value to three above the greatest. */
export function densityGrid(values: readonly number[], width: number, points: number): number[] {
  const low = values.reduce((a, b) => Math.min(a, b)) - 3 * width
  const high = values.reduce((a, b) => Math.max(a, b)) + 3 * width
  return Array.from({ length: points }, (_, index) => low + ((high - low) * index) / (points - 1))
}

/** The density at each place: Gaussians of one width around each value, averaged. */
export function density(values: readonly number[], width: number, grid: readonly number[]): number[] {
  const scale = 1 / (values.length * width * Math.sqrt(2 * Math.PI))
  return grid.map(place => {
    let sum = 0
    for (const value of values) sum += Math.exp(-0.5 * ((place - value) / width) ** 2)
    return scale * sum
  })
}

/** The density of points at each pair of places: a row for each place along y. */
export function density2d(
  points: readonly (readonly [x: number, y: number])[],
  widths: readonly [x: number, y: number],
  grids: readonly [x: readonly number[], y: readonly number[]],
): number[][] {
  const z = grids[1].map(() => new Array<number>(grids[0].length).fill(0))
  const scale = 1 / (points.length * widths[0] * widths[1] * 2 * Math.PI)
  for (const [x, y] of points) {
    const across = grids[0].map(place => Math.exp(-0.5 * ((place - x) / widths[0]) ** 2))
    for (const [r, place] of grids[1].entries()) {
      const up = scale * Math.exp(-0.5 * ((place - y) / widths[1]) ** 2)
      const row = z[r] as number[]
      for (let c = 0; c < across.length; c++) row[c] = (row[c] as number) + up * (across[c] as number)
    }
  }
  return z
}
