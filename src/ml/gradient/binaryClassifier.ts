import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import { checkClassLabel, VectorClassifier } from '../estimator/vectorClassifier.ts'
import { checkLearned } from '../estimator/vectorRegressor.ts'

/**
 * Two classes told apart by a linear score. A score above 0 speaks for the second class: of the `classes` option, or else
 * the one that was met second.
 */
export abstract class BinaryClassifier extends VectorClassifier {
  protected constructor(
    protected readonly who: string,
    classes: readonly ClassLabel[] | undefined,
  ) {
    super(readBinaryClasses(who, classes))
  }

  /** One a feature, in the order of `features`; they speak for the second class. */
  abstract get coefficients(): number[]
  /** 0 without an intercept. */
  abstract get intercept(): number

  /** The coefficients by feature. */
  get weights(): Record<string, number> {
    const { coefficients } = this
    return Object.fromEntries(this.features.map((name, j) => [name, coefficients[j] as number]))
  }

  /** The linear score of a record: above 0 for the second class. @throws FlinknbError `INVALID_STATE` when nothing was learned */
  decisionOne(x: object): number {
    checkLearned(this, 'decisionOne')
    return this.scoreOf(this.readKnown(x))
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    if (out.length === 1) out[0] = 1
    if (out.length < 2) return
    const second = this.probabilityOf(this.scoreOf(x))
    out[0] = 1 - second
    out[1] = second
  }

  abstract override clone(): BinaryClassifier
  protected abstract scoreOf(x: Float64Array): number
  /** Of the second class. */
  protected abstract probabilityOf(score: number): number

  protected restoreBinaryClasses(classes: readonly ClassLabel[]): void {
    this.restoreClasses(readBinaryClasses(this.who, classes))
  }

  /** For descriptions: what the sign of a weight means. */
  protected sideNote(): string[] {
    const [first, second] = this.classes
    if (second === undefined) return []
    return [`A positive weight speaks for ${show(second)}, a negative one for ${show(first)}.`]
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
