import { HalfSpaceTrees } from './anomaly/halfSpaceTrees.ts'
import { GaussianNB } from './bayes/gaussianNB.ts'
import { KMeans } from './cluster/kMeans.ts'
import { DummyClassifier } from './dummy/dummyClassifier.ts'
import { DummyRegressor } from './dummy/dummyRegressor.ts'
import type { Estimator, EstimatorJSON } from './estimator/estimator.ts'
import { LogisticRegression } from './gradient/logisticRegression.ts'
import { PassiveAggressiveClassifier } from './gradient/passiveAggressiveClassifier.ts'
import { PassiveAggressiveRegressor } from './gradient/passiveAggressiveRegressor.ts'
import { Perceptron } from './gradient/perceptron.ts'
import { SGDClassifier } from './gradient/sgdClassifier.ts'
import { SGDRegressor } from './gradient/sgdRegressor.ts'
import { SoftmaxRegression } from './gradient/softmaxRegression.ts'
import { BayesianLinearRegression } from './linear/bayesianLinearRegression.ts'
import { BayesianRidge } from './linear/bayesianRidge.ts'
import { GivensRegression } from './linear/givensRegression.ts'
import { LinearRegression } from './linear/linearRegression.ts'
import { KNNRegressor } from './neighbors/knnRegressor.ts'
import { AdaptiveStandardScaler } from './preprocessing/adaptiveStandardScaler.ts'
import { Binarizer } from './preprocessing/binarizer.ts'
import { DateFeatures } from './preprocessing/dateFeatures.ts'
import { HashingEncoder } from './preprocessing/hashingEncoder.ts'
import { Imputer } from './preprocessing/imputer.ts'
import { LagFeatures } from './preprocessing/lagFeatures.ts'
import { MaxAbsScaler } from './preprocessing/maxAbsScaler.ts'
import { MinMaxScaler } from './preprocessing/minMaxScaler.ts'
import { Normalizer } from './preprocessing/normalizer.ts'
import { OneHotEncoder } from './preprocessing/oneHotEncoder.ts'
import { OrdinalEncoder } from './preprocessing/ordinalEncoder.ts'
import { PolynomialFeatures } from './preprocessing/polynomialFeatures.ts'
import { GaussianRandomProjection, SparseRandomProjection } from './preprocessing/randomProjection.ts'
import { RobustScaler } from './preprocessing/robustScaler.ts'
import { RollingFeatures } from './preprocessing/rollingFeatures.ts'
import { SelectKBest } from './preprocessing/selectKBest.ts'
import { StandardScaler } from './preprocessing/standardScaler.ts'
import { TargetEncoder } from './preprocessing/targetEncoder.ts'
import { VarianceThreshold } from './preprocessing/varianceThreshold.ts'
import { BiasedMatrixFactorization } from './recommend/biasedMatrixFactorization.ts'
import { HoltWinters } from './timeSeries/holtWinters.ts'
import { AdaptiveRandomForestClassifier } from './trees/adaptiveRandomForestClassifier.ts'
import { AdaptiveRandomForestRegressor } from './trees/adaptiveRandomForestRegressor.ts'
import { AggregatedMondrianForestClassifier } from './trees/aggregatedMondrianForestClassifier.ts'
import { AggregatedMondrianForestRegressor } from './trees/aggregatedMondrianForestRegressor.ts'
import { HoeffdingAdaptiveTreeClassifier } from './trees/hoeffdingAdaptiveTreeClassifier.ts'
import { HoeffdingAdaptiveTreeRegressor } from './trees/hoeffdingAdaptiveTreeRegressor.ts'
import { HoeffdingTreeClassifier } from './trees/hoeffdingTreeClassifier.ts'
import { HoeffdingTreeRegressor } from './trees/hoeffdingTreeRegressor.ts'

/** Every class that is built from its options alone, by its `type`: what `fromJSON` and the conformance suite go through. */
export const ESTIMATOR_CLASSES: Readonly<Record<string, new (options: EstimatorJSON['options']) => Estimator>> = {
  AdaptiveRandomForestClassifier,
  AdaptiveRandomForestRegressor,
  AdaptiveStandardScaler,
  AggregatedMondrianForestClassifier,
  AggregatedMondrianForestRegressor,
  BayesianLinearRegression,
  BayesianRidge,
  BiasedMatrixFactorization,
  Binarizer,
  DateFeatures,
  DummyClassifier,
  DummyRegressor,
  GaussianNB,
  GaussianRandomProjection,
  GivensRegression,
  HalfSpaceTrees,
  HashingEncoder,
  HoeffdingAdaptiveTreeClassifier,
  HoeffdingAdaptiveTreeRegressor,
  HoeffdingTreeClassifier,
  HoeffdingTreeRegressor,
  HoltWinters,
  Imputer,
  KMeans,
  KNNRegressor,
  LagFeatures,
  LinearRegression,
  LogisticRegression,
  MaxAbsScaler,
  MinMaxScaler,
  Normalizer,
  OneHotEncoder,
  OrdinalEncoder,
  PassiveAggressiveClassifier,
  PassiveAggressiveRegressor,
  Perceptron,
  PolynomialFeatures,
  RobustScaler,
  RollingFeatures,
  SGDClassifier,
  SGDRegressor,
  SelectKBest,
  SoftmaxRegression,
  SparseRandomProjection,
  StandardScaler,
  TargetEncoder,
  VarianceThreshold,
}
