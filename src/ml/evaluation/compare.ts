import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { DummyClassifier, type DummyClassifierOptions } from '../dummy/dummyClassifier.ts'
import { DummyRegressor, type DummyRegressorOptions } from '../dummy/dummyRegressor.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { ClassificationMetricClass } from '../metrics/classificationMetric.ts'
import type { MetricClass } from '../metrics/metric.ts'
import { type BoundModel, bindModel, type FeatureOf } from './bindModel.ts'
import type { LabelDelay } from './delayedLabels.ts'
import { checkEvery } from './evaluation.ts'
import { MetricBoard, type MetricBoardState } from './metricBoard.ts'
import { checkLabelColumns, testThenTrain } from './prequential.ts'
import { eventTime } from './readTime.ts'
import type { MetricWindow } from './recentRecords.ts'
import type { RowCollector, RowContext, RowFunction } from './rowFunction.ts'
import type { ClassColumn, FeatureName } from './scored.ts'
import {
  type AnyMetricClass,
  checkMetrics,
  classRecords,
  isClassificationClass,
  numberRecords,
  type ReadRecord,
} from './scoredRecord.ts'

/** Options of {@link compare}. */
export interface CompareOptions<
  In,
  L extends string,
  M extends Regressor | Classifier,
  Metrics extends readonly AnyMetricClass[],
  F extends number | undefined = undefined,
> {
  /** Columns the models learn from. */
  readonly features: readonly FeatureOf<M, In>[]
  /** The column they predict. */
  readonly label: L
  readonly metrics: Metrics
  /** A column that says how much a row counts. */
  readonly weight?: FeatureName<In> | undefined
  /** When labels are known; as in `ml.prequential`. Default at once. */
  readonly delay?: LabelDelay<In> | undefined
  readonly timestamp?: (keyof In & string) | undefined
  /** What the windowed figures speak of: rows, or event time. Default 500. */
  readonly window?: MetricWindow | undefined
  /** Adds figures in which each row weighs this factor less than the next. */
  readonly fading?: F | undefined
  /** A result every so many rows. Default a tenth of the window; 50 for a window of time. */
  readonly every?: number | undefined
  /** What the baseline predicts. Default the labels' mean, or the classes' shares. */
  readonly baseline?:
    | (M extends Classifier ? DummyClassifierOptions['strategy'] : DummyRegressorOptions['strategy'])
    | undefined
}

type NameOf<Metrics extends readonly AnyMetricClass[]> = Metrics[number]['metricName']

/** One state of a comparison: `n` rows seen, and for each model and the baseline `name_MAE` and `name_windowMAE`. */
export type CompareRow<Names extends string, Metrics extends readonly AnyMetricClass[], F = undefined> = {
  readonly n: number
} & { readonly [K in `${Names | 'baseline'}_${'' | 'window'}${NameOf<Metrics>}`]: number | null } & ([F] extends [
    number,
  ]
    ? { readonly [K in `${Names | 'baseline'}_fading${NameOf<Metrics>}`]: number | null }
    : unknown)

/**
 * Several models on one stream, each tested on a row and then trained on it, beside a baseline that knows no features and
 * always stands in the picture: a model that does not beat it has learned nothing. One row of figures every `every` rows and once
 * more at the end, with a column a model and metric.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option or models of both kinds; `MODEL`, while running, naming column and
 *   value of what a model cannot take
 * @example
 * const rows = stream.process(ml.compare({ linear, tree }, { features: ['age', 'income'], label: 'price', metrics: [ml.MAE] }))
 * display(plot.line(rows, { x: 'n', y: ['linear_windowMAE', 'tree_windowMAE', 'baseline_windowMAE'] }))
 */
export function compare<
  In extends object,
  const L extends FeatureName<In>,
  Ms extends Readonly<Record<string, Regressor>>,
  const Metrics extends readonly MetricClass[],
  const F extends number | undefined = undefined,
>(
  models: Ms,
  options: CompareOptions<In, L, Ms[keyof Ms], Metrics, F>,
): RowFunction<In, CompareRow<keyof Ms & string, Metrics, F>>
export function compare<
  In extends object,
  const L extends ClassColumn<In>,
  Ms extends Readonly<Record<string, Classifier>>,
  const Metrics extends readonly ClassificationMetricClass[],
  const F extends number | undefined = undefined,
