import type { ProcessFunction } from '../../src/engine/processFunction.ts'
import { HalfSpaceTrees } from '../../src/ml/anomaly/halfSpaceTrees.ts'
import { scoreAnomalies } from '../../src/ml/anomaly/scoreAnomalies.ts'
import { createEvaluation } from '../../src/ml/evaluation/evaluation.ts'
import { predict } from '../../src/ml/evaluation/predict.ts'
import { prequential } from '../../src/ml/evaluation/prequential.ts'
import { SGDClassifier } from '../../src/ml/gradient/sgdClassifier.ts'
import { LinearRegression } from '../../src/ml/linear/linearRegression.ts'
import { MAE } from '../../src/ml/metrics/mae.ts'
import { R2 } from '../../src/ml/metrics/r2.ts'
import { columns } from '../../src/ml/pipeline/columns.ts'
import { pipeline } from '../../src/ml/pipeline/pipeline.ts'
import { union } from '../../src/ml/pipeline/union.ts'
import { OneHotEncoder } from '../../src/ml/preprocessing/oneHotEncoder.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'

// Checked by the compiler alone: what ml returns fits the engine, and row types flow through it.

interface Purchase {
  readonly age: number
  readonly incomeK: number
  readonly city: string
  readonly price: number
  readonly paid: number | null
}

interface Stream<T> {
  readonly rows: readonly T[]
  process<R>(f: ProcessFunction<T, R>): Stream<R>
}

export function typesFlow(clean: Stream<Purchase>, loose: Stream<Record<string, unknown>>): unknown[] {
  const model = pipeline(new StandardScaler(), new LinearRegression())

  const scored = clean.process(prequential(model, { features: ['age', 'incomeK'], label: 'price' }))
  const residuals: number[] = scored.rows.map(row => row.residual)
  const own: string[] = scored.rows.map(row => row.city)
  const versions: number[] = scored.rows.map(row => row.prediction + row.modelVersion)

  const delayed = clean.process(prequential(model, { features: ['age'], label: 'paid' }))
  const maybe: (number | null)[] = delayed.rows.map(row => row.residual)
  // @ts-expect-error a label that may be missing gives a residual that may be null
  const certain: number[] = delayed.rows.map(row => row.residual)

  // @ts-expect-error no such feature
  clean.process(prequential(model, { features: ['age', 'incmeK'], label: 'price' }))
  // @ts-expect-error text is no feature
  clean.process(prequential(model, { features: ['age', 'city'], label: 'price' }))
  const shop = pipeline(
    union(columns(['age'], new StandardScaler()), columns(['city'], new OneHotEncoder())),
    new LinearRegression(),
  )
  const priced = clean.process(prequential(shop, { features: ['age', 'city'], label: 'price' }))
  const errors: number[] = priced.rows.map(row => row.residual)
  const coefficients: (number | null)[] = shop.regressor.coefficients
  // @ts-expect-error no such column, also where text is read
  clean.process(prequential(shop, { features: ['age', 'citty'], label: 'price' }))
  const named: string | number | boolean | null = pipeline(new StandardScaler(), new SGDClassifier()).predictOne({
    x: 1,
  })
  const score: number = pipeline(columns('age'), new HalfSpaceTrees()).scoreOne({ age: 1 })
  clean.process(scoreAnomalies(pipeline(columns('age', 'city'), new HalfSpaceTrees()), { features: ['age', 'city'] }))
  // @ts-expect-error no such label
  clean.process(prequential(model, { features: ['age'], label: 'prize' }))
  // @ts-expect-error no such option
  clean.process(prequential(model, { features: ['age'], label: 'price', wieght: 'incomeK' }))
  // @ts-expect-error no such feature
  clean.process(predict(model, { features: ['agee'] }))

  const predicted = clean.process(predict(model, { features: ['age'] }))
  const predictions: number[] = predicted.rows.map(row => row.prediction + row.price)
  loose.process(prequential(model, { features: ['anything'], label: 'price' }))

  const evaluated = scored.process(createEvaluation({ metrics: [MAE, R2], window: 100 }))
  const figures: (number | null)[] = evaluated.rows.flatMap(row => [
    row.n,
    row.MAE,
    row.R2,
    row.windowMAE,
    row.windowR2,
  ])
  // @ts-expect-error this metric was not asked for
  evaluated.rows.map(row => row.RMSE)
  // @ts-expect-error rows without a prediction cannot be evaluated
  clean.process(createEvaluation({ metrics: [MAE] }))
  // @ts-expect-error only the last step of a pipeline is a model
  pipeline(new LinearRegression(), new StandardScaler())
  // @ts-expect-error a pipeline of transformers predicts nothing
  pipeline(new StandardScaler(), new StandardScaler()).predictOne({ x: 1 })

  return [errors, coefficients, named, score, residuals, own, versions, maybe, certain, predictions, figures]
}
