import { expect, test } from 'vitest'
import { env } from '../../src/api/env.ts'
import { HalfSpaceTrees } from '../../src/ml/anomaly/halfSpaceTrees.ts'
import { scoreAnomalies } from '../../src/ml/anomaly/scoreAnomalies.ts'
import { assignClusters } from '../../src/ml/cluster/assignClusters.ts'
import { KMeans } from '../../src/ml/cluster/kMeans.ts'
import { BiasedMatrixFactorization } from '../../src/ml/recommend/biasedMatrixFactorization.ts'
import { prequentialRecommender } from '../../src/ml/recommend/prequentialRecommender.ts'
import { forecast } from '../../src/ml/timeSeries/forecast.ts'
import { HoltWinters } from '../../src/ml/timeSeries/holtWinters.ts'

test('anomalies are scored before they are learned, against a quantile of the scores before', async () => {
  const rows = Array.from({ length: 600 }, (_, i) => ({ x: i === 555 ? 0.98 : 0.5 + 0.2 * Math.sin(i * 1.7) }))
  const scored = await env
    .fromCollection(rows)
    .process(
      scoreAnomalies(new HalfSpaceTrees({ window: 100 }), {
        features: ['x'],
        threshold: { quantile: 0.995, window: 300 },
      }),
    )
    .executeAndCollect()
  expect(scored[555]).toMatchObject({ x: 0.98, anomaly: true })
  expect(scored.filter(row => row.anomaly).length).toBeLessThan(30)
  expect(scored.slice(0, 100).every(row => row.score === 0 && !row.anomaly)).toBe(true)
})

test('what is no detector, and a threshold that cannot be, is named', () => {
  const options = { features: ['x'] as const }
  expect(() => scoreAnomalies<{ x: number }>(new KMeans() as never, options)).toThrow('is no anomaly detector')
  expect(() => scoreAnomalies<{ x: number }>(new HalfSpaceTrees(), { ...options, threshold: 3 })).toThrow(
    'threshold: 3',
  )
})

test('rows get the cluster they fall to and their distance from it', async () => {
  const rows = [0, 10, 2, 12].map(x => ({ x }))
  const clustered = await env
    .fromCollection(rows)
    .process(assignClusters(new KMeans({ clusters: 2 }), { features: ['x'] }))
    .executeAndCollect()
  expect(clustered).toEqual([
    { x: 0, cluster: 0, distance: null },
    { x: 10, cluster: 0, distance: 10 },
    { x: 2, cluster: 0, distance: 2 },
    { x: 12, cluster: 1, distance: 2 },
  ])
})

test('a forecast is compared with what comes, made before it came', async () => {
  const rows = [10, 12, 14, 16, 18].map(sales => ({ sales }))
  const forecasts = await env
    .fromCollection(rows)
    .process(forecast(new HoltWinters({ alpha: 0.5, beta: 0.5 }), { value: 'sales', horizon: 2 }))
    .executeAndCollect()
  expect(forecasts.map(row => row.prediction)).toEqual([null, null, null, 15, 18])
  expect(forecasts[2]).toEqual({ sales: 14, prediction: null, residual: null, ahead: [15.75, 18] })
  expect(forecasts[4]?.residual).toBe(0)
})

test('ratings are predicted, then learned; a missing one is only predicted', async () => {
  const rows = [
    { who: 'a', what: 1, stars: 4 },
    { who: 'b', what: 1, stars: null },
    { who: 'b', what: 2, stars: 2 },
  ]
  const model = new BiasedMatrixFactorization({ factors: 0, learningRate: 0.25 })
  const scored = await env
    .fromCollection<{ who: string; what: number; stars: number | null }>(rows)
    .process(prequentialRecommender(model, { user: 'who', item: 'what', rating: 'stars' }))
    .executeAndCollect()
  expect(scored).toEqual([
    { ...rows[0], prediction: 0, residual: 4, modelVersion: 0 },
    { ...rows[1], prediction: 4, residual: null, modelVersion: 1 },
    { ...rows[2], prediction: 4, residual: -2, modelVersion: 1 },
  ])
})
