import { FlinknbError } from '../../base/errors.ts'
import type { DescriptionTable } from '../estimator/modelDescription.ts'
import { History } from './history.ts'
import { StatisticalTransformer } from './statisticalTransformer.ts'

/** One output: its name, and what it is of the present record or of the past. */
export interface PastOutput {
  readonly name: string
  value(x: Float64Array, history: History): number
}

/**
 * Features made of records before: a record is transformed first and learned afterwards, so it never knows its own label,
 * and what it is given stands in the records that were learned before it, in their order.
 */
export abstract class PastFeatures extends StatisticalTransformer {
  #history = new History(1)
  #outputs: readonly PastOutput[] = []
  #names: readonly string[] = []

  override get learnsAfter(): boolean {
    return true
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  learnVector(x: Float64Array, y?: number): void {
    if (this.readsLabel && y === undefined) {
      throw new FlinknbError('MODEL', `${this.type}: a record without its label.`, {
        fix: 'Pass the label: learnOne(x, y), fit(X, y); in a pipeline that ends in a model it comes by itself.',
      })
    }
    this.learned++
    this.#history.add(x, y)
    this.afterLearning(this.#history)
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    for (let k = 0; k < out.length; k++) out[k] = (this.#outputs[k] as PastOutput).value(x, this.#history)
  }

  /** How many records back the outputs look. */
  protected abstract get depth(): number
  protected abstract get readsLabel(): boolean
  /** Outputs of features `from` and on, and of the label, whose series stands at `label`, where `from` is 0. */
  protected abstract outputsOf(names: readonly string[], from: number, label: () => number): readonly PastOutput[]

  /** Called after a record was noted, for figures that are kept rather than computed when asked for. */
  protected afterLearning(_history: History): void {}

  protected prepare(features: readonly string[]): void {
    this.#history = new History(this.depth)
    for (const _ of features) this.#history.addSeries()
    if (this.readsLabel) this.#history.addSeries()
    this.#outputs = features.length === 0 ? [] : this.outputsOf(features, 0, () => this.#history.width - 1)
    this.#names = this.#outputs.map(output => output.name)
  }

  protected override extend(names: readonly string[], width: number): void {
    if (this.readsLabel) this.#history.insertSeries(names.length)
    else for (const _ of names) this.#history.addSeries()
    this.#outputs = [...this.#outputs, ...this.outputsOf(names, width, () => this.#history.width - 1)]
    this.#names = this.#outputs.map(output => output.name)
    this.afterLearning(this.#history)
  }

  protected saved(): Readonly<Record<string, unknown>> {
    return { history: this.#history.toJSON(), names: this.#names }
  }

  protected restoreSaved({ history, names }: Readonly<Record<string, unknown>>): void {
    this.#history.restore(history)
    // Features that came later had their outputs put behind the others.
    const byName = new Map(this.#outputs.map(output => [output.name, output]))
    this.#outputs = (names as readonly string[]).map(name => {
      const output = byName.get(name)
      if (!output) throw this.damaged(names)
      return output
    })
    this.#names = this.#outputs.map(output => output.name)
    if (this.#history.n > 0) this.afterLearning(this.#history)
  }

  protected tables(): readonly DescriptionTable[] {
    return [{ title: 'Outputs', columns: ['feature'], rows: this.#names.map(name => [name]) }]
  }
}
