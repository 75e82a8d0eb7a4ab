import type { ClassLabel } from '../estimator/classifier.ts'
import { isIntervalRegressor } from '../estimator/intervalRegressor.ts'
import { versionOf } from '../store/versioned.ts'
import type { BoundModel, BoundRegressor } from './bindModel.ts'

/** A row with what a model says about it. */
export type PredictRow = (row: object) => Record<string, unknown>

/** How rows of a model look: its predictions beside their own columns. */
export function predictedRow(bound: BoundModel): PredictRow {
  if (bound.kind === 'classifier') {
    return row => {
      bound.read(row)
      const modelVersion = versionOf(bound.model)
      const prediction = bound.predict()
      return classifiedRow(row, bound.model.classes, bound.lastProbabilities, prediction, modelVersion)
    }
  }
  const bounds = intervalReader(bound)
  return row => {
    bound.read(row)
    const modelVersion = versionOf(bound.model)
    const prediction = bound.predict()
    return bounds ? { ...row, prediction, ...bounds(), modelVersion } : { ...row, prediction, modelVersion }
  }
}

/** A row with the class that was predicted for it, and the probabilities of that prediction, in the order of `classes`. */
export function classifiedRow(
  row: object,
  classes: readonly ClassLabel[],
  vector: Float64Array,
  prediction: ClassLabel | null,
  modelVersion: number,
): Record<string, unknown> {
  const probabilities: Record<string, number> = {}
  let probability: number | null = null
  for (let k = 0; k < vector.length; k++) {
    probabilities[String(classes[k])] = vector[k] as number
    if (classes[k] === prediction) probability = vector[k] as number
  }
  return { ...row, prediction, probability, probabilities, modelVersion }
}

/** Reads the interval of the row read last; undefined for a model that gives none. */
export function intervalReader(
  bound: BoundRegressor,
): (() => { readonly lower: number | null; readonly upper: number | null }) | undefined {
  if (!isIntervalRegressor(bound.model)) return undefined
  const out = new Float64Array(2)
  return () =>
    bound.interval(out) ? { lower: out[0] as number, upper: out[1] as number } : { lower: null, upper: null }
}
