/** Plain data of {@link ClassLeaf}. Numbers a class and column stand class by class. */
export interface ClassLeafState {
  readonly columns: readonly number[] | null
  readonly weights: readonly number[]
  readonly seen: readonly number[]
  readonly mean: readonly number[]
  readonly squares: readonly number[]
  readonly least: readonly number[]
  readonly most: readonly number[]
  readonly active: boolean
  readonly majorityHits: number
  readonly bayesHits: number
  readonly sinceAttempt: number
}

/** How a leaf predicts: its class weights, naive Bayes within the leaf, or whichever was right more often so far. */
export type ClassLeafPrediction = 'majority' | 'naiveBayes' | 'adaptive'

const HALF_LOG_TAU = Math.log(2 * Math.PI) / 2
/** Below, 1 / variance times a squared distance leaves float64's range. */
const TINY = 1e-290

/**
 * What a leaf of a classification tree knows: the weight of each class, and of each class and column mean, squares, least and
 * most, of the records that fell into it since it began to observe. Memory: K (4 columns + 3) numbers for K classes.
 */
export class ClassLeaf {
  /** Weight of each class, with what was inherited from the parent's split. */
  weights: Float64Array
  /** Weight of each class that was observed here. */
  seen: Float64Array
  mean: Float64Array
  /** `Σ w (x − mean)²`. */
  squares: Float64Array
  least: Float64Array
  most: Float64Array
  /** A leaf that no longer observes can neither split nor use naive Bayes. */
  active = true
  majorityHits = 0
  bayesHits = 0
  /** Weight learned since a split was last tried: counted, as the difference of two totals would depend on their rounding. */
  sinceAttempt = 0
  /** ½ / variance, 0 where there is none; of a class when it is not stale. */
  #precision: Float64Array
  /** log of the class's weight and of the densities' factors. */
  #constant: Float64Array
  #stale: Uint8Array

  /**
   * @param columns the features that are observed, by place
   * @param weights inherited; taken over
   */
  constructor(
    public columns: Int32Array,
    weights: Float64Array,
  ) {
    const classes = weights.length
    const cells = classes * columns.length
    this.weights = weights
    this.seen = new Float64Array(classes)
    this.mean = new Float64Array(cells)
    this.squares = new Float64Array(cells)
    this.least = new Float64Array(cells)
    this.most = new Float64Array(cells)
    this.#precision = new Float64Array(cells)
    this.#constant = new Float64Array(classes)
    this.#stale = new Uint8Array(classes).fill(1)
  }

  get total(): number {
    let total = 0
    for (let k = 0; k < this.weights.length; k++) total += this.weights[k] as number
    return total
  }

  /** Whether at most one class was met. */
  get isPure(): boolean {
    let classes = 0
    for (let k = 0; k < this.weights.length; k++) if ((this.weights[k] as number) !== 0) classes++
    return classes < 2
  }

  /** Numbers kept. */
  get numbers(): number {
    return 4 * this.weights.length + 5 * this.mean.length
  }

  learn(x: Float64Array, k: number, w: number): void {
    if (k >= this.weights.length) this.makeRoom(k + 1)
    this.weights[k] = (this.weights[k] as number) + w
    this.sinceAttempt += w
    this.#stale[k] = 1
    if (this.active) this.observe(x, k, w)
  }

  /** Counts which of the two ways of predicting is right, before the record is learned. @param votes room for a number a class */
  judge(x: Float64Array, k: number, w: number, votes: Float64Array): void {
    if (!this.active) return
    const majority = this.majority()
    if (majority < 0 || majority === k) this.majorityHits += w
    if (majority >= 0 && this.likeliest(x, votes) === k) this.bayesHits += w
  }

  /** The class of most weight; −1 when there is none. */
  majority(): number {
    let best = -1
    let most = 0
    for (let k = 0; k < this.weights.length; k++) {
      if (!((this.weights[k] as number) > most)) continue
      best = k
      most = this.weights[k] as number
    }
    return best
  }

