import { messageOf } from '../../../src/base/errors.ts'
import { ConformalIntervals } from '../../../src/ml/conformal/conformalIntervals.ts'
import { ADWIN } from '../../../src/ml/drift/adwin.ts'
import { DDM } from '../../../src/ml/drift/ddm.ts'
import { onDrift } from '../../../src/ml/drift/onDrift.ts'
import { DummyClassifier } from '../../../src/ml/dummy/dummyClassifier.ts'
import type { Estimator, EstimatorJSON } from '../../../src/ml/estimator/estimator.ts'
import { ESTIMATOR_CLASSES } from '../../../src/ml/estimatorClasses.ts'
import { ESTIMATOR_WRAPPERS } from '../../../src/ml/estimatorWrappers.ts'
import { SGDClassifier } from '../../../src/ml/gradient/sgdClassifier.ts'
import { SGDRegressor } from '../../../src/ml/gradient/sgdRegressor.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { MultiOutputRegression } from '../../../src/ml/linear/multiOutputRegression.ts'
import { columns } from '../../../src/ml/pipeline/columns.ts'
import { pipeline } from '../../../src/ml/pipeline/pipeline.ts'
import { union } from '../../../src/ml/pipeline/union.ts'
import { MinMaxScaler } from '../../../src/ml/preprocessing/minMaxScaler.ts'
import { OneHotEncoder } from '../../../src/ml/preprocessing/oneHotEncoder.ts'
import { PolynomialFeatures } from '../../../src/ml/preprocessing/polynomialFeatures.ts'
import { StandardScaler } from '../../../src/ml/preprocessing/standardScaler.ts'
import { TargetScaler } from '../../../src/ml/preprocessing/targetScaler.ts'
import type { CourseKind } from './course.ts'

/** One configuration that the suite goes through. */
export interface Subject {
  readonly name: string
  readonly create: () => Estimator
  /** Where it is built from options alone: these, as the user passes them. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Which records it is given. Default by what it accepts: numbers, or text. */
  readonly course?: CourseKind
  /** The features that it looks at; default all of them. */
  readonly uses?: readonly string[]
}

/** Option sets beside the defaults. A class that is not named here is tested with its defaults; every class is tested. */
const OPTION_SETS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  AdaptiveRandomForestClassifier: [
    { trees: 3, gracePeriod: 10, delta: 0.5, driftDelta: 0.9, warningDelta: 0.99, seed: 2 },
  ],
  AdaptiveRandomForestRegressor: [
    { trees: 3, gracePeriod: 10, delta: 0.5, driftDelta: 0.9, warningDelta: 0.99, seed: 2 },
  ],
  AdaptiveStandardScaler: [{ fading: 0.1 }],
  AggregatedMondrianForestClassifier: [{ trees: 3, maxNodes: 20, splitPure: true, classes: ['yes', 'no'], seed: 2 }],
  AggregatedMondrianForestRegressor: [{ trees: 3, maxNodes: 20, step: 0.1, seed: 2 }],
  DummyClassifier: [{ strategy: 'mostFrequent' }, { strategy: 'last', classes: ['yes', 'no'] }],
  DummyRegressor: [{ strategy: 'median' }, { strategy: 'last' }],
  HalfSpaceTrees: [{ trees: 3, height: 3, window: 20, seed: 5 }],
  HashingEncoder: [{ buckets: 8 }],
  HoeffdingAdaptiveTreeClassifier: [{ gracePeriod: 10, delta: 0.5, driftDelta: 0.9, comparedFrom: 3, seed: 2 }],
  HoeffdingAdaptiveTreeRegressor: [{ gracePeriod: 10, delta: 0.5, driftDelta: 0.9, comparedFrom: 3, seed: 2 }],
  HoeffdingTreeClassifier: [
    { gracePeriod: 10, delta: 0.5 },
    { gracePeriod: 10, delta: 0.5, criterion: 'gini', leafPrediction: 'majority', maxDepth: 2 },
  ],
  HoeffdingTreeRegressor: [
    { gracePeriod: 10, delta: 0.5, maxBins: 8 },
    { gracePeriod: 10, delta: 0.5, leafPrediction: 'mean', digits: 1, maxNodes: 5 },
  ],
  KMeans: [{ clusters: 2 }],
  KNNRegressor: [{ neighbors: 3, window: 20 }],
  LinearRegression: [
    { l2: 1 },
    { fitIntercept: false },
    { forgetting: 0.95, l2: 0.1 },
    { window: 30 },
    { forgetting: 0.98, directional: true },
  ],
  LagFeatures: [{ lags: [1, 3], labelLags: [1] }],
  MinMaxScaler: [{ range: [-1, 1], clip: true }],
  OneHotEncoder: [{ unseen: 'ignore', categories: { a: ['red', 'green'], b: ['S'], c: ['x'] } }, { dropFirst: true }],
  PolynomialFeatures: [{ degree: 3 }, { interactionOnly: true, includeBias: true }],
  RobustScaler: [{ window: 20 }],
  RollingFeatures: [{ window: 3, statistics: ['mean', 'max'] }],
  SGDClassifier: [{ l2: 0.01 }],
  SGDRegressor: [{ l1: 0.001 }, { optimizer: 'Adam' }, { loss: 'huber' }],
  StandardScaler: [{ withMean: false }, { withStd: false }],
}

