/** What the nodes of a Mondrian tree know of labels, by node. A label is a number, or the place of a class. */
export interface NodeLabels {
  /** Makes room for so many nodes. */
  reserve(nodes: number): void
  /** Node `to` knows what `from` knows. */
  copy(from: number, to: number): void
  /** What a node's prediction loses by a label. */
  loss(node: number, y: number): number
  learn(node: number, y: number, w: number): void
  /** Whether a split could gain nothing, as all labels are the same, this one too. */
  isPure(node: number, y: number): boolean
  /** Numbers kept a node. */
  readonly numbers: number
  /** @param nodes how many are in use */
  toJSON(nodes: number): readonly number[]
  restore(values: readonly number[]): void
}

/** Means of numbers; the loss is half the squared error. */
export class MeanLabels implements NodeLabels {
  readonly numbers = 2
  #weight = new Float64Array(0)
  #mean = new Float64Array(0)

  mean(node: number): number {
    return this.#mean[node] as number
  }

  weight(node: number): number {
    return this.#weight[node] as number
  }

  reserve(nodes: number): void {
    this.#weight = widened(this.#weight, nodes)
    this.#mean = widened(this.#mean, nodes)
  }

  copy(from: number, to: number): void {
    this.#weight[to] = this.#weight[from] as number
    this.#mean[to] = this.#mean[from] as number
  }

  loss(node: number, y: number): number {
    return ((this.#mean[node] as number) - y) ** 2 / 2
  }

  learn(node: number, y: number, w: number): void {
    const weight = (this.#weight[node] as number) + w
    this.#weight[node] = weight
    this.#mean[node] = (this.#mean[node] as number) + (w / weight) * (y - (this.#mean[node] as number))
  }

  isPure(): boolean {
    return false
  }

  toJSON(nodes: number): readonly number[] {
    return [...this.#weight.subarray(0, nodes), ...this.#mean.subarray(0, nodes)]
  }

  restore(values: readonly number[]): void {
    const nodes = values.length / 2
    this.#weight.set(values.slice(0, nodes))
    this.#mean.set(values.slice(nodes))
  }
}

/** Counts of classes; the loss is the log loss of `(count + prior) / (all + K prior)`. */
export class ClassLabels implements NodeLabels {
  #classes: number
  #counts = new Float64Array(0)
  #all = new Float64Array(0)

  /** @param splitPure whether nodes of one class may be split */
  constructor(
    classes: number,
    private readonly prior: number,
    private readonly splitPure: boolean,
  ) {
    this.#classes = classes
  }

  get numbers(): number {
    return this.#classes + 1
  }

  /** The weight of all labels of a node. */
  weight(node: number): number {
    return this.#all[node] as number
  }

  probability(node: number, k: number): number {
    const count = this.#counts[node * this.#classes + k] as number
    return (count + this.prior) / ((this.#all[node] as number) + this.#classes * this.prior)
  }

  /** A class appears. */
  addClass(): void {
    const from = this.#classes++
    const counts = new Float64Array(this.#all.length * this.#classes)
    for (let node = 0; node < this.#all.length; node++) {
      counts.set(this.#counts.subarray(node * from, (node + 1) * from), node * this.#classes)
    }
    this.#counts = counts
  }

  reserve(nodes: number): void {
    this.#all = widened(this.#all, nodes)
    this.#counts = widened(this.#counts, nodes * this.#classes)
  }

  copy(from: number, to: number): void {
    const classes = this.#classes
    this.#all[to] = this.#all[from] as number
    this.#counts.copyWithin(to * classes, from * classes, (from + 1) * classes)
  }

  loss(node: number, k: number): number {
    return -Math.log(this.probability(node, k))
  }

  learn(node: number, k: number, w: number): void {
    const at = node * this.#classes + k
    this.#counts[at] = (this.#counts[at] as number) + w
    this.#all[node] = (this.#all[node] as number) + w
  }

  isPure(node: number, k: number): boolean {
    return !this.splitPure && this.#counts[node * this.#classes + k] === this.#all[node]
  }

  toJSON(nodes: number): readonly number[] {
    return [...this.#all.subarray(0, nodes), ...this.#counts.subarray(0, nodes * this.#classes)]
  }

  restore(values: readonly number[]): void {
    const nodes = values.length / (this.#classes + 1)
    this.#all.set(values.slice(0, nodes))
    this.#counts.set(values.slice(nodes))
  }
}

function widened(array: Float64Array, length: number) {
  const wider = new Float64Array(length)
  wider.set(array)
  return wider
}