  /** Writes a probability for each class into `out`; false when nothing is known here. */
  probabilities(x: Float64Array, out: Float64Array, how: ClassLeafPrediction, bayesFrom: number): boolean {
    const total = this.total
    if (!(total > 0)) return false
    const bayes =
      this.active &&
      (how === 'adaptive' ? this.bayesHits >= this.majorityHits : how === 'naiveBayes' && total >= bayesFrom)
    if (bayes && this.bayes(x, out)) return true
    for (let k = 0; k < out.length; k++) out[k] = k < this.weights.length ? (this.weights[k] as number) / total : 0
    return true
  }

  /** Observes anew: a split was tried and nothing found. */
  restart(): void {
    for (const array of [this.seen, this.mean, this.squares, this.least, this.most]) array.fill(0)
    this.#stale.fill(1)
  }

  /** Observes no more. */
  deactivate(): void {
    this.active = false
    this.columns = new Int32Array(0)
    this.seen = new Float64Array(this.weights.length)
    this.mean = new Float64Array(0)
    this.squares = new Float64Array(0)
    this.least = new Float64Array(0)
    this.most = new Float64Array(0)
    this.#precision = new Float64Array(0)
  }

  /** Least and most of its i-th column over all classes; 1 and 0 when nothing was observed. */
  rangeOf(i: number): readonly [least: number, most: number] {
    let least = Number.POSITIVE_INFINITY
    let most = Number.NEGATIVE_INFINITY
    for (let k = 0, at = i; k < this.seen.length; k++, at += this.columns.length) {
      if (!((this.seen[k] as number) > 0)) continue
      if ((this.least[at] as number) < least) least = this.least[at] as number
      if ((this.most[at] as number) > most) most = this.most[at] as number
    }
    return least <= most ? [least, most] : [1, 0]
  }

  /** Takes in columns that were 0 in every record: `columns` are all, the known ones first. */
  widen(columns: Int32Array): void {
    if (!this.active) return
    const from = this.columns.length
    const to = columns.length
    const wider = (array: Float64Array): Float64Array => {
      const all = new Float64Array(this.weights.length * to)
      for (let k = 0; k < this.weights.length; k++) all.set(array.subarray(k * from, (k + 1) * from), k * to)
      return all
    }
    this.mean = wider(this.mean)
    this.squares = wider(this.squares)
    this.least = wider(this.least)
    this.most = wider(this.most)
    this.#precision = new Float64Array(this.mean.length)
    this.#stale.fill(1)
    this.columns = columns
  }

  /** @param shared the columns that all leaves of the tree observe, which are not saved with each */
  toJSON(shared: Int32Array): ClassLeafState {
    return {
      columns: this.columns === shared ? null : [...this.columns],
      weights: [...this.weights],
      seen: [...this.seen],
      mean: [...this.mean],
      squares: [...this.squares],
      least: [...this.least],
      most: [...this.most],
      active: this.active,
      majorityHits: this.majorityHits,
      bayesHits: this.bayesHits,
      sinceAttempt: this.sinceAttempt,
    }
  }

  static fromJSON(state: ClassLeafState, shared: Int32Array): ClassLeaf {
    const columns = state.columns === null ? shared : Int32Array.from(state.columns)
    const leaf = new ClassLeaf(columns, Float64Array.from(state.weights))
    leaf.seen = Float64Array.from(state.seen)
    leaf.mean = Float64Array.from(state.mean)
    leaf.squares = Float64Array.from(state.squares)
    leaf.least = Float64Array.from(state.least)
    leaf.most = Float64Array.from(state.most)
    leaf.active = state.active
    leaf.majorityHits = state.majorityHits
    leaf.bayesHits = state.bayesHits
    leaf.sinceAttempt = state.sinceAttempt
    return leaf
  }