>(
  models: Ms,
  options: CompareOptions<In, L, Ms[keyof Ms], Metrics, F>,
): RowFunction<In, CompareRow<keyof Ms & string, Metrics, F>>
export function compare(
  models: Readonly<Record<string, Regressor | Classifier>>,
  options: CompareOptions<object, string, Regressor | Classifier, readonly AnyMetricClass[], number | undefined>,
): RowFunction<object, CompareRow<string, readonly AnyMetricClass[], number | undefined>> {
  const call = 'ml.compare'
  const known = [
    'features',
    'label',
    'metrics',
    'weight',
    'delay',
    'timestamp',
    'window',
    'fading',
    'every',
    'baseline',
  ]
  checkOptionNames(call, options, known)
  const { features, label, weight, window = 500, fading, baseline } = options
  checkLabelColumns(call, { label, ...(weight === undefined ? {} : { weight }) }, features)
  const kind = checkModels(call, models)
  const metrics = checkMetrics(call, options.metrics)
  const aboutClasses = isClassificationClass(metrics[0] as AnyMetricClass)
  if (aboutClasses !== (kind === 'classifier')) {
    throw new FlinknbError('INVALID_OPTION', `${call}: metrics: ${metrics[0]?.metricName} does not suit a ${kind}.`)
  }
  const read = aboutClasses ? classRecords(label, weight) : numberRecords(label, weight)
  const contest = (name: string, bound: BoundModel): Contestant => ({
    name,
    scoring: testThenTrain(call, bound, options),
    board: new MetricBoard(call, metrics, window, fading),
  })
  const contestants = Object.entries(models).map(([name, model]) => contest(name, bindModel(call, model, features)))
  contestants.push(contest('baseline', bindModel(call, baselineOf(kind, baseline), [NO_FEATURE])))
  return new Comparison(contestants, read, typeof window === 'string', checkEvery(call, options.every, window))
}

function checkModels(
  call: string,
  models: Readonly<Record<string, Regressor | Classifier>>,
): 'regressor' | 'classifier' {
  const entries = Object.entries(models ?? {})
  const [first] = entries
  if (!first) {
    throw new FlinknbError('INVALID_OPTION', `${call}: models: ${show(models)} are none.`, {
      fix: 'Name at least one, as in ml.compare({ linear: new ml.LinearRegression() }, …).',
    })
  }
  for (const [name, model] of entries) {
    const kind: unknown = model?.kind
    if (name === 'baseline') {
      throw new FlinknbError('INVALID_OPTION', `${call}: a model cannot be called 'baseline'.`, {
        fix: 'The baseline is always there; choose it with the option baseline, and another name for the model.',
      })
    }
    if ((kind === 'regressor' || kind === 'classifier') && kind === first[1].kind) continue
    throw new FlinknbError('INVALID_OPTION', `${call}: models: '${name}' is ${kind ? `a ${kind}` : show(model)}.`, {
      fix: 'Pass models of one kind: all regressors or all classifiers.',
    })
  }
  return first[1].kind
}

/** The one feature of a baseline, which does not look at it. */
const NO_FEATURE = '(no feature)'

function baselineOf(kind: 'regressor' | 'classifier', strategy: unknown): Regressor | Classifier {
  return kind === 'regressor'
    ? new DummyRegressor({ strategy: strategy as DummyRegressorOptions['strategy'] })
    : new DummyClassifier({ strategy: strategy as DummyClassifierOptions['strategy'] })
}

interface Contestant {
  readonly name: string
  readonly scoring: RowFunction<object, object>
  readonly board: MetricBoard
}

interface ComparisonState {
  readonly n: number
  readonly emittedAt: number
  readonly contestants: readonly { readonly scoring: unknown; readonly board: MetricBoardState }[]
}

class Comparison<Out> implements RowFunction<object, Out> {
  readonly name = 'compare'
  private n = 0
  private emittedAt = 0

  constructor(
    private readonly contestants: readonly Contestant[],
    private readonly read: ReadRecord,
    private readonly inTime: boolean,
    private readonly every: number,
  ) {}

  processElement(row: object, context: RowContext | undefined, out: RowCollector<Out>): void {
    const time = this.inTime ? eventTime('ml.compare', context) : 0
    let labelled = false
    for (const { name, scoring, board } of this.contestants) {
      const given = name === 'baseline' ? { ...row, [NO_FEATURE]: 0 } : row
      scoring.processElement(given, context, {
        collect: scored => {
          const record = this.read(scored)
          if (!record) return
          labelled = true
          board.add(record, time)
        },
      })
    }
    if (labelled && ++this.n % this.every === 0) this.emit(out)
  }

  endInput(out: RowCollector<Out>): void {
    for (const { scoring } of this.contestants) scoring.endInput?.({ collect: () => {} })
    if (this.n > this.emittedAt) this.emit(out)
  }

  snapshotState(): ComparisonState {
    const contestants = this.contestants.map(({ scoring, board }) => ({
      scoring: scoring.snapshotState?.(),
      board: board.toJSON(),
    }))
    return { n: this.n, emittedAt: this.emittedAt, contestants }
  }

  restoreState(state: unknown): void {
    const { n, emittedAt, contestants } = state as ComparisonState
    this.n = n
    this.emittedAt = emittedAt
    for (const [i, { scoring, board }] of this.contestants.entries()) {
      const saved = contestants[i]
      if (!saved) continue
      scoring.restoreState?.(saved.scoring)
      board.restore(saved.board)
    }
  }

  private emit(out: RowCollector<Out>): void {
    this.emittedAt = this.n
    const row: Record<string, number | null> = { n: this.n }
    for (const { name, board } of this.contestants) board.write(row, `${name}_`)
    out.collect(row as Out)
  }
}
