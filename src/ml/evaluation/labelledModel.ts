import type { ClassLabel } from '../estimator/classifier.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import { checkClassLabel } from '../estimator/vectorClassifier.ts'
import { checkWeight } from '../estimator/vectorRegressor.ts'
import { versionOf } from '../store/versioned.ts'
import type { BoundClassifier, BoundModel, BoundRegressor } from './bindModel.ts'
import { classifiedRow, intervalReader } from './predictedRow.ts'

/** A model, its features and the columns of label and weight: what test-then-train does to one row. */
export interface LabelledModel {
  /** Predicts, then learns; a row without a label is predicted only. */
  scoreAndLearn(row: object): object
  /** Predicts and learns nothing. */
  score(row: object): object
  learn(row: object, label: ClassLabel, weight: number): void
  /** @throws FlinknbError `MODEL` for a label the model cannot take; undefined where there is none */
  labelOf(row: object): ClassLabel | undefined
  /** 1 where no weight column was named. @throws FlinknbError `MODEL` for what is no weight */
  weightOf(row: object): number
}

/** Puts a bound model and the columns it learns from together. */
export function labelledModel(bound: BoundModel, label: string, weight: string | undefined): LabelledModel {
  return bound.kind === 'classifier'
    ? new LabelledClassifier(bound, label, weight)
    : new LabelledRegressor(bound, label, weight)
}

abstract class Labelled {
  constructor(
    protected readonly label: string,
    protected readonly weight: string | undefined,
  ) {}

  weightOf(row: object): number {
    if (this.weight === undefined) return 1
    const value = (row as Readonly<Record<string, unknown>>)[this.weight]
    checkWeight(value, `weight '${this.weight}'`)
    return value
  }

  protected valueOf(row: object): unknown {
    const value = (row as Readonly<Record<string, unknown>>)[this.label]
    return value === null ? undefined : value
  }
}

class LabelledRegressor extends Labelled implements LabelledModel {
  private readonly bounds: ReturnType<typeof intervalReader>

  constructor(
    private readonly bound: BoundRegressor,
    label: string,
    weight: string | undefined,
  ) {
    super(label, weight)
    this.bounds = intervalReader(bound)
  }

  labelOf(row: object): number | undefined {
    const value = this.valueOf(row)
    if (value === undefined) return undefined
    if (!isUsable(value)) throw unusableValue(`label '${this.label}'`, value)
    return value
  }

  scoreAndLearn(row: object): object {
    const { bound } = this
    bound.read(row)
    const y = this.labelOf(row)
    const modelVersion = versionOf(bound.model)
    const bounds = this.bounds?.()
    if (y === undefined) return scored(row, bound.predict(), null, bounds, modelVersion)
    const prediction = bound.predictAndLearn(y, this.weightOf(row))
    return scored(row, prediction, y - prediction, bounds, modelVersion)
  }

  score(row: object): object {
    const { bound } = this
    bound.read(row)
    const y = this.labelOf(row)
    const prediction = bound.predict()
    const residual = y === undefined ? null : y - prediction
    return scored(row, prediction, residual, this.bounds?.(), versionOf(bound.model))
  }

  learn(row: object, label: ClassLabel, weight: number): void {
    this.bound.read(row)
    this.bound.learn(label as number, weight)
  }
}

function scored(
  row: object,
  prediction: number,
  residual: number | null,
  bounds: object | undefined,
  modelVersion: number,
): object {
  return bounds
    ? { ...row, prediction, residual, ...bounds, modelVersion }
    : { ...row, prediction, residual, modelVersion }
}

class LabelledClassifier extends Labelled implements LabelledModel {
  constructor(
    private readonly bound: BoundClassifier,
    label: string,
    weight: string | undefined,
  ) {
    super(label, weight)
  }

  labelOf(row: object): ClassLabel | undefined {
    const value = this.valueOf(row)
    if (value === undefined) return undefined
    checkClassLabel(value, `label '${this.label}'`)
    return value
  }

  scoreAndLearn(row: object): object {
    const { bound } = this
    bound.read(row)
    const y = this.labelOf(row)
    const modelVersion = versionOf(bound.model)
    // Learning may put another model in its place, which met the classes in another order.
    const { classes } = bound.model
    const prediction = y === undefined ? bound.predict() : bound.predictAndLearn(y, this.weightOf(row))
    return this.classified(row, y, classes, prediction, modelVersion)
  }

  score(row: object): object {
    const { bound } = this
    bound.read(row)
    const y = this.labelOf(row)
    const modelVersion = versionOf(bound.model)
    return this.classified(row, y, bound.model.classes, bound.predict(), modelVersion)
  }

  learn(row: object, label: ClassLabel, weight: number): void {
    this.bound.read(row)
    this.bound.learn(label, weight)
  }

  private classified(
    row: object,
    y: ClassLabel | undefined,
    classes: readonly ClassLabel[],
    prediction: ClassLabel | null,
    modelVersion: number,
  ): object {
    const classified = classifiedRow(row, classes, this.bound.lastProbabilities, prediction, modelVersion)
    classified.correct = y === undefined ? null : prediction === y
    return classified
  }
}