  /** Welford's recurrence with weights (West 1979). */
  private observe(x: Float64Array, k: number, w: number): void {
    const { columns, mean, squares, least, most } = this
    const isFirst = !((this.seen[k] as number) > 0)
    const n = (this.seen[k] as number) + w
    this.seen[k] = n
    const share = w / n
    for (let i = 0, at = k * columns.length; i < columns.length; i++, at++) {
      const value = x[columns[i] as number] as number
      const before = mean[at] as number
      const after = before + share * (value - before)
      mean[at] = after
      squares[at] = (squares[at] as number) + w * (value - before) * (value - after)
      if (isFirst || value < (least[at] as number)) least[at] = value
      if (isFirst || value > (most[at] as number)) most[at] = value
    }
  }

  private likeliest(x: Float64Array, votes: Float64Array): number {
    this.logVotes(x, votes)
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (let k = 0; k < this.weights.length; k++) {
      if (!((votes[k] as number) > most)) continue
      best = k
      most = votes[k] as number
    }
    return best
  }

  private bayes(x: Float64Array, out: Float64Array): boolean {
    this.logVotes(x, out)
    let top = Number.NEGATIVE_INFINITY
    for (let k = 0; k < out.length; k++) if ((out[k] as number) > top) top = out[k] as number
    if (!(top > Number.NEGATIVE_INFINITY)) return false
    let sum = 0
    for (let k = 0; k < out.length; k++) {
      const vote = Math.exp((out[k] as number) - top)
      out[k] = vote
      sum += vote
    }
    for (let k = 0; k < out.length; k++) out[k] = (out[k] as number) / sum
    return true
  }

  /** log P(class) + Σ log density, up to a constant. A column without deviation within a class says nothing, as in River. */
  private logVotes(x: Float64Array, out: Float64Array): void {
    const { columns, mean, weights } = this
    const width = columns.length
    for (let k = 0; k < weights.length; k++) {
      if (!((weights[k] as number) > 0)) {
        out[k] = Number.NEGATIVE_INFINITY
        continue
      }
      if (this.#stale[k]) this.refresh(k)
      const precision = this.#precision
      let distance = 0
      for (let i = 0, at = k * width; i < width; i++, at++) {
        const difference = (x[columns[i] as number] as number) - (mean[at] as number)
        distance += difference * difference * (precision[at] as number)
      }
      out[k] = (this.#constant[k] as number) - distance
    }
    for (let k = weights.length; k < out.length; k++) out[k] = Number.NEGATIVE_INFINITY
  }

  /** The logarithms of variances are taken of products, as long as these stay within range. */
  private refresh(k: number): void {
    const width = this.columns.length
    const degrees = (this.seen[k] as number) - 1
    let product = 1
    let logs = 0
    let constant = Math.log(this.weights[k] as number)
    for (let i = 0, at = k * width; i < width; i++, at++) {
      const variance = degrees > 0 ? (this.squares[at] as number) / degrees : 0
      if (!(variance > TINY)) {
        this.#precision[at] = 0
        continue
      }
      this.#precision[at] = 0.5 / variance
      constant -= HALF_LOG_TAU
      if (variance < 1e-100 || variance > 1e100) {
        logs += Math.log(variance)
        continue
      }
      product *= variance
      if (product > 1e-200 && product < 1e200) continue
      logs += Math.log(product)
      product = 1
    }
    this.#constant[k] = constant - (logs + Math.log(product)) / 2
    this.#stale[k] = 0
  }

  private makeRoom(classes: number): void {
    const cells = classes * this.columns.length
    const wider = (array: Float64Array, length: number): Float64Array => {
      const all = new Float64Array(length)
      all.set(array)
      return all
    }
    this.weights = wider(this.weights, classes)
    this.seen = wider(this.seen, classes)
    this.mean = wider(this.mean, cells)
    this.squares = wider(this.squares, cells)
    this.least = wider(this.least, cells)
    this.most = wider(this.most, cells)
    this.#precision = new Float64Array(cells)
    this.#constant = new Float64Array(classes)
    this.#stale = new Uint8Array(classes).fill(1)
  }
}
