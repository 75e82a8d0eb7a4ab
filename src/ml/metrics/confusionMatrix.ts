import type { ClassLabel } from '../estimator/classifier.ts'

/** Plain data of {@link ConfusionMatrix}. */
export interface ConfusionMatrixState {
  readonly labels: readonly ClassLabel[]
  readonly counts: readonly (readonly number[])[]
  readonly unanswered: readonly number[]
}

/**
 * Weights of records by true and predicted class. Classes appear in the order they are first seen; a prediction of null (no class
 * known yet) counts against the true class alone. Memory: the square of the number of classes.
 *
 * @example
 * const matrix = new ml.ConfusionMatrix()
 * matrix.add('cat', 'dog')
 * matrix.labels // ['cat', 'dog']
 * matrix.counts // [[0, 1], [0, 0]]: rows are true classes
 */
export class ConfusionMatrix {
  readonly #places = new Map<ClassLabel, number>()
  #counts: number[][] = []
  #unanswered: number[] = []

  add(yTrue: ClassLabel, yPred: ClassLabel | null, weight = 1): void {
    const row = this.place(yTrue)
    if (yPred === null) this.#unanswered[row] = (this.#unanswered[row] as number) + weight
    else {
      const column = this.place(yPred)
      const counts = this.#counts[row] as number[]
      counts[column] = (counts[column] as number) + weight
    }
  }

  get labels(): readonly ClassLabel[] {
    return [...this.#places.keys()]
  }

  /** One row a true class, one column a predicted one, in the order of `labels`. */
  get counts(): readonly (readonly number[])[] {
    return this.#counts
  }

  /** Weight of everything. */
  get total(): number {
    return this.trueTotals.reduce((sum, x) => sum + x, 0)
  }

  /** Weight of records predicted rightly. */
  get correct(): number {
    return this.#counts.reduce((sum, row, k) => sum + (row[k] as number), 0)
  }

  /** Weight of each true class. */
  get trueTotals(): readonly number[] {
    return this.#counts.map((row, k) => row.reduce((sum, x) => sum + x, this.#unanswered[k] as number))
  }

  /** Weight of each predicted class. */
  get predictedTotals(): readonly number[] {
    return this.#counts.map((_, k) => this.#counts.reduce((sum, row) => sum + (row[k] as number), 0))
  }

  /** Right predictions, and all true and predicted records, of one class; zeros for one never seen. */
  of(label: ClassLabel): { readonly hits: number; readonly actual: number; readonly predicted: number } {
    const k = this.#places.get(label)
    if (k === undefined) return { hits: 0, actual: 0, predicted: 0 }
    const hits = this.#counts[k]?.[k] as number
    return { hits, actual: this.trueTotals[k] as number, predicted: this.predictedTotals[k] as number }
  }

  merge(other: ConfusionMatrix): void {
    const labels = other.labels
    labels.forEach((yTrue, row) => {
      labels.forEach((yPred, column) => {
        this.add(yTrue, yPred, other.#counts[row]?.[column] as number)
      })
      this.add(yTrue, null, other.#unanswered[row] as number)
    })
  }

  /** Multiplies all weights by a factor. */
  scale(factor: number): void {
    this.#counts = this.#counts.map(row => row.map(weight => weight * factor))
    this.#unanswered = this.#unanswered.map(weight => weight * factor)
  }

  /** One row for each pair of classes, ready for plot.heatmap: `{ label, prediction, count }`. */
  rows(): { readonly label: string; readonly prediction: string; readonly count: number }[] {
    const { labels } = this
    return labels.flatMap((label, row) =>
      labels.map((prediction, column) => ({
        label: String(label),
        prediction: String(prediction),
        count: this.#counts[row]?.[column] as number,
      })),
    )
  }

  toJSON(): ConfusionMatrixState {
    return { labels: this.labels, counts: this.#counts.map(row => [...row]), unanswered: [...this.#unanswered] }
  }

  restore({ labels, counts, unanswered }: ConfusionMatrixState): void {
    this.#places.clear()
    labels.forEach((label, k) => {
      this.#places.set(label, k)
    })
    this.#counts = counts.map(row => [...row])
    this.#unanswered = [...unanswered]
  }

  private place(label: ClassLabel): number {
    const known = this.#places.get(label)
    if (known !== undefined) return known
    const place = this.#places.size
    this.#places.set(label, place)
    for (const row of this.#counts) row.push(0)
    this.#counts.push(new Array<number>(place + 1).fill(0))
    this.#unanswered.push(0)
    return place
  }
}
