import type { Duration } from '../base/duration.ts'
import type { DataStream } from '../engine/dataStream.ts'
import type { StaticPlot } from '../plot/staticPlot.ts'
import { buildPlot, type Column, type FrameRow } from './buildPlot.ts'
import type { FrameLike } from './frameRows.ts'
import type { StreamPlot } from './streamPlot.ts'

/** Options of {@link residuals}. */
export interface ResidualsOptions<T> {
  /** Column of the predictions. Default `prediction`, as `ml.prequential` gives. */
  prediction?: Column<T> | undefined
  /** Column of the residuals: label − prediction. Default `residual`. */
  residual?: Column<T> | undefined
  /** A colour for each value of this column. */
  color?: Column<T> | undefined
  /** A panel for each value of this column; 12 at most. */
  facet?: Column<T> | undefined
  /** Only the newest: a number of records (to 10,000), or a time. A fair sample of everything without it. */
  last?: Duration | undefined
  title?: string | undefined
  opacity?: number | undefined
}

/** Options of {@link calibration}. */
export interface CalibrationOptions<T> {
  /** Column of what came true. */
  label: Column<T>
  /**
   * Column of the probability that the label is `positive`, or of the probabilities of all classes. Default `probabilities`,
   * as `ml.prequential` gives.
   */
  probability?: Column<T> | undefined
  /** The class whose probability it is. Without it, `true` and 1 count as having come true. */
  positive?: string | number | boolean | undefined
  /** How many bins of equal width. Default 10. */
  bins?: number | undefined
  /** Only the newest so many records (to 10,000). Everything without it. */
  last?: number | undefined
  title?: string | undefined
}

/** Options of {@link coefficients}. */
export interface CoefficientsOptions<T> {
  /** Column of the horizontal axis: time, records learned, or the strength of a penalty. */
  x: Column<T>
  /** Column of the coefficients: an array, or an object by name. Default `coefficients`. */
  coefficients?: Column<T> | undefined
  /** Column of their standard errors, alike: draws a band of 95 %. */
  standardErrors?: Column<T> | undefined
  /** What the coefficients are called, where they stand in arrays. */
  names?: readonly string[] | undefined
  /** Only the newest: a number of records (to 10,000), or a time. Everything, down-sampled, without it. */
  last?: Duration | undefined
  title?: string | undefined
}

/** Options of {@link confusionMatrix}. */
export interface ConfusionMatrixOptions<T> {
  /** Column of the true class. */
  label: Column<T>
  /** Column of the predicted class. Default `prediction`, as `ml.prequential` gives. */
  prediction?: Column<T> | undefined
  /** Only the newest so many records (to 10,000). Everything without it. */
  last?: number | undefined
  title?: string | undefined
}

/**
 * Residuals against predictions, and their mean along the predictions: a bend in it is something that the model has not learned.
 *
 * @throws FlinknbError `INVALID_OPTION` for an option that is unknown or impossible; `UNKNOWN_COLUMN` when the first record
 * lacks a column
 * @example display(plot.residuals(scored, { last: 2000 }))
 */
export function residuals<T>(source: DataStream<T>, options?: ResidualsOptions<NoInfer<T>>): StreamPlot<T>
export function residuals<T>(source: readonly T[], options?: ResidualsOptions<NoInfer<T>>): StaticPlot
export function residuals<F extends FrameLike>(source: F, options?: ResidualsOptions<FrameRow<F>>): StaticPlot
export function residuals(source: unknown, options: object = {}): StreamPlot<unknown> | StaticPlot {
  const known = ['prediction', 'residual', 'color', 'facet', 'last', 'title', 'opacity']
  return buildPlot(
    'residuals',
    source,
    options,
    known,
    ({ prediction = 'prediction', residual = 'residual', ...rest }) => ({
      ...rest,
      x: prediction,
      y: residual,
      columns: { prediction: [prediction], residual: [residual] },
    }),
  )
}

/**
 * How often what was given a probability came true, by bins of probability, with 95 % intervals: a model that is right lies on
 * the diagonal.
 *
 * @throws FlinknbError as {@link residuals}
 * @example display(plot.calibration(scored, { label: 'defaulted', positive: 'yes' }))
 */
export function calibration<T>(source: DataStream<T>, options: CalibrationOptions<NoInfer<T>>): StreamPlot<T>
export function calibration<T>(source: readonly T[], options: CalibrationOptions<NoInfer<T>>): StaticPlot
export function calibration<F extends FrameLike>(source: F, options: CalibrationOptions<FrameRow<F>>): StaticPlot
export function calibration(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  const known = ['label', 'probability', 'positive', 'bins', 'last', 'title']
  return buildPlot('calibration', source, options, known, ({ label, probability = 'probabilities', ...rest }) => ({
    ...rest,
    x: probability,
    y: label,
    columns: { label: [label], probability: [probability] },
  }))
}

/**
 * A line for each coefficient of a model while it learns, with a band of 95 % where standard errors are given.
 *
 * @throws FlinknbError as {@link residuals}
 * @example
 * const paths = scored.map(row => ({ ts: row.ts, coefficients: model.coefficients, standardErrors: model.standardErrors }))
 * display(plot.coefficients(paths, { x: 'ts', names: ['age', 'income'], standardErrors: 'standardErrors' }))
 */
export function coefficients<T>(source: DataStream<T>, options: CoefficientsOptions<NoInfer<T>>): StreamPlot<T>
export function coefficients<T>(source: readonly T[], options: CoefficientsOptions<NoInfer<T>>): StaticPlot
export function coefficients<F extends FrameLike>(source: F, options: CoefficientsOptions<FrameRow<F>>): StaticPlot
export function coefficients(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  const known = ['x', 'coefficients', 'standardErrors', 'names', 'last', 'title']
  return buildPlot(
    'coefficients',
    source,
    options,
    known,
    ({ x, coefficients: column = 'coefficients', standardErrors, ...rest }) => ({
      ...rest,
      x,
      y: column,
      columns: {
        x: [x],
        coefficients: [column],
        ...(standardErrors === undefined ? {} : { standardErrors: [standardErrors] }),
      },
    }),
  )
}

/**
 * How often each class was taken for each: counts, coloured by the share of the true class.
 *
 * @throws FlinknbError as {@link residuals}
 * @example display(plot.confusionMatrix(classified, { label: 'species', last: 1000 }))
 */
export function confusionMatrix<T>(source: DataStream<T>, options: ConfusionMatrixOptions<NoInfer<T>>): StreamPlot<T>
export function confusionMatrix<T>(source: readonly T[], options: ConfusionMatrixOptions<NoInfer<T>>): StaticPlot
export function confusionMatrix<F extends FrameLike>(
  source: F,
  options: ConfusionMatrixOptions<FrameRow<F>>,
): StaticPlot
export function confusionMatrix(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  const known = ['label', 'prediction', 'last', 'title']
  return buildPlot('confusionMatrix', source, options, known, ({ label, prediction = 'prediction', ...rest }) => ({
    ...rest,
    x: prediction,
    y: label,
    columns: { label: [label], prediction: [prediction] },
  }))
}
