import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { checkClassLabel, VectorClassifier } from '../estimator/vectorClassifier.ts'
import { checkLearned } from '../estimator/vectorRegressor.ts'
import type { StepOptions } from './compileStep.ts'
import { describeWeights } from './describeWeights.ts'
import { GradientCore, type GradientState } from './gradientCore.ts'

/** What a saved classifier of two classes knows. */
export interface BinaryState {
  readonly classes: readonly ClassLabel[]
  readonly core: GradientState | null
}

/**
 * Two classes told apart by a linear score that is learned by gradients. A score above 0 speaks for the second class: of
 * the `classes` option, or else the one that was met second.
 */
export abstract class GradientClassifier extends VectorClassifier {
  protected readonly step: StepOptions
  protected core: GradientCore

  protected constructor(
    private readonly who: string,
    step: StepOptions,
    classes: readonly ClassLabel[] | undefined,
  ) {
    super(readBinaryClasses(who, classes))
    this.step = step
    this.core = new GradientCore(who, 0, step)
  }

  get n(): number {
    return this.core.n
  }

  /** One a feature, in the order of `features`; they speak for the second class. */
  get coefficients(): number[] {
    return this.core.coefficients
  }

  /** The coefficients by feature. */
  get weights(): Record<string, number> {
    const { coefficients } = this
    return Object.fromEntries(this.features.map((name, j) => [name, coefficients[j] as number]))
  }

  /** 0 without an intercept. */
  get intercept(): number {
    return this.core.intercept
  }

  /** The linear score of a record: above 0 for the second class. @throws FlinknbError `INVALID_STATE` when nothing was learned */
  decisionOne(x: object): number {
    checkLearned(this, 'decisionOne')
    return this.core.score(this.readKnown(x))
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.core.predictAndLearn(x, classIndex === 1 ? 1 : -1, weight)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    if (out.length === 1) out[0] = 1
    if (out.length < 2) return
    const second = this.core.predict(x)
    out[0] = 1 - second
    out[1] = second
  }

  abstract override clone(): GradientClassifier
  /** Options as the constructor takes them. */
  abstract get options(): Readonly<Record<string, unknown>>

  toJSON(): EstimatorJSON {
    const core = this.features.length > 0 ? this.core.toJSON() : null
    const state: BinaryState = { classes: [...this.classes], core }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { classes, core } = json.state as BinaryState
    this.reset(json.features.length > 0 ? json.features : this.features)
    this.restoreClasses(readBinaryClasses(this.who, classes))
    if (core) this.core.restore(core, json.features.length)
  }

  describe(): ModelDescription {
    const [first, second] = this.classes
    const note =
      second === undefined ? [] : [`A positive weight speaks for ${show(second)}, a negative one for ${show(first)}.`]
    return describeWeights(this.type, this, this.step, note)
  }

  protected start(features: readonly string[]): void {
    this.core = new GradientCore(this.who, features.length, this.step)
  }

  protected override extend(names: readonly string[]): void {
    this.core.extend(names.length)
  }

  protected addClass(label: ClassLabel, index: number): void {
    if (index < 2) return
    throw new FlinknbError('MODEL', `${this.who}: label ${show(label)} is a third class.`, {
      fix: `It tells ${this.classes.map(show).join(' from ')}; use ml.SoftmaxRegression for more classes.`,
    })
  }
}

/** The class option as it stands in saved options: absent where classes are taken from the data. */
export function classOption(classes: readonly ClassLabel[]): { readonly classes?: readonly ClassLabel[] } {
  return classes.length > 0 ? { classes } : {}
}

/** @throws FlinknbError `INVALID_OPTION` when these are no classes, or one is named twice */
export function readClasses(call: string, classes: unknown): readonly ClassLabel[] {
  if (classes === undefined) return []
  if (!Array.isArray(classes)) {
    throw new FlinknbError('INVALID_OPTION', `${call}: classes: ${show(classes)} is no list.`, {
      fix: 'Name the classes, such as classes: [false, true].',
    })
  }
  for (const label of classes) checkClassLabel(label, `${call}: classes`)
  if (new Set(classes).size < classes.length) {
    throw new FlinknbError('INVALID_OPTION', `${call}: classes: ${show(classes)} names one twice.`)
  }
  return [...(classes as ClassLabel[])]
}

function readBinaryClasses(call: string, classes: unknown): readonly ClassLabel[] {
  const read = readClasses(call, classes)
  if (read.length <= 2) return read
  throw new FlinknbError('INVALID_OPTION', `${call}: classes: ${show(classes)} are more than two.`, {
    fix: 'Use ml.SoftmaxRegression for more classes.',
  })
}
