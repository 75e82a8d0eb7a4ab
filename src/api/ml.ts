/** The namespace `ml`: estimators, transformers, metrics, and learning from streams. */

export { HalfSpaceTrees, type HalfSpaceTreesOptions } from '../ml/anomaly/halfSpaceTrees.ts'
export { type AnomalyScored, type ScoreAnomaliesOptions, scoreAnomalies } from '../ml/anomaly/scoreAnomalies.ts'
export { GaussianNB, type GaussianNBOptions } from '../ml/bayes/gaussianNB.ts'
export { type AssignClustersOptions, assignClusters, type Clustered } from '../ml/cluster/assignClusters.ts'
export { KMeans, type KMeansOptions } from '../ml/cluster/kMeans.ts'
export { ConformalIntervals } from '../ml/conformal/conformalIntervals.ts'
export type { ConformalOptions } from '../ml/conformal/conformalOptions.ts'
export { ADWIN, type ADWINOptions } from '../ml/drift/adwin.ts'
export { DDM, type DDMOptions } from '../ml/drift/ddm.ts'
export { type DetectDriftOptions, type DriftChecked, detectDrift } from '../ml/drift/detectDrift.ts'
export type { DriftClassifier } from '../ml/drift/driftClassifier.ts'
export type { DetectorJSON, DriftDetector } from '../ml/drift/driftDetector.ts'
export type { DriftRegressor } from '../ml/drift/driftRegressor.ts'
export type { DriftAction, DriftAlarm, OnDriftOptions } from '../ml/drift/driftWatch.ts'
export { EDDM, type EDDMOptions } from '../ml/drift/eddm.ts'
export { HDDM_A, type HDDM_AOptions } from '../ml/drift/hddmA.ts'
export { HDDM_W, type HDDM_WOptions } from '../ml/drift/hddmW.ts'
export type { InputBounds } from '../ml/drift/inputBounds.ts'
export { KSWIN, type KSWINOptions } from '../ml/drift/kswin.ts'
export { type DriftAwareModel, onDrift } from '../ml/drift/onDrift.ts'
export { PageHinkley, type PageHinkleyOptions } from '../ml/drift/pageHinkley.ts'
export { DummyClassifier, type DummyClassifierOptions } from '../ml/dummy/dummyClassifier.ts'
export { DummyRegressor, type DummyRegressorOptions } from '../ml/dummy/dummyRegressor.ts'
export type { AnomalyDetector } from '../ml/estimator/anomalyDetector.ts'
export type { Classifier, ClassLabel } from '../ml/estimator/classifier.ts'
export type { Clusterer } from '../ml/estimator/clusterer.ts'
export type { Estimator, EstimatorJSON } from '../ml/estimator/estimator.ts'
export type { Forecaster } from '../ml/estimator/forecaster.ts'
export type { IntervalRegressor, PredictedInterval } from '../ml/estimator/intervalRegressor.ts'
export type { ModelDescription } from '../ml/estimator/modelDescription.ts'
export type { Recommendation, Recommender, RecommenderId } from '../ml/estimator/recommender.ts'
export type { Regressor } from '../ml/estimator/regressor.ts'
export type { Transformer } from '../ml/estimator/transformer.ts'
export { type CompareOptions, type CompareRow, compare } from '../ml/evaluation/compare.ts'
export { type CrossValScoreOptions, crossValScore } from '../ml/evaluation/crossValScore.ts'
export type { LabelDelay } from '../ml/evaluation/delayedLabels.ts'
export type {
  ClassEvaluationOptions,
  ClassifiedRow,
  EvaluatedRow,
  EvaluationOptions,
  EvaluationRow,
} from '../ml/evaluation/evaluation.ts'
export { type Learned, type LearnFromOptions, learnFrom } from '../ml/evaluation/learnFrom.ts'
export { type PredictOptions, predict } from '../ml/evaluation/predict.ts'
export { type PrequentialOptions, prequential } from '../ml/evaluation/prequential.ts'
export type {
  Classified,
  DriftMarked,
  Predicted,
  PredictedBounds,
  PredictedBy,
  Scored,
  ScoredBy,
  ScoredClass,
} from '../ml/evaluation/scored.ts'
export {
  type KFoldOptions,
  kFold,
  type Split,
  stratifiedKFold,
  type TimeSeriesSplitOptions,
  timeSeriesSplit,
} from '../ml/evaluation/splits.ts'
export { type TrackStatisticsOptions, trackStatistics } from '../ml/evaluation/trackStatistics.ts'
export { type SplittableFrame, type TrainTestSplitOptions, trainTestSplit } from '../ml/evaluation/trainTestSplit.ts'
export { type DebugOneOptions, debugOne } from '../ml/explain/debugOne.ts'
export type { Contribution, Explanation } from '../ml/explain/explanation.ts'
export {
  type ImportanceRow,
  type PermutationImportanceOptions,
  permutationImportance,
} from '../ml/explain/permutationImportance.ts'
export {
  type StreamingImportanceOptions,
  type StreamingImportanceRow,
  streamingImportance,
} from '../ml/explain/streamingImportance.ts'
export {
  type CoefficientRow,
  type TrackCoefficientsOptions,
  trackCoefficients,
} from '../ml/explain/trackCoefficients.ts'
export { type WeightRow, weightImportance } from '../ml/explain/weightImportance.ts'
export { fromJSON } from '../ml/fromJson.ts'
export { LogisticRegression, type LogisticRegressionOptions } from '../ml/gradient/logisticRegression.ts'
export type { LogisticSummary, LogisticTerm } from '../ml/gradient/logisticSummary.ts'
export {
  PassiveAggressiveClassifier,
  type PassiveAggressiveClassifierOptions,
} from '../ml/gradient/passiveAggressiveClassifier.ts'
export {
  PassiveAggressiveRegressor,
  type PassiveAggressiveRegressorOptions,
} from '../ml/gradient/passiveAggressiveRegressor.ts'
export { Perceptron, type PerceptronOptions } from '../ml/gradient/perceptron.ts'
export { SGDClassifier, type SGDClassifierOptions } from '../ml/gradient/sgdClassifier.ts'
export { SGDRegressor, type SGDRegressorOptions } from '../ml/gradient/sgdRegressor.ts'
export { SoftmaxRegression, type SoftmaxRegressionOptions } from '../ml/gradient/softmaxRegression.ts'
export {
  BayesianLinearRegression,
  type BayesianLinearRegressionOptions,
  type BayesianPosterior,
} from '../ml/linear/bayesianLinearRegression.ts'
export { BayesianRidge, type BayesianRidgeOptions } from '../ml/linear/bayesianRidge.ts'
export { GivensRegression, type GivensRegressionOptions } from '../ml/linear/givensRegression.ts'
export { LinearRegression, type LinearRegressionOptions } from '../ml/linear/linearRegression.ts'
export { MultiOutputRegression, type MultiOutputRegressionOptions } from '../ml/linear/multiOutputRegression.ts'
export type { PredictiveDistribution } from '../ml/linear/predictiveDistribution.ts'
export type { IntervalOptions, RegressionInterval } from '../ml/linear/regressionInterval.ts'
export type { CoefficientSummary, RegressionSummary } from '../ml/linear/regressionSummary.ts'
export type { RobustKind } from '../ml/linear/robustErrors.ts'
export { isTimedLearner, type TimedLearner } from '../ml/linear/timedLearner.ts'
export { Accuracy } from '../ml/metrics/accuracy.ts'
export { PRAUC } from '../ml/metrics/averagePrecision.ts'
export { BalancedAccuracy } from '../ml/metrics/balancedAccuracy.ts'
export { BrierScore } from '../ml/metrics/brierScore.ts'
export type { ClassificationMetric, ClassificationMetricClass } from '../ml/metrics/classificationMetric.ts'
export {
  accuracyScore,
  averagePrecisionScore,
  balancedAccuracyScore,
  brierScoreLoss,
  calibrationCurve,
  cohenKappaScore,
  confusionMatrix,
  expectedCalibrationError,
  f1Score,
  fbetaScore,
  logLoss,
  matthewsCorrcoef,
  precisionScore,
  recallScore,
  rocAucScore,
} from '../ml/metrics/classificationScores.ts'
export {
  adjustedRandScore,
  daviesBouldinScore,
  normalizedMutualInfoScore,
  silhouetteScore,
} from '../ml/metrics/clusteringScores.ts'
export { CohenKappa } from '../ml/metrics/cohenKappa.ts'
export { ConfusionMatrix } from '../ml/metrics/confusionMatrix.ts'
export { AdjustedRand, NMI } from '../ml/metrics/contingency.ts'
export { ECE } from '../ml/metrics/expectedCalibrationError.ts'
export { ExplainedVariance } from '../ml/metrics/explainedVariance.ts'
export { F1, FBeta, type FBetaOptions, type FScoreOptions, Precision, Recall } from '../ml/metrics/fScore.ts'
export { HorizonErrors } from '../ml/metrics/horizonErrors.ts'
export { LogLoss } from '../ml/metrics/logLoss.ts'
export { MAE } from '../ml/metrics/mae.ts'
export { MAPE } from '../ml/metrics/mape.ts'
export { MASE } from '../ml/metrics/mase.ts'
export { MCC } from '../ml/metrics/matthewsCorrelation.ts'
export { MaxError } from '../ml/metrics/maxError.ts'
export { MedianAE } from '../ml/metrics/medianAE.ts'
export type { Metric, MetricClass } from '../ml/metrics/metric.ts'
export { MSE } from '../ml/metrics/mse.ts'
export { MSLE } from '../ml/metrics/msle.ts'
export { PinballLoss } from '../ml/metrics/pinballLoss.ts'
export { PoissonDeviance } from '../ml/metrics/poissonDeviance.ts'
export { R2 } from '../ml/metrics/r2.ts'
export type { ReliabilityBin } from '../ml/metrics/reliability.ts'
export { RMSE } from '../ml/metrics/rmse.ts'
export { ROCAUC, type ROCAUCOptions } from '../ml/metrics/rocAuc.ts'
export {
  explainedVarianceScore,
  maxError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanAbsoluteScaledError,
  meanPinballLoss,
  meanPoissonDeviance,
  meanSquaredError,
  meanSquaredLogError,
  medianAbsoluteError,
  r2Score,
  rootMeanSquaredError,
  symmetricMeanAbsolutePercentageError,
} from '../ml/metrics/scores.ts'
export { SMAPE } from '../ml/metrics/smape.ts'
export { KNNRegressor, type KNNRegressorOptions } from '../ml/neighbors/knnRegressor.ts'
export type { OnnxOptions } from '../ml/onnx/onnxModel.ts'
export { type Columns, columns } from '../ml/pipeline/columns.ts'
export { type Pipeline, type PipelineOf, pipeline } from '../ml/pipeline/pipeline.ts'
export { type Union, union } from '../ml/pipeline/union.ts'
export {
  AdaptiveStandardScaler,
  type AdaptiveStandardScalerOptions,
} from '../ml/preprocessing/adaptiveStandardScaler.ts'
export { Binarizer, type BinarizerOptions } from '../ml/preprocessing/binarizer.ts'
export { DateFeatures, type DateFeaturesOptions, type DatePart } from '../ml/preprocessing/dateFeatures.ts'
export { HashingEncoder, type HashingEncoderOptions } from '../ml/preprocessing/hashingEncoder.ts'
export { Imputer, type ImputerOptions, type ImputerStrategy } from '../ml/preprocessing/imputer.ts'
export { LagFeatures, type LagFeaturesOptions } from '../ml/preprocessing/lagFeatures.ts'
export { MaxAbsScaler } from '../ml/preprocessing/maxAbsScaler.ts'
export { MinMaxScaler, type MinMaxScalerOptions } from '../ml/preprocessing/minMaxScaler.ts'
export { Normalizer, type NormalizerOptions } from '../ml/preprocessing/normalizer.ts'
export { OneHotEncoder, type OneHotEncoderOptions } from '../ml/preprocessing/oneHotEncoder.ts'
export { OrdinalEncoder, type OrdinalEncoderOptions } from '../ml/preprocessing/ordinalEncoder.ts'
export { PolynomialFeatures, type PolynomialFeaturesOptions } from '../ml/preprocessing/polynomialFeatures.ts'
export {
  GaussianRandomProjection,
  type GaussianRandomProjectionOptions,
  SparseRandomProjection,
  type SparseRandomProjectionOptions,
} from '../ml/preprocessing/randomProjection.ts'
export { RobustScaler, type RobustScalerOptions } from '../ml/preprocessing/robustScaler.ts'
export {
  RollingFeatures,
  type RollingFeaturesOptions,
  type RollingStatistic,
} from '../ml/preprocessing/rollingFeatures.ts'
export { type RowFeatures, rowFeatures } from '../ml/preprocessing/rowFeatures.ts'
export { SelectKBest, type SelectKBestOptions } from '../ml/preprocessing/selectKBest.ts'
export { StandardScaler, type StandardScalerOptions } from '../ml/preprocessing/standardScaler.ts'
export { TargetEncoder, type TargetEncoderOptions } from '../ml/preprocessing/targetEncoder.ts'
export { TargetScaler, type TargetScalerOptions } from '../ml/preprocessing/targetScaler.ts'
export { VarianceThreshold, type VarianceThresholdOptions } from '../ml/preprocessing/varianceThreshold.ts'
export {
  BiasedMatrixFactorization,
  type BiasedMatrixFactorizationOptions,
} from '../ml/recommend/biasedMatrixFactorization.ts'
export { type PrequentialRecommenderOptions, prequentialRecommender } from '../ml/recommend/prequentialRecommender.ts'
export {
  type CrossValidatedSearch,
  type GridSearchResult,
  type GridSearchRow,
  gridSearch,
  type PrequentialSearch,
} from '../ml/selection/gridSearch.ts'
export { type ParameterGrid, type ParametersOf, parameterGrid } from '../ml/selection/parameterGrid.ts'
export {
  type SuccessiveHalvingOptions,
  type SuccessiveHalvingResult,
  type SuccessiveHalvingRow,
  successiveHalving,
} from '../ml/selection/successiveHalving.ts'
export { UnivariateStatistics } from '../ml/statistics/univariateStatistics.ts'
export { type GatedPromotionOptions, gatedPromotion, type Promotion } from '../ml/store/gatedPromotion.ts'
export type { LiveClassifier, LiveRegressor } from '../ml/store/liveModel.ts'
export type { DataSpan, ModelMetrics, ModelVersion } from '../ml/store/savedModel.ts'
export { type Forecast, type ForecastOptions, forecast } from '../ml/timeSeries/forecast.ts'
export { HoltWinters, type HoltWintersOptions } from '../ml/timeSeries/holtWinters.ts'
export {
  AdaptiveRandomForestClassifier,
  type AdaptiveRandomForestClassifierOptions,
} from '../ml/trees/adaptiveRandomForestClassifier.ts'
export {
  AdaptiveRandomForestRegressor,
  type AdaptiveRandomForestRegressorOptions,
} from '../ml/trees/adaptiveRandomForestRegressor.ts'
export type { AlternateCounts } from '../ml/trees/adaptiveTree.ts'
export {
  AggregatedMondrianForestClassifier,
  type AggregatedMondrianForestClassifierOptions,
} from '../ml/trees/aggregatedMondrianForestClassifier.ts'
export {
  AggregatedMondrianForestRegressor,
  type AggregatedMondrianForestRegressorOptions,
} from '../ml/trees/aggregatedMondrianForestRegressor.ts'
export {
  HoeffdingAdaptiveTreeClassifier,
  type HoeffdingAdaptiveTreeClassifierOptions,
} from '../ml/trees/hoeffdingAdaptiveTreeClassifier.ts'
export {
  HoeffdingAdaptiveTreeRegressor,
  type HoeffdingAdaptiveTreeRegressorOptions,
} from '../ml/trees/hoeffdingAdaptiveTreeRegressor.ts'
export { HoeffdingTreeClassifier, type HoeffdingTreeClassifierOptions } from '../ml/trees/hoeffdingTreeClassifier.ts'
export { HoeffdingTreeRegressor, type HoeffdingTreeRegressorOptions } from '../ml/trees/hoeffdingTreeRegressor.ts'
export type { TreeNode } from '../ml/trees/treeNodes.ts'
export { EvaluationStream, evaluation, type ShownMetric } from './evaluation.ts'
export * as losses from './losses.ts'
export { type LoadModelOptions, ModelStore, modelStore, type SaveModelOptions } from './models/modelStore.ts'
export { type ModelUpdate, type ModelUpdatesOptions, modelUpdates } from './models/modelUpdates.ts'
export { saveOnnx, toOnnx } from './models/onnx.ts'
export { type PredictedWith, type PredictWithOptions, predictWith } from './models/predictWith.ts'
export * as optim from './optim.ts'
export * as stats from './stats.ts'
