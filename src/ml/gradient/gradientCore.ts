import { FlinknbError } from '../../base/errors.ts'
import { type CompiledStep, compileStep, type StepMemory, type StepOptions, stepNames } from './compileStep.ts'

/** Plain data of {@link GradientCore}; the intercept stands first in each list. */
export interface GradientState {
  readonly weights: readonly number[]
  readonly numbers: Readonly<Record<string, number>>
  readonly arrays: Readonly<Record<string, readonly number[]>>
}

/** A linear score with the weights of one gradient learner and whatever its optimizer remembers. */
export class GradientCore {
  /** Predicts, then learns. NaN when the weights have outgrown all numbers: throw `diverged()` then. */
  predictAndLearn: CompiledStep['predictAndLearn']
  /** The same without the prediction: 0, or NaN. */
  learn: CompiledStep['learn']
  /** Predicts a record as it was, and learns it as it is now. NaN as above. */
  predictThenLearn: CompiledStep['predictThenLearn']
  #memory: StepMemory
  #step: CompiledStep

  /** @param who the estimator, for errors */
  constructor(
    private readonly who: string,
    width: number,
    private readonly options: StepOptions,
  ) {
    this.#memory = emptyMemory(width, options)
    this.#step = compileStep(options, this.#memory)
    this.predictAndLearn = this.#step.predictAndLearn
    this.learn = this.#step.learn
    this.predictThenLearn = this.#step.predictThenLearn
  }

  get n(): number {
    return this.#memory.k.n as number
  }

  /** Records whose slope was cut. */
  get clipped(): number {
    return this.#memory.k.clipped as number
  }

  /** One a feature: those that predictions take, which for averaged optimizers are the averages. */
  get coefficients(): number[] {
    return [...this.seen.subarray(1)]
  }

  get intercept(): number {
    return this.seen[0] as number
  }

  /** The score, before the loss's mean function. */
  score(x: Float64Array): number {
    const score = this.#step.score(x)
    if (!(Math.abs(score) < 1e300)) throw this.diverged()
    return score
  }

  /** A score as users see it: the probability of the second class, or the expected count. */
  mean(score: number): number {
    return this.#step.mean(score)
  }

  predict(x: Float64Array): number {
    const prediction = this.#step.mean(this.#step.score(x))
    if (!(Math.abs(prediction) < 1e300)) throw this.diverged()
    return prediction
  }

  /** Sets weights that were found another way; what the optimizer remembers starts anew. */
  setWeights(weights: readonly number[], n: number): void {
    const memory = emptyMemory(weights.length - 1, this.options)
    for (const array of [memory.w, memory.arrays.average]) array?.set(weights)
    memory.k.n = n
    this.take(memory)
  }

  /** Room for features that were 0 so far: their weights, and all that optimizers remember of them, are 0. */
  extend(added: number): void {
    this.load(this.toJSON(), this.#memory.w.length - 1 + added)
  }

  toJSON(): GradientState {
    const { w, k, arrays } = this.#memory
    const lists = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, [...array]]))
    if (![w, ...Object.values(arrays)].every(array => array.every(Number.isFinite))) throw this.diverged()
    return { weights: [...w], numbers: { ...k }, arrays: lists }
  }

  /** @throws FlinknbError `MODEL` when the state does not fit */
  restore(state: GradientState, width: number): void {
    const { arrays, numbers } = stepNames(this.options)
    const lists = [state.weights, ...arrays.map(name => state.arrays?.[name])]
    const fits =
      lists.every(list => Array.isArray(list) && list.length === width + 1 && list.every(Number.isFinite)) &&
      numbers.every(name => Number.isFinite(state.numbers?.[name]))
    if (!fits) {
      throw new FlinknbError('MODEL', `${this.who}: the saved weights do not fit ${width} features or are damaged.`, {
        fix: 'Pass what toJSON() gave.',
      })
    }
    this.load(state, width)
  }

  private get seen(): Float64Array {
    return this.#memory.arrays.average ?? this.#memory.w
  }

  private load(state: GradientState, width: number): void {
    const memory = emptyMemory(width, this.options)
    memory.w.set(state.weights)
    for (const [name, array] of Object.entries(memory.arrays)) array.set(state.arrays[name] ?? [])
    Object.assign(memory.k, state.numbers)
    this.take(memory)
  }

  private take(memory: StepMemory): void {
    this.#memory = memory
    this.#step = compileStep(this.options, memory)
    this.predictAndLearn = this.#step.predictAndLearn
    this.learn = this.#step.learn
    this.predictThenLearn = this.#step.predictThenLearn
  }

  diverged(): FlinknbError {
    return new FlinknbError('MODEL', `${this.who}: the weights grew beyond all bounds within ${this.n} records.`, {
      fix: 'Put ml.StandardScaler() before it, lower the learning rate, or use ml.optim.ImplicitSGD().',
    })
  }
}

function emptyMemory(width: number, options: StepOptions): StepMemory {
  const { arrays, numbers } = stepNames(options)
  const entries = arrays.map(name => [name, new Float64Array(width + 1)] as const)
  return {
    w: new Float64Array(width + 1),
    k: Object.fromEntries(numbers.map(name => [name, 0])),
    arrays: Object.fromEntries(entries),
  }
}
