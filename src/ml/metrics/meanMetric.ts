import { CompensatedSum } from '../statistics/compensatedSum.ts'
import type { Metric } from './metric.ts'

/** The weighted mean of a loss, smaller being better. Memory: 4 numbers. */
export abstract class MeanMetric implements Metric {
  abstract readonly name: string
  readonly better = 'lower'
  private readonly losses = new CompensatedSum()
  private readonly weights = new CompensatedSum()

  add(yTrue: number, yPred: number, weight = 1): void {
    this.losses.add(weight * this.loss(yTrue, yPred))
    this.weights.add(weight)
  }

  get value(): number | null {
    const weight = this.weights.value
    return weight > 0 ? this.losses.value / weight : null
  }

  merge(other: this): void {
    this.losses.merge(other.losses)
    this.weights.merge(other.weights)
  }

  fade(factor: number): void {
    this.losses.scale(factor)
    this.weights.scale(factor)
  }

  toJSON(): readonly number[] {
    return [...this.losses.toJSON(), ...this.weights.toJSON()]
  }

  restore(state: readonly number[]): void {
    this.losses.restore(state.slice(0, 2))
    this.weights.restore(state.slice(2))
  }

  protected abstract loss(yTrue: number, yPred: number): number
}
