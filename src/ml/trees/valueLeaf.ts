import type { FeatureScale } from './featureScale.ts'
import type { LeafModel, LeafModelKind } from './leafModel.ts'
import { roundDecimal } from './roundDecimal.ts'
import { ValueBins, type ValueBinsState } from './valueBins.ts'
import type { Moments } from './valueSplit.ts'

/** How a leaf predicts: the mean of its labels, a linear model, or whichever has erred less of late. */
export type ValueLeafPrediction = 'mean' | 'model' | 'adaptive'

/** What leaves of a regression tree need to know. */
export interface ValueLeafSettings {
  readonly leafPrediction: ValueLeafPrediction
  readonly leafModel: LeafModelKind
  /** What remains of a squared error a record later, when mean and model are compared. */
  readonly selectorDecay: number
  readonly maxBins: number
  readonly digits: number | null
}

/** Plain data of {@link ValueLeaf}. */
export interface ValueLeafState {
  readonly columns: readonly number[] | null
  readonly n: number
  readonly mean: number
  readonly squares: number
  readonly bins: readonly ValueBinsState[]
  readonly model: readonly number[] | null
  readonly meanError: number
  readonly modelError: number
  readonly sinceAttempt: number
  readonly active: boolean
}

/**
 * What a leaf of a regression tree knows: moments of its labels, bins of labels by each observed feature, and a linear model.
 * Memory: 4 numbers a bin, and d + 10.
 */
export class ValueLeaf implements Moments {
  /** Weight, with what was inherited from the parent's split. */
  n: number
  mean: number
  squares: number
  /** One an observed column; none when the leaf no longer observes. */
  bins: ValueBins[]
  model: LeafModel | null
  /** Faded sums of squared errors. */
  meanError = 0
  modelError = 0
  /** Weight learned since a split was last tried. */
  sinceAttempt = 0
  active = true

  constructor(
    private readonly settings: ValueLeafSettings,
    public columns: Int32Array,
    inherited: Moments,
    model: LeafModel | null,
  ) {
    this.n = inherited.n
    this.mean = inherited.mean
    this.squares = inherited.squares
    this.model = model
    this.bins = Array.from(columns, () => new ValueBins(settings.maxBins))
  }

  /** Numbers kept. */
  get numbers(): number {
    return this.bins.reduce((sum, bins) => sum + bins.cells.length, 10 + (this.model?.weights.length ?? 0))
  }

  learn(x: Float64Array, y: number, w: number): void {
    const { model, settings } = this
    let prediction = 0
    if (model) {
      prediction = model.predict(x, this.mean)
      if (settings.leafPrediction === 'adaptive') {
        this.meanError = settings.selectorDecay * this.meanError + (y - this.mean) ** 2
        this.modelError = settings.selectorDecay * this.modelError + (y - prediction) ** 2
      }
    }
    this.n += w
    const before = this.mean
    this.mean = before + (w / this.n) * (y - before)
    this.squares += w * (y - before) * (y - this.mean)
    this.sinceAttempt += w
    if (this.active) this.observe(x, y, w)
    model?.learn(x, y, w, prediction)
  }

  predict(x: Float64Array): number {
    const { model } = this
    if (!model) return this.mean
    return this.settings.leafPrediction === 'adaptive' && this.meanError < this.modelError
      ? this.mean
      : model.predict(x, this.mean)
  }

  /** A leaf below, whose model goes on from this one's. */
  child(columns: Int32Array, inherited: Moments): ValueLeaf {
    const child = new ValueLeaf(this.settings, columns, inherited, this.model?.copy() ?? null)
    child.meanError = this.meanError
    child.modelError = this.modelError
    return child
  }

  /** Observes no more. */
  deactivate(): void {
    this.active = false
    this.columns = new Int32Array(0)
    this.bins = []
  }

  /** Takes in columns that were 0 in every record: `columns` are all, the known ones first. */
  widen(columns: Int32Array, scale: FeatureScale): void {
    this.model = this.model?.widened(columns.length, scale) ?? null
    if (!this.active) return
    const observed = this.bins[0]?.total() ?? { n: 0, mean: 0, squares: 0 }
    for (let i = this.bins.length; i < columns.length; i++) {
      const bins = new ValueBins(this.settings.maxBins)
      if (observed.n > 0) bins.fillWith(0, observed)
      this.bins.push(bins)
    }
    this.columns = columns
  }

  /** @param shared the columns that all leaves of the tree observe, which are not saved with each */
  toJSON(shared: Int32Array): ValueLeafState {
    return {
      columns: this.columns === shared ? null : [...this.columns],
      n: this.n,
      mean: this.mean,
      squares: this.squares,
      bins: this.bins.map(bins => bins.toJSON()),
      model: this.model && [...this.model.weights],
      meanError: this.meanError,
      modelError: this.modelError,
      sinceAttempt: this.sinceAttempt,
      active: this.active,
    }
  }

  static fromJSON(
    state: ValueLeafState,
    settings: ValueLeafSettings,
    shared: Int32Array,
    model: LeafModel | null,
  ): ValueLeaf {
    const columns = state.columns === null ? shared : Int32Array.from(state.columns)
    const leaf = new ValueLeaf(settings, columns, state, model)
    leaf.bins = state.bins.map(bins => ValueBins.fromJSON(bins, settings.maxBins))
    if (model && state.model) model.weights = Float64Array.from(state.model)
    leaf.meanError = state.meanError
    leaf.modelError = state.modelError
    leaf.sinceAttempt = state.sinceAttempt
    leaf.active = state.active
    return leaf
  }

  private observe(x: Float64Array, y: number, w: number): void {
    const { columns, bins } = this
    const { digits } = this.settings
    for (let i = 0; i < columns.length; i++) {
      const value = x[columns[i] as number] as number
      ;(bins[i] as ValueBins).learn(digits === null ? value : roundDecimal(value, digits), y, w)
    }
  }
}
