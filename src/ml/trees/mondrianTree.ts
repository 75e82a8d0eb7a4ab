import type { RandomSource } from '../../base/random.ts'
import type { NodeLabels } from './nodeLabels.ts'

/** Plain data of {@link MondrianTree}. */
export interface MondrianTreeState {
  readonly time: readonly number[]
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly parent: readonly number[]
  readonly weight: readonly number[]
  readonly subtree: readonly number[]
  readonly least: readonly number[]
  readonly most: readonly number[]
  readonly labels: readonly number[]
}

/**
 * A Mondrian tree (Lakshminarayanan, Roy and Teh, Mondrian forests, NIPS 2014) with the weights of all its prunings (Mourtada, Gaïffas
 * and Scornet 2021): nodes are the boxes of the records in them; a record outside a box splits it by chance, the sooner the farther
 * it is away. Node 0 is the root. Memory: 2 d + 8 numbers a node, and its labels.
 */
export class MondrianTree<L extends NodeLabels> {
  size = 0
  feature = new Int32Array(0)
  threshold = new Float64Array(0)
  left = new Int32Array(0)
  right = new Int32Array(0)
  parent = new Int32Array(0)
  /** −step × the losses of the node's own predictions. */
  weight = new Float64Array(0)
  /** log of the weight of all prunings of the subtree. */
  subtree = new Float64Array(0)
  /** When the node came to be in the Mondrian process. */
  #time = new Float64Array(0)
  #least = new Float64Array(0)
  #most = new Float64Array(0)

  constructor(
    readonly labels: L,
    private width: number,
    private readonly step: number,
    private readonly maxNodes: number,
    private readonly random: RandomSource,
  ) {}

  learn(x: Float64Array, y: number, w: number): void {
    if (this.size === 0) {
      this.add(-1, 0)
      this.enter(0, x, true)
      this.labels.learn(0, y, w)
      return
    }
    let node = 0
    for (;;) {
      const beyond = this.extension(node, x)
      const time = beyond > 0 && this.size + 2 <= this.maxNodes ? this.splitTime(node, beyond, y) : 0
      if (time > 0) {
        const leaf = this.split(node, x, beyond, time)
        this.pass(node, x, y, w)
        this.enter(leaf, x, true)
        this.labels.learn(leaf, y, w)
        node = leaf
        break
      }
      this.pass(node, x, y, w)
      if ((this.feature[node] as number) < 0) break
      node = this.childTowards(node, x)
    }
    for (; node >= 0; node = this.parent[node] as number) this.weigh(node)
  }

  leafOf(x: Float64Array): number {
    let node = 0
    while ((this.feature[node] as number) >= 0) node = this.childTowards(node, x)
    return node
  }

  /** How much a node's own prediction counts beside that of what is below it. */
  share(node: number): number {
    return Math.exp((this.weight[node] as number) - (this.subtree[node] as number)) / 2
  }

  /** Takes in features that were 0 in every record. */
  widen(width: number): void {
    const from = this.width
    const wider = (array: Float64Array) => {
      const all = new Float64Array(this.feature.length * width)
      for (let node = 0; node < this.size; node++) all.set(array.subarray(node * from, (node + 1) * from), node * width)
      return all
    }
    this.#least = wider(this.#least)
    this.#most = wider(this.#most)
    this.width = width
  }

  get bytes(): number {
    return this.feature.length * (8 * (2 * this.width + this.labels.numbers + 4) + 16)
  }

