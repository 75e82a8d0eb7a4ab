import { goldenJson, hasGolden, numberRows } from '../golden.ts'

/** A run of `golden/river_runs.json`. */
export interface RiverRun {
  readonly name: string
  readonly n: number
  readonly MAE: number
  readonly MSE: number
  readonly Accuracy: number
  readonly LogLoss: number
  readonly checkpoints: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly first_predictions: readonly number[]
  readonly last_predictions: readonly number[]
  readonly weights?: Readonly<Record<string, number>>
  readonly intercept?: number
  readonly validity?: number
  readonly efficiency?: number
  readonly last_intervals?: readonly (readonly [number, number])[]
}

export const riverRuns: readonly RiverRun[] = hasGolden ? goldenJson<{ runs: RiverRun[] }>('river_runs.json').runs : []

export function riverRun(name: string): RiverRun {
  const run = riverRuns.find(candidate => candidate.name === name)
  if (!run) throw new Error(`no run ${name}`)
  return run
}

/** Features and labels of a golden data set, in file order. */
export interface DataSet {
  readonly names: readonly string[]
  readonly X: readonly Float64Array[]
  readonly y: readonly number[]
}

export function dataSet(file: string, label = 'y'): DataSet {
  const rows = numberRows(`golden/data/${file}.csv`)
  const names = Object.keys(rows[0] ?? {}).filter(name => name !== label)
  return {
    names,
    X: rows.map(row => Float64Array.from(names, name => row[name] as number)),
    y: rows.map(row => row[label] as number),
  }
}

/** What a scaler makes of each record: before it has learned it, for the prediction, and after, for learning. */
export interface Scaled {
  readonly toPredict: readonly Float64Array[]
  readonly toLearn: readonly Float64Array[]
}

export const unscaled = ({ X }: DataSet): Scaled => ({ toPredict: X, toLearn: X })

/** River's StandardScaler, in its own order of operations, and 0 where there is no deviation yet. */
export function standardised({ X, names }: DataSet): Scaled {
  const mean = new Float64Array(names.length)
  const variance = new Float64Array(names.length)
  let n = 0
  return scaledBy(
    X,
    x => {
      n++
      x.forEach((value, j) => {
        const before = mean[j] as number
        mean[j] = before + (value - before) / n
        const after = mean[j] as number
        variance[j] = (variance[j] as number) + ((value - before) * (value - after) - (variance[j] as number)) / n
      })
    },
    (value, j) => (variance[j] ? (value - (mean[j] as number)) / Math.sqrt(variance[j]) : 0),
  )
}

/** River's MaxAbsScaler. */
export function maxAbsScaled({ X, names }: DataSet): Scaled {
  const largest = names.map(() => 0)
  return scaledBy(
    X,
    x => {
      for (const [j, value] of x.entries()) largest[j] = Math.max(largest[j] as number, Math.abs(value))
    },
    (value, j) => ((largest[j] as number) > 0 ? value / (largest[j] as number) : 0),
  )
}

/** River's AdaptiveStandardScaler: mean and mean square, both fading. */
export function fadingStandardised({ X, names }: DataSet, fading: number): Scaled {
  const mean = names.map(() => Number.NaN)
  const square = names.map(() => Number.NaN)
  const follow = (list: number[], j: number, value: number): void => {
    const before = list[j] as number
    list[j] = Number.isNaN(before) ? value : fading * value + (1 - fading) * before
  }
  return scaledBy(
    X,
    x =>
      x.forEach((value, j) => {
        follow(mean, j, value)
        follow(square, j, value * value)
      }),
    (value, j) => {
      const variance = (square[j] as number) - (mean[j] as number) ** 2
      return variance > 0 ? (value - (mean[j] as number)) / Math.sqrt(variance) : 0
    },
  )
}

function scaledBy(
  X: readonly Float64Array[],
  learn: (x: Float64Array) => void,
  scale: (value: number, j: number) => number,
): Scaled {
  const toPredict: Float64Array[] = []
  const toLearn: Float64Array[] = []
  for (const x of X) {
    toPredict.push(x.map(scale))
    learn(x)
    toLearn.push(x.map(scale))
  }
  return { toPredict, toLearn }
}