/** Options without which a class cannot be built. */
const REQUIRED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  GaussianRandomProjection: { components: 2, seed: 4 },
  LagFeatures: { lags: [1] },
  SparseRandomProjection: { components: 2, seed: 4 },
}

/** Classes that accept values, but not any text. */
const COURSES: Readonly<Record<string, CourseKind>> = { DateFeatures: 'dates', Imputer: 'gaps' }

/** What is built from other estimators, by the type it saves as. */
const WRAPPED: readonly (Subject & { readonly type: string })[] = [
  {
    type: 'Pipeline',
    name: 'StandardScaler → LinearRegression',
    create: () => pipeline(new StandardScaler(), new LinearRegression()),
  },
  {
    type: 'Pipeline',
    name: 'StandardScaler → SGDRegressor',
    create: () => pipeline(new StandardScaler(), new SGDRegressor()),
  },
  {
    type: 'Pipeline',
    name: 'PolynomialFeatures → StandardScaler → LinearRegression',
    create: () => pipeline(new PolynomialFeatures(), new StandardScaler(), new LinearRegression({ l2: 1 })),
  },
  {
    type: 'Pipeline',
    name: 'OneHotEncoder → LinearRegression',
    create: () => pipeline(new OneHotEncoder(), new LinearRegression({ l2: 1 })),
  },
  {
    type: 'Pipeline',
    name: 'MinMaxScaler → SGDClassifier',
    create: () => pipeline(new MinMaxScaler(), new SGDClassifier()),
  },
  {
    type: 'Pipeline',
    name: 'StandardScaler → MinMaxScaler',
    course: 'numbers',
    create: () => pipeline(new StandardScaler(), new MinMaxScaler()),
  },
  {
    type: 'Union',
    name: 'StandardScaler + MinMaxScaler',
    course: 'numbers',
    create: () => union({ standard: new StandardScaler(), range: new MinMaxScaler() }),
  },
  {
    type: 'Columns',
    name: 'columns a, b → StandardScaler',
    course: 'numbers',
    uses: ['a', 'b'],
    create: () => columns(['a', 'b'], new StandardScaler()),
  },
  {
    type: 'MultiOutputRegression',
    name: 'MultiOutputRegression',
    create: () => new MultiOutputRegression({ labels: ['low', 'high'], l2: 0.1 }),
  },
  {
    type: 'TargetScaler',
    name: 'TargetScaler(SGDRegressor)',
    create: () => new TargetScaler(new SGDRegressor()),
  },
  {
    type: 'ConformalIntervals',
    name: 'conformal(LinearRegression)',
    create: () => new ConformalIntervals(new LinearRegression()),
  },
  {
    type: 'DriftRegressor',
    name: 'onDrift(StandardScaler → LinearRegression), reset',
    create: () =>
      onDrift(pipeline(new StandardScaler(), new LinearRegression()), new ADWIN({ bounds: 'auto', clock: 1 }), {
        warmUp: 5,
      }),
  },
  {
    type: 'DriftRegressor',
    name: 'onDrift(LinearRegression), swap',
    create: () =>
      onDrift(new LinearRegression(), new ADWIN({ bounds: 'auto', clock: 1 }), {
        action: 'swap',
        warning: new ADWIN({ bounds: 'auto', clock: 1, delta: 0.2 }),
        warmUp: 5,
      }),
  },
  {
    type: 'DriftClassifier',
    name: 'onDrift(SGDClassifier), swap',
    create: () => onDrift(new SGDClassifier(), new DDM({ warmStart: 5 }), { action: 'swap', warmUp: 5 }),
  },
  {
    type: 'DriftClassifier',
    name: 'onDrift(DummyClassifier), reset',
    create: () => onDrift(new DummyClassifier(), new DDM({ warmStart: 5 }), { warmUp: 5 }),
  },
]

/** Wrapper types that hold a function of the user, which is no data: nothing to go through here. */
const NOT_DATA = ['RowFeatures']

/** Wrapper types without a subject: the suite fails when there is one. */
export const MISSING_WRAPPERS = Object.keys(ESTIMATOR_WRAPPERS).filter(
  type => !NOT_DATA.includes(type) && !WRAPPED.some(wrapped => wrapped.type === type),
)

/** Classes named in the option sets that do not exist: a renamed class must not drop out in silence. */
export const UNKNOWN_CLASSES = Object.keys({ ...OPTION_SETS, ...REQUIRED }).filter(type => !(type in ESTIMATOR_CLASSES))

/** Every registered class with its defaults and its option sets, and everything built from others. */
const ALL: readonly Subject[] = [
  ...Object.entries(ESTIMATOR_CLASSES).flatMap(([type, Class]) =>
    [{}, ...(OPTION_SETS[type] ?? [])].map(set => {
      const options: EstimatorJSON['options'] = { ...REQUIRED[type], ...set }
      const shown = Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : ''
      const course = COURSES[type]
      return { name: `${type}${shown}`, create: () => new Class(options), options, ...(course ? { course } : {}) }
    }),
  ),
  ...WRAPPED,
]

function problemOf({ name, create }: Subject): string | undefined {
  try {
    create()
    return undefined
  } catch (error) {
    return `${name}: ${messageOf(error)}`
  }
}

/** Subjects that cannot even be built, with the reason: the suite fails when there is one. */
export const UNBUILDABLE: readonly string[] = ALL.flatMap(subject => problemOf(subject) ?? [])

/** Those that can. */
export const SUBJECTS: readonly Subject[] = ALL.filter(subject => problemOf(subject) === undefined)
