import { prequential } from '../src/ml/evaluation/prequential.ts'
import { LinearRegression } from '../src/ml/linear/linearRegression.ts'
import { pipeline } from '../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../src/ml/preprocessing/standardScaler.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import type { Comparison } from './compare.ts'
import { type Purchase, purchases } from './purchases.ts'

/**
 * Predict, then learn, a regression on three features; every record goes on with its prediction. The loop does the same
 * with recursive least squares in its textbook form (Haykin, Adaptive Filter Theory), three features and an intercept.
 */
export function prequentialRegression(records: number): Comparison {
  const rows = purchases(records, 100)
  return {
    name: 'prequential regression, 3 features',
    records,
    wanted: 0.5,
    ours: async () => {
      const env = benchEnvironment()
      const sink = countingSink<unknown>()
      const model = pipeline(new StandardScaler(), new LinearRegression())
      env
        .fromSource(memorySource<Purchase>(rows))
        .process(prequential(model, { features: ['age', 'income', 'buyCount'], label: 'price' }))
        .sinkTo(sink)
      await env.execute()
      return sink.count
    },
    handWritten: () => recursiveLeastSquares(rows).count,
  }
}

function recursiveLeastSquares(rows: readonly Purchase[]): Results<unknown> {
  const results = new Results<unknown>()
  const width = 4
  const w = new Float64Array(width)
  const p = new Float64Array(width * width)
  for (let i = 0; i < width; i++) p[i * width + i] = 1e6
  const x = new Float64Array(width)
  const px = new Float64Array(width)
  let version = 0
  for (const row of rows) {
    x[0] = 1
    x[1] = row.age
    x[2] = row.income
    x[3] = row.buyCount
    let prediction = 0
    for (let i = 0; i < width; i++) prediction += (w[i] as number) * (x[i] as number)
    const residual = row.price - prediction
    results.push({ ...row, prediction, residual, modelVersion: version++ })
    let scale = 1
    for (let i = 0; i < width; i++) {
      let sum = 0
      for (let j = 0; j < width; j++) sum += (p[i * width + j] as number) * (x[j] as number)
      px[i] = sum
      scale += sum * (x[i] as number)
    }
    for (let i = 0; i < width; i++) {
      w[i] = (w[i] as number) + ((px[i] as number) / scale) * residual
      for (let j = 0; j < width; j++) {
        p[i * width + j] = (p[i * width + j] as number) - ((px[i] as number) * (px[j] as number)) / scale
      }
    }
  }
  return results
}
