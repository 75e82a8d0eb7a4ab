/** The namespace `ml.stats`: figures over a stream of numbers. */

export { AutoCorr } from '../ml/statistics/streaming/autoCorr.ts'
export { EWMean, EWVar } from '../ml/statistics/streaming/fadingStatistics.ts'
export { Kurtosis, Mean, SEM, Skew, Var } from '../ml/statistics/streaming/momentStatistics.ts'
export { IQR, MAD, Quantile } from '../ml/statistics/streaming/quantileStatistics.ts'
export {
  RollingMax,
  RollingMean,
  RollingMin,
  RollingQuantile,
  RollingVar,
} from '../ml/statistics/streaming/rollingStatistics.ts'
export type { StreamingStatistic } from '../ml/statistics/streaming/streamingStatistic.ts'
