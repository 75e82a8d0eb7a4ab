import { convertComposite } from './affineChain.ts'
import type { ConvertModel, ConvertTransformer } from './conversion.ts'
import { convertHoeffdingTreeClassifier } from './converters/classTree.ts'
import { convertDummyClassifier, convertDummyRegressor } from './converters/dummies.ts'
import { convertOneHotEncoder, convertOrdinalEncoder, convertTargetEncoder } from './converters/encoders.ts'
import {
  convertAdaptiveRandomForestClassifier,
  convertAdaptiveRandomForestRegressor,
  convertHoeffdingAdaptiveTreeClassifier,
  convertHoeffdingAdaptiveTreeRegressor,
} from './converters/forests.ts'
import { convertGaussianNB } from './converters/gaussianNB.ts'
import { convertHalfSpaceTrees } from './converters/halfSpaceTrees.ts'
import { convertImputer } from './converters/imputer.ts'
import { convertKMeans } from './converters/kMeans.ts'
import { convertKNNRegressor } from './converters/knnRegressor.ts'
import { convertBinaryClassifier, convertSoftmaxRegression } from './converters/linearClassifiers.ts'
import {
  convertLinearRegressor,
  convertMultiOutputRegression,
  convertSGDRegressor,
} from './converters/linearRegressors.ts'
import { convertMondrianForestClassifier, convertMondrianForestRegressor } from './converters/mondrianForests.ts'
import { convertPipeline } from './converters/pipelines.ts'
import {
  convertBinarizer,
  convertNormalizer,
  convertRandomProjection,
  convertSelector,
} from './converters/plainSteps.ts'
import { convertPolynomialFeatures } from './converters/polynomialFeatures.ts'
import { convertAdaptiveStandardScaler, convertMinMaxScaler, convertScaler } from './converters/scalers.ts'
import { convertTargetScaler } from './converters/targetScaler.ts'
import { convertHoeffdingTreeRegressor } from './converters/valueTree.ts'
import { convertConformalIntervals, convertDriftAware } from './converters/wrappers.ts'

/** How transformers are written, by their `type`. */
export const TRANSFORMER_CONVERTERS: Readonly<Record<string, ConvertTransformer>> = {
  AdaptiveStandardScaler: convertAdaptiveStandardScaler,
  Binarizer: convertBinarizer,
  Columns: convertComposite,
  GaussianRandomProjection: convertRandomProjection,
  Imputer: convertImputer,
  MaxAbsScaler: convertScaler,
  MinMaxScaler: convertMinMaxScaler,
  Normalizer: convertNormalizer,
  OneHotEncoder: convertOneHotEncoder,
  OrdinalEncoder: convertOrdinalEncoder,
  Pipeline: convertComposite,
  PolynomialFeatures: convertPolynomialFeatures,
  RobustScaler: convertScaler,
  SelectKBest: convertSelector,
  SparseRandomProjection: convertRandomProjection,
  StandardScaler: convertScaler,
  TargetEncoder: convertTargetEncoder,
  Union: convertComposite,
  VarianceThreshold: convertSelector,
}

/** How models are written, by their `type`. */
export const MODEL_CONVERTERS: Readonly<Record<string, ConvertModel>> = {
  AdaptiveRandomForestClassifier: convertAdaptiveRandomForestClassifier,
  AdaptiveRandomForestRegressor: convertAdaptiveRandomForestRegressor,
  AggregatedMondrianForestClassifier: convertMondrianForestClassifier,
  AggregatedMondrianForestRegressor: convertMondrianForestRegressor,
  BayesianLinearRegression: convertLinearRegressor,
  BayesianRidge: convertLinearRegressor,
  ConformalIntervals: convertConformalIntervals,
  DriftClassifier: convertDriftAware,
  DriftRegressor: convertDriftAware,
  DummyClassifier: convertDummyClassifier,
  DummyRegressor: convertDummyRegressor,
  GaussianNB: convertGaussianNB,
  GivensRegression: convertLinearRegressor,
  HalfSpaceTrees: convertHalfSpaceTrees,
  HoeffdingAdaptiveTreeClassifier: convertHoeffdingAdaptiveTreeClassifier,
  HoeffdingAdaptiveTreeRegressor: convertHoeffdingAdaptiveTreeRegressor,
  HoeffdingTreeClassifier: convertHoeffdingTreeClassifier,
  HoeffdingTreeRegressor: convertHoeffdingTreeRegressor,
  KMeans: convertKMeans,
  KNNRegressor: convertKNNRegressor,
  LinearRegression: convertLinearRegressor,
  LogisticRegression: convertBinaryClassifier,
  MultiOutputRegression: convertMultiOutputRegression,
  PassiveAggressiveClassifier: convertBinaryClassifier,
  PassiveAggressiveRegressor: convertLinearRegressor,
  Perceptron: convertBinaryClassifier,
  Pipeline: convertPipeline,
  SGDClassifier: convertBinaryClassifier,
  SGDRegressor: convertSGDRegressor,
  SoftmaxRegression: convertSoftmaxRegression,
  TargetScaler: convertTargetScaler,
}
