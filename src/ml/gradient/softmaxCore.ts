import { FlinknbError } from '../../base/errors.ts'
import { type CompiledSoftmax, compileSoftmaxStep, type SoftmaxOptions } from './compileSoftmaxStep.ts'
import { type StepMemory, stepNames } from './compileStep.ts'

/** Plain data of {@link SoftmaxCore}: one block a class, the intercept first in each. */
export interface SoftmaxState {
  readonly weights: readonly number[]
  readonly numbers: Readonly<Record<string, number>>
  readonly arrays: Readonly<Record<string, readonly number[]>>
}

/** One linear score a class, and whatever the optimizer remembers of their weights. */
export class SoftmaxCore {
  #memory: StepMemory
  #step: CompiledSoftmax
  #out: Float64Array<ArrayBuffer>

  /** @param who the estimator, for errors */
  constructor(
    private readonly who: string,
    private width: number,
    private classes: number,
    private readonly options: SoftmaxOptions,
  ) {
    this.#memory = this.emptyMemory()
    this.#step = compileSoftmaxStep(options, this.#memory, width)
    this.#out = new Float64Array(classes)
  }

  get n(): number {
    return this.#memory.k.n as number
  }

  /** The weights of a class that predictions take, its intercept first. */
  block(c: number): number[] {
    const seen = this.#memory.arrays.average ?? this.#memory.w
    return [...seen.subarray(c * (this.width + 1), (c + 1) * (this.width + 1))]
  }

  probabilities(x: Float64Array, out: Float64Array): void {
    if (!this.#step.probabilities(x, out)) throw this.diverged()
  }

  learn(x: Float64Array, y: number, weight: number): void {
    if (!this.#step.learn(x, y, weight, this.#out)) throw this.diverged()
  }

  /** Sets weights that were found another way, one list a class; what the optimizer remembers starts anew. */
  setWeights(blocks: readonly (readonly number[])[], n: number): void {
    this.#memory = this.emptyMemory()
    for (const array of [this.#memory.w, this.#memory.arrays.average]) array?.set(blocks.flat())
    this.#step = compileSoftmaxStep(this.options, this.#memory, this.width)
    this.#memory.k.n = n
  }

  /** More features or more classes than before, whose weights are 0. */
  resize(width: number, classes: number): void {
    const { w, k, arrays } = this.#memory
    const before = this.width + 1
    this.width = width
    this.classes = classes
    this.#memory = this.emptyMemory()
    const take = (from: Float64Array, to: Float64Array): void => {
      for (let c = 0; c * before < from.length; c++)
        to.set(from.subarray(c * before, (c + 1) * before), c * (width + 1))
    }
    take(w, this.#memory.w)
    for (const [name, array] of Object.entries(this.#memory.arrays)) take(arrays[name] as Float64Array, array)
    Object.assign(this.#memory.k, k)
    this.#step = compileSoftmaxStep(this.options, this.#memory, width)
    this.#out = new Float64Array(classes)
  }

  toJSON(): SoftmaxState {
    const { w, k, arrays } = this.#memory
    if (![w, ...Object.values(arrays)].every(array => array.every(Number.isFinite))) throw this.diverged()
    const lists = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, [...array]]))
    return { weights: [...w], numbers: { ...k }, arrays: lists }
  }

  /** @throws FlinknbError `MODEL` when the state does not fit */
  restore(state: SoftmaxState): void {
    const { w, k, arrays } = this.#memory
    const lists = [state.weights, ...Object.keys(arrays).map(name => state.arrays?.[name])]
    const fits =
      lists.every(list => Array.isArray(list) && list.length === w.length && list.every(Number.isFinite)) &&
      Object.keys(k).every(name => Number.isFinite(state.numbers?.[name]))
    if (!fits) {
      throw new FlinknbError('MODEL', `${this.who}: the saved weights do not fit or are damaged.`, {
        fix: 'Pass what toJSON() gave.',
      })
    }
    w.set(state.weights)
    for (const [name, array] of Object.entries(arrays)) array.set(state.arrays[name] ?? [])
    Object.assign(k, state.numbers)
  }

  private emptyMemory(): StepMemory {
    const { arrays, numbers } = stepNames(this.options)
    const length = this.classes * (this.width + 1)
    return {
      w: new Float64Array(length),
      k: Object.fromEntries(numbers.map(name => [name, 0])),
      arrays: Object.fromEntries(arrays.map(name => [name, new Float64Array(length)] as const)),
    }
  }

  private diverged(): FlinknbError {
    return new FlinknbError('MODEL', `${this.who}: the weights grew beyond all bounds within ${this.n} records.`, {
      fix: 'Put ml.StandardScaler() before it, or lower the learning rate.',
    })
  }
}
