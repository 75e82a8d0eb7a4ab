import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { RandomSource } from '../../base/random.ts'
import type { Classifier, ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { Regressor } from '../estimator/regressor.ts'
import { atRecord } from '../evaluation/atRecord.ts'
import { type BoundModel, bindModel, type FeatureOf } from '../evaluation/bindModel.ts'
import { type LabelledModel, labelledModel } from '../evaluation/labelledModel.ts'
import { checkLabelColumns } from '../evaluation/prequential.ts'
import type { RowCollector, RowContext, RowFunction } from '../evaluation/rowFunction.ts'
import type { LabelOf } from '../evaluation/scored.ts'
import { checkNumber } from '../gradient/numberOption.ts'

/** Options of {@link streamingImportance}. */
export interface StreamingImportanceOptions<In, L extends string, M extends Regressor | Classifier = Regressor> {
  readonly features: readonly FeatureOf<M, In>[]
  readonly label: L
  /** A row of importances every so many rows. Default 100. */
  readonly every?: number | undefined
  /** The weight of the newest record, above 0 and below 1: 1 / rate records are remembered. Default 0.001. */
  readonly rate?: number | undefined
  /** Records that replacements are drawn from, all so far alike. Default 100. */
  readonly reservoir?: number | undefined
  /** Replacements drawn a record and feature. Default 5. */
  readonly samples?: number | undefined
  /** Whether the model learns each row after it was asked; false where it is taught elsewhere. Default true. */
  readonly learn?: boolean | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

/** Importances at a moment: `n` rows seen, and for each feature what the loss grows by without it. */
export type StreamingImportanceRow<F extends string = string> = { readonly n: number } & { readonly [K in F]: number }

/**
 * Permutation importance while the stream runs (iPFI: Fumagalli, Muschalik, Hüllermeier and Hammer, Machine Learning 112, 2023): for
 * each record and feature, how much the loss grows when the feature is replaced by one of an earlier record, faded
 * exponentially and freed of the zero it starts from. So it follows a model that learns and a world that changes. The loss is
 * the squared error, or −log probability of the true class. Each row is asked, then learned.
 *
 * Time: (samples × features + 1) predictions a row; memory: the reservoir.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL`, while running, naming column and value of what the model cannot take
 * @example
 * const rows = stream.process(ml.streamingImportance(model, { features: ['age', 'income'], label: 'price', every: 100 }))
 * display(plot.line(rows, { x: 'n', y: ['age', 'income'] }))
 */
export function streamingImportance<
  In extends object,
  const L extends LabelOf<M, In> & string,
  M extends Regressor | Classifier = Regressor,
>(model: M, options: StreamingImportanceOptions<In, L, M>): RowFunction<In, StreamingImportanceRow> {
  const call = 'ml.streamingImportance'
  checkOptionNames(call, options, ['features', 'label', 'every', 'rate', 'reservoir', 'samples', 'learn', 'seed'])
  const { features, label, every = 100, rate = 0.001, reservoir = 100, samples = 5, learn = true, seed = 0 } = options
  for (const [name, value] of Object.entries({ every, reservoir, samples }))
    checkNumber(call, name, value, { from: 1, whole: true })
  checkNumber(call, 'rate', rate, { above: 0, below: 1 })
  checkNumber(call, 'seed', seed, { whole: true })
  if (typeof learn !== 'boolean') {
    throw new FlinknbError('INVALID_OPTION', `${call}: learn: ${show(learn)} is not true or false.`)
  }
  checkLabelColumns(call, { label }, features)
  const bound: BoundModel = bindModel(call, model as Regressor, features)
  return new StreamingImportance<In>(bound, labelledModel(bound, label, undefined), {
    every,
    rate,
    reservoir,
    samples,
    learn,
    seed,
  })
}

interface Settings {
  readonly every: number
  readonly rate: number
  readonly reservoir: number
  readonly samples: number
  readonly learn: boolean
  readonly seed: number
}

interface State {
  readonly model: EstimatorJSON
  readonly rows: readonly object[]
  readonly faded: readonly number[]
  readonly n: number
  readonly seen: number
  readonly emittedAt: number
  readonly random: number
}

/** Probabilities below count as this: a class that was ruled out costs no infinity. */
const LEAST_PROBABILITY = 1e-15

class StreamingImportance<In extends object> implements RowFunction<In, StreamingImportanceRow> {
  readonly name = 'streaming importance'
  readonly #features: readonly string[]
  readonly #random: RandomSource
  #rows: object[] = []
  #faded: number[]
  /** Rows asked about, and rows that could be drawn. */
  #n = 0
  #seen = 0
  #emittedAt = 0

  constructor(
    private readonly bound: BoundModel,
    private readonly labelled: LabelledModel,
    private readonly settings: Settings,
  ) {
    this.#features = bound.model.features
    this.#faded = this.#features.map(() => 0)
    this.#random = new RandomSource(settings.seed)
  }

  processElement(row: In, _context: RowContext | undefined, out: RowCollector<StreamingImportanceRow>): void {
    try {
      const y = this.labelled.labelOf(row)
      if (y === undefined) return
      if (this.#rows.length > 0 && this.bound.model.n > 0) this.#ask(row, y)
      if (this.settings.learn) this.labelled.learn(row, y, 1)
      this.#keep(row)
    } catch (error) {
      throw atRecord(error, row)
    }
    if (this.#n > this.#emittedAt && this.#n % this.settings.every === 0) this.#emit(out)
  }

  endInput(out: RowCollector<StreamingImportanceRow>): void {
    if (this.#n > this.#emittedAt) this.#emit(out)
  }

  snapshotState(): State {
    return {
      model: this.bound.model.toJSON(),
      rows: this.#rows,
      faded: this.#faded,
      n: this.#n,
      seen: this.#seen,
      emittedAt: this.#emittedAt,
      random: this.#random.state,
    }
  }

  restoreState(state: unknown): void {
    const { model, rows, faded, n, seen, emittedAt, random } = state as State
    if (this.settings.learn) this.bound.model.restore(model)
    this.#rows = [...rows]
    this.#faded = [...faded]
    this.#n = n
    this.#seen = seen
    this.#emittedAt = emittedAt
    this.#random.state = random
  }

  #ask(row: In, y: ClassLabel): void {
    const { rate, samples } = this.settings
    const own = this.#loss(row, y)
    for (const [j, feature] of this.#features.entries()) {
      let growth = 0
      for (let s = 0; s < samples; s++) {
        const other = this.#rows[this.#random.below(this.#rows.length)] as Readonly<Record<string, unknown>>
        growth += this.#loss({ ...row, [feature]: other[feature] }, y) - own
      }
      this.#faded[j] = (1 - rate) * (this.#faded[j] as number) + (rate * growth) / samples
    }
    this.#n++
  }

  #loss(row: object, y: ClassLabel): number {
    const { bound } = this
    bound.read(row)
    if (bound.kind === 'regressor') return (bound.predict() - (y as number)) ** 2
    const k = bound.model.classes.indexOf(y)
    return -Math.log(Math.max(LEAST_PROBABILITY, bound.probabilities()[k] ?? 0))
  }

  /** Reservoir sampling (Vitter 1985): each row so far is in it with the same probability. */
  #keep(row: In): void {
    const own = row as Readonly<Record<string, unknown>>
    const kept = Object.fromEntries(this.#features.map(name => [name, own[name]]))
    const { reservoir } = this.settings
    this.#seen++
    if (this.#rows.length < reservoir) this.#rows.push(kept)
    else {
      const place = this.#random.below(this.#seen)
      if (place < reservoir) this.#rows[place] = kept
    }
  }

  #emit(out: RowCollector<StreamingImportanceRow>): void {
    this.#emittedAt = this.#n
    // As of a mean with weights that sum to 1: it started from 0.
    const weight = 1 - (1 - this.settings.rate) ** this.#n
    const named = this.#features.map((feature, j) => [feature, (this.#faded[j] as number) / weight] as const)
    out.collect({ n: this.#n, ...Object.fromEntries(named) } as StreamingImportanceRow)
  }
}
