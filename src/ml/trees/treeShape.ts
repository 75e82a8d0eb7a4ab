/** Plain data of {@link TreeShape}. */
export interface TreeShapeState {
  readonly root: number
  readonly feature: readonly number[]
  readonly threshold: readonly number[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly depth: readonly number[]
  readonly gain: readonly number[]
  readonly free: readonly number[]
}

/**
 * A binary tree of splits as flat arrays: node i of `feature[i]` ≥ 0 sends a record left when `x[feature] ≤ threshold`, and a
 * node of feature −1 is a leaf. Places of nodes that were cut off are used again.
 */
export class TreeShape {
  root = 0
  feature = new Int32Array(8).fill(-1)
  threshold = new Float64Array(8)
  left = new Int32Array(8)
  right = new Int32Array(8)
  depth = new Int32Array(8)
  /** What the split reduced impurity or variance by, times the weight it was measured on. */
  gain = new Float64Array(8)
  #size = 0
  #free: number[] = []

  constructor() {
    this.add(0)
  }

  /** Places in the arrays, of nodes and of those cut off. */
  get size(): number {
    return this.#size
  }

  /** Nodes in use. */
  get nodes(): number {
    return this.#size - this.#free.length
  }

  /** The leaf a record falls into, from `start` on. */
  leafOf(x: Float64Array, start = this.root): number {
    const { feature, threshold, left, right } = this
    let node = start
    let j = feature[node] as number
    while (j >= 0) {
      node = ((x[j] as number) <= (threshold[node] as number) ? left[node] : right[node]) as number
      j = feature[node] as number
    }
    return node
  }

  /** A new leaf that hangs nowhere yet. */
  add(depth: number): number {
    const node = this.#free.pop() ?? this.#size++
    if (node >= this.feature.length) this.grow()
    this.feature[node] = -1
    this.threshold[node] = 0
    this.left[node] = -1
    this.right[node] = -1
    this.depth[node] = depth
    this.gain[node] = 0
    return node
  }

  /** A leaf becomes a split with two leaves below. */
  split(node: number, feature: number, threshold: number, gain: number): void {
    const depth = (this.depth[node] as number) + 1
    const left = this.add(depth)
    const right = this.add(depth)
    this.feature[node] = feature
    this.threshold[node] = threshold
    this.gain[node] = gain
    this.left[node] = left
    this.right[node] = right
  }

  /** Gives up one node; its children are the caller's affair. */
  release(node: number): void {
    this.feature[node] = -1
    this.#free.push(node)
  }

  /** Nodes below and including `start`, parents first, left before right. */
  below(start = this.root): number[] {
    const found: number[] = []
    const waiting = [start]
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      found.push(node)
      if ((this.feature[node] as number) < 0) continue
      waiting.push(this.right[node] as number, this.left[node] as number)
    }
    return found
  }

  toJSON(): TreeShapeState {
    const used = <A extends Int32Array | Float64Array>(array: A): number[] => [...array.subarray(0, this.#size)]
    return {
      root: this.root,
      feature: used(this.feature),
      threshold: used(this.threshold),
      left: used(this.left),
      right: used(this.right),
      depth: used(this.depth),
      gain: used(this.gain),
      free: [...this.#free],
    }
  }

  static fromJSON(state: TreeShapeState): TreeShape {
    const shape = new TreeShape()
    shape.root = state.root
    shape.#size = state.feature.length
    while (shape.feature.length < shape.#size) shape.grow()
    shape.feature.set(state.feature)
    shape.threshold.set(state.threshold)
    shape.left.set(state.left)
    shape.right.set(state.right)
    shape.depth.set(state.depth)
    shape.gain.set(state.gain)
    shape.#free = [...state.free]
    return shape
  }

  private grow(): void {
    const length = 2 * this.feature.length
    const wider = <A extends Int32Array | Float64Array>(array: A, empty: A): A => {
      empty.set(array)
      return empty
    }
    this.feature = wider(this.feature, new Int32Array(length).fill(-1))
    this.threshold = wider(this.threshold, new Float64Array(length))
    this.left = wider(this.left, new Int32Array(length))
    this.right = wider(this.right, new Int32Array(length))
    this.depth = wider(this.depth, new Int32Array(length))
    this.gain = wider(this.gain, new Float64Array(length))
  }
}
