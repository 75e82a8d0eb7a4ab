/** Plain data of {@link P2Quantile}. */
export interface P2QuantileState {
  readonly heights: readonly number[]
  readonly places: readonly number[]
  readonly wanted: readonly number[]
}

/**
 * A quantile of all values so far from five markers (Jain and Chlamtac, The P² algorithm, CACM 28, 1985): the outer two are
 * the extremes, the inner ones move along a parabola through their neighbours. Memory: 15 numbers.
 */
export class P2Quantile {
  /** Of the first five values sorted ones, then the markers' heights. */
  private heights: number[] = []
  private places = [1, 2, 3, 4, 5]

  /** Where markers should be: their share of the way from the first value to the last. */
  private wanted: number[]

  constructor(private readonly q: number) {
    this.wanted = [1, 1 + 2 * q, 1 + 4 * q, 3 + 2 * q, 5]
  }

  add(value: number): void {
    const { heights, places } = this
    if (heights.length < 5) {
      heights.push(value)
      heights.sort((a, b) => a - b)
      return
    }
    let cell = 1
    if (value < (heights[0] as number)) heights[0] = value
    else while (cell < 4 && value >= (heights[cell] as number)) cell++
    if (value > (heights[4] as number)) heights[4] = value
    for (let i = cell; i < 5; i++) places[i] = (places[i] as number) + 1
    const shares = [0, this.q / 2, this.q, (1 + this.q) / 2, 1]
    for (let i = 0; i < 5; i++) this.wanted[i] = (this.wanted[i] as number) + (shares[i] as number)
    for (let i = 1; i < 4; i++) this.adjust(i)
  }

  /** Null before the first value. */
  get value(): number | null {
    const { heights, q } = this
    if (heights.length === 5 && (this.places[4] as number) > 5) return heights[2] as number
    return heights[Math.trunc(Math.max(0, Math.min(heights.length - 1, heights.length * q)))] ?? null
  }

  toJSON(): P2QuantileState {
    return { heights: [...this.heights], places: [...this.places], wanted: [...this.wanted] }
  }

  restore({ heights, places, wanted }: P2QuantileState): void {
    this.heights = [...heights]
    this.places = [...places]
    this.wanted = [...wanted]
  }

  /** Moves marker i by one place towards where it should be, if it is off by that much and its neighbour leaves room. */
  private adjust(i: number): void {
    const [before, place, after] = this.places.slice(i - 1, i + 2) as [number, number, number]
    const [low, height, high] = this.heights.slice(i - 1, i + 2) as [number, number, number]
    const off = (this.wanted[i] as number) - place
    if (!((off >= 1 && after - place > 1) || (off <= -1 && before - place < -1))) return
    const step = Math.sign(off)
    const parabola =
      height +
      (step / (after - before)) *
        (((place - before + step) * (high - height)) / (after - place) +
          ((after - place - step) * (height - low)) / (place - before))
    const [neighbour, at] = step > 0 ? [high, after] : [low, before]
    const line = height + (step * (neighbour - height)) / (at - place)
    this.heights[i] = parabola > low && parabola < high ? parabola : line
    this.places[i] = place + step
  }
}
