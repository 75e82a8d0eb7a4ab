import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { BinaryClassifier } from './binaryClassifier.ts'
import type { StepOptions } from './compileStep.ts'
import { describeWeights } from './describeWeights.ts'
import { GradientCore, type GradientState } from './gradientCore.ts'

/** What a saved classifier of two classes knows. */
export interface BinaryState {
  readonly classes: readonly ClassLabel[]
  readonly core: GradientState
}

/** Two classes and a linear score that is learned by gradients. */
export abstract class GradientClassifier extends BinaryClassifier {
  protected readonly step: StepOptions
  protected core: GradientCore

  protected constructor(who: string, step: StepOptions, classes: readonly ClassLabel[] | undefined) {
    super(who, classes)
    this.step = step
    this.core = new GradientCore(who, 0, step)
  }

  /** Options as the constructor takes them. */
  abstract get options(): Readonly<Record<string, unknown>>

  get n(): number {
    return this.core.n
  }

  get coefficients(): number[] {
    return this.core.coefficients
  }

  get intercept(): number {
    return this.core.intercept
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    if (Number.isNaN(this.core.learn(x, classIndex === 1 ? 1 : -1, weight))) throw this.core.diverged()
  }

  override predictAndLearnVector(x: Float64Array, classIndex: number, weight: number, out: Float64Array): void {
    if (out.length < 2) super.predictAndLearnVector(x, classIndex, weight, out)
    else this.write(this.core.predictAndLearn(x, classIndex === 1 ? 1 : -1, weight), out)
  }

  override predictThenLearnVector(
    asked: Float64Array,
    x: Float64Array,
    classIndex: number,
    weight: number,
    out: Float64Array,
  ): void {
    if (out.length < 2) super.predictThenLearnVector(asked, x, classIndex, weight, out)
    else this.write(this.core.predictThenLearn(asked, x, classIndex === 1 ? 1 : -1, weight), out)
  }

  toJSON(): EstimatorJSON {
    const state: BinaryState = { classes: [...this.classes], core: this.core.toJSON() }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { classes, core } = json.state as BinaryState
    this.reset(json.features.length > 0 ? json.features : this.features)
    this.restoreBinaryClasses(classes)
    if (json.features.length > 0) this.core.restore(core, json.features.length)
  }

  describe(): ModelDescription {
    return describeWeights(this.type, this, this.step, this.core.clipped, this.sideNote())
  }

  protected scoreOf(x: Float64Array): number {
    return this.core.score(x)
  }

  protected probabilityOf(score: number): number {
    return this.core.mean(score)
  }

  protected start(features: readonly string[]): void {
    this.core = new GradientCore(this.who, features.length, this.step)
  }

  protected override extend(names: readonly string[]): void {
    this.core.extend(names.length)
  }
  /** @param second probability of the second class, NaN where weights have outgrown all numbers */
  private write(second: number, out: Float64Array): void {
    if (Number.isNaN(second)) throw this.core.diverged()
    out[0] = 1 - second
    out[1] = second
  }
}
