import type { ClassLabel } from '../estimator/classifier.ts'
import type { DescriptionTable, ModelDescription } from '../estimator/modelDescription.ts'
import type { TracedStep } from './stepTrace.ts'

/** What one feature adds to a prediction. */
export interface Contribution {
  readonly feature: string
  /** What the model saw of it, behind the transformers; null for a part that is no feature's. */
  readonly value: unknown
  readonly contribution: number
}

/** How contributions were found. */
export type ExplanationMethod = 'linear' | 'path' | 'occlusion'

/** Everything there is to say about one prediction; `display` shows it. */
export class Explanation {
  /** Tells it apart for whoever shows it. */
  readonly isExplanation = true

  constructor(
    readonly model: string,
    readonly records: number,
    readonly features: readonly string[],
    readonly prediction: number | ClassLabel | null,
    /** What `base` and contributions add up to: a prediction, a score, a probability. */
    readonly explains: string,
    /** That figure. */
    readonly total: number,
    /** What is said without any feature. */
    readonly base: number,
    readonly method: ExplanationMethod,
    /** `base` and these add up to `total`. Largest first. */
    readonly contributions: readonly Contribution[],
    /** What comes out of each transformer. */
    readonly steps: readonly TracedStep[],
  ) {}

  describe(): ModelDescription {
    const rows = this.contributions.map(({ feature, value, contribution }) => [feature, cell(value), contribution])
    return {
      title: `Why ${String(this.prediction)}? ${this.model}`,
      n: this.records,
      features: this.features,
      parameters: [
        { name: 'prediction', value: this.prediction },
        { name: 'method', value: METHODS[this.method] },
      ],
      tables: [
        ...this.steps.map(stepTable),
        {
          title: `Contributions to the ${this.explains}`,
          columns: ['feature', 'value', 'contribution'],
          rows: [['(base)', null, this.base], ...rows, ['= total', null, this.total]],
        },
      ],
      notes: [],
    }
  }
}

const METHODS: Readonly<Record<ExplanationMethod, string>> = {
  linear: 'coefficient × value',
  path: 'the way down the tree',
  occlusion: 'each feature replaced by its mean',
}

function stepTable({ step, features }: TracedStep): DescriptionTable {
  return { title: step, columns: Object.keys(features), rows: [Object.values(features).map(cell)] }
}

function cell(value: unknown): string | number | null {
  return typeof value === 'number' || value === null ? value : value === undefined ? null : String(value)
}