  toJSON(): MondrianTreeState {
    const { size, width } = this
    const used = (array: Int32Array | Float64Array, each = 1): number[] => [...array.subarray(0, size * each)]
    return {
      time: used(this.#time),
      feature: used(this.feature),
      threshold: used(this.threshold),
      left: used(this.left),
      right: used(this.right),
      parent: used(this.parent),
      weight: used(this.weight),
      subtree: used(this.subtree),
      least: used(this.#least, width),
      most: used(this.#most, width),
      labels: this.labels.toJSON(size),
    }
  }

  restore(state: MondrianTreeState): void {
    this.size = state.feature.length
    this.reserve(Math.max(8, this.size))
    this.#time.set(state.time)
    this.feature.set(state.feature)
    this.threshold.set(state.threshold)
    this.left.set(state.left)
    this.right.set(state.right)
    this.parent.set(state.parent)
    this.weight.set(state.weight)
    this.subtree.set(state.subtree)
    this.#least.set(state.least)
    this.#most.set(state.most)
    this.labels.restore(state.labels)
  }

  /** How far outside of a node's box a record is, over all features. */
  private extension(node: number, x: Float64Array): number {
    let sum = 0
    for (let j = 0, at = node * this.width; j < this.width; j++, at++) {
      const value = x[j] as number
      if (value < (this.#least[at] as number)) sum += (this.#least[at] as number) - value
      else if (value > (this.#most[at] as number)) sum += value - (this.#most[at] as number)
    }
    return sum
  }

  /** When the node is split above what is below it; 0 when it is not. */
  private splitTime(node: number, beyond: number, y: number): number {
    if (this.labels.isPure(node, y)) return 0
    const time = (this.#time[node] as number) - Math.log(1 - this.random.next()) / beyond
    const isLeaf = (this.feature[node] as number) < 0
    return isLeaf || time < (this.#time[this.left[node] as number] as number) ? time : 0
  }

  /** Puts what the node was beneath it, beside a new leaf for the record. */
  private split(node: number, x: Float64Array, beyond: number, time: number): number {
    const [j, low, high] = this.drawFeature(node, x, beyond)
    const between = low + (high - low) * this.random.next()
    // Rounding must not put it on the far side: `≤` goes left.
    const threshold = between < high ? between : low
    const goesRight = (x[j] as number) === high
    const old = this.add(node, time)
    const leaf = this.add(node, time)
    this.copyBelow(node, old)
    this.feature[node] = j
    this.threshold[node] = threshold
    this.left[node] = goesRight ? old : leaf
    this.right[node] = goesRight ? leaf : old
    return leaf
  }

  /** A feature, the likelier the farther the record is outside in it, and the gap between box and record. */
  private drawFeature(node: number, x: Float64Array, beyond: number): readonly [j: number, low: number, high: number] {
    let rest = this.random.next() * beyond
    let found: readonly [number, number, number] = [0, 0, 0]
    for (let j = 0, at = node * this.width; j < this.width; j++, at++) {
      const value = x[j] as number
      const least = this.#least[at] as number
      const most = this.#most[at] as number
      if (value >= least && value <= most) continue
      found = value < least ? [j, value, least] : [j, most, value]
      rest -= found[2] - found[1]
      if (rest < 0) break
    }
    return found
  }

  private copyBelow(node: number, old: number): void {
    const { width } = this
    const feature = this.feature[node] as number
    this.feature[old] = feature
    this.threshold[old] = this.threshold[node] as number
    this.left[old] = this.left[node] as number
    this.right[old] = this.right[node] as number
    if (feature >= 0) {
      this.parent[this.left[old] as number] = old
      this.parent[this.right[old] as number] = old
    }
    this.weight[old] = this.weight[node] as number
    this.subtree[old] = this.subtree[node] as number
    this.#least.copyWithin(old * width, node * width, (node + 1) * width)
    this.#most.copyWithin(old * width, node * width, (node + 1) * width)
    this.labels.copy(node, old)
  }

  /** A record goes through a node: its prediction is weighed before it learns. */
  private pass(node: number, x: Float64Array, y: number, w: number): void {
    this.weight[node] = (this.weight[node] as number) - this.step * w * this.labels.loss(node, y)
    this.enter(node, x, false)
    this.labels.learn(node, y, w)
  }

  private enter(node: number, x: Float64Array, isFirst: boolean): void {
    for (let j = 0, at = node * this.width; j < this.width; j++, at++) {
      const value = x[j] as number
      if (isFirst || value < (this.#least[at] as number)) this.#least[at] = value
      if (isFirst || value > (this.#most[at] as number)) this.#most[at] = value
    }
  }

  /** Half the weight of the node alone, half that of all prunings of both sides: log((eᵃ + eᵇ) / 2). */
  private weigh(node: number): void {
    const own = this.weight[node] as number
    if ((this.feature[node] as number) < 0) {
      this.subtree[node] = own
      return
    }
    const below =
      (this.subtree[this.left[node] as number] as number) + (this.subtree[this.right[node] as number] as number)
    const more = Math.max(own, below)
    this.subtree[node] = more + Math.log1p(Math.exp(-Math.abs(own - below))) - Math.LN2
  }

  private childTowards(node: number, x: Float64Array): number {
    const goesLeft = (x[this.feature[node] as number] as number) <= (this.threshold[node] as number)
    return (goesLeft ? this.left[node] : this.right[node]) as number
  }

  private add(parent: number, time: number): number {
    const node = this.size++
    if (node >= this.feature.length) this.reserve(Math.max(8, Math.min(2 * node, Math.max(node + 1, this.maxNodes))))
    this.feature[node] = -1
    this.left[node] = -1
    this.right[node] = -1
    this.parent[node] = parent
    this.#time[node] = time
    return node
  }

  private reserve(nodes: number): void {
    const numbers = (array: Float64Array, each = 1) => {
      const all = new Float64Array(nodes * each)
      all.set(array.subarray(0, nodes * each))
      return all
    }
    const places = (array: Int32Array) => {
      const all = new Int32Array(nodes).fill(-1)
      all.set(array.subarray(0, nodes))
      return all
    }
    this.#time = numbers(this.#time)
    this.feature = places(this.feature)
    this.threshold = numbers(this.threshold)
    this.left = places(this.left)
    this.right = places(this.right)
    this.parent = places(this.parent)
    this.weight = numbers(this.weight)
    this.subtree = numbers(this.subtree)
    this.#least = numbers(this.#least, this.width)
    this.#most = numbers(this.#most, this.width)
    this.labels.reserve(nodes)
  }
}
