import type { Duration } from '../base/duration.ts'
import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'
import type { DataStream } from '../engine/dataStream.ts'
import { StaticPlot } from '../plot/staticPlot.ts'
import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { buildPlot, type Column, type FrameRow } from './buildPlot.ts'
import type { FrameLike } from './frameRows.ts'
import type { StreamPlot } from './streamPlot.ts'

export type { Column } from './buildPlot.ts'
export {
  type CalibrationOptions,
  type CoefficientsOptions,
  type ConfusionMatrixOptions,
  calibration,
  coefficients,
  confusionMatrix,
  type ResidualsOptions,
  residuals,
} from './modelPlots.ts'
export {
  box,
  type CandlestickOptions,
  candlestick,
  type DensityOptions,
  type DistributionOptions,
  density,
  type MapOptions,
  map,
  violin,
} from './morePlots.ts'

const PLAIN = ['x', 'y', 'color', 'facet', 'last', 'title', 'opacity'] as const
const LINE = [...PLAIN, 'y2', 'band', 'marks'] as const

/** What every computed plot can be told. */
export interface PlotOptions<T> {
  /** Column of the horizontal axis. Times (a `Date`, or epoch milliseconds in a column named like a time) are shown as such. */
  x: Column<T>
  /** A trace, with a colour of its own, for each value of this column; 50 at most, the rest grouped as 'other'. */
  color?: Column<T> | undefined
  /** A panel for each value of this column, with the same scales; 12 at most, the rest in one called 'other'. */
  facet?: Column<T> | undefined
  title?: string | undefined
  /** 0 (invisible) to 1. */
  opacity?: number | undefined
}

/** Where records are marked, how, and what is said there: `{ at: 'modelVersion', when: 'changed', label: 'model' }`. */
export interface Mark<T> {
  at: Column<T>
  /** Name in the legend, and beside marks whose column holds no text of its own. Default the column's name. */
  label?: string | undefined
  /** `'set'` (default): where the column holds true, a number other than 0, or a text. `'changed'`: something else than before. */
  when?: 'set' | 'changed' | undefined
  /** A vertical `'line'` (default), or a `'point'` on the first line. */
  as?: 'line' | 'point' | undefined
}

/** Options of {@link line}. */
export interface LineOptions<T> extends PlotOptions<T> {
  /** Column or columns of the vertical axis: a line each. */
  y: Column<T> | readonly Column<T>[]
  /** Only the newest: a number of records of each line (to 10,000), or a time such as `'10min'`. Everything, down-sampled, without it. */
  last?: Duration | undefined
  /** Column or columns drawn against a second axis, on the right. */
  y2?: Column<T> | readonly Column<T>[] | undefined
  /** Columns of the lower and the upper edge of an interval: a band behind the line. */
  band?: readonly [lower: Column<T>, upper: Column<T>] | undefined
  /**
   * Marks records, such as the `drift` of `ml.prequential`, by vertical lines: where a column holds true, a number other than
   * 0, or a text, which then stands beside the line. The newest 200 of each.
   */
  marks?: Column<T> | Mark<T> | readonly (Column<T> | Mark<T>)[] | undefined
}

/** Options of {@link area}. */
export interface AreaOptions<T> extends LineOptions<T> {
  /** Pile the areas up. */
  stack?: boolean | undefined
}

/** Options of {@link scatter}. */
export type ScatterOptions<T> = LineOptions<T>

/** Options of {@link bar}. */
export interface BarOptions<T> extends Omit<AreaOptions<T>, 'marks' | 'band' | 'y2'> {}

/** Options of {@link histogram}. */
export interface HistogramOptions<T> extends PlotOptions<T> {
  /** Only the newest so many records (to 10,000). Everything without it. */
  last?: number | undefined
  /** About how many bins; 30 without it. */
  bins?: number | undefined
  /** Pile the groups up instead of drawing them over each other. */
  stack?: boolean | undefined
}

/** Options of {@link heatmap}. */
export interface HeatmapOptions<T> {
  x: Column<T>
  y: Column<T>
  /** Column of the colour: the newest value of each cell. Without it, records are counted. */
  z?: Column<T> | undefined
  title?: string | undefined
}

/** A raw plotly figure. */
export interface FigureOptions {
  data: readonly PlotlyTrace[]
  layout?: PlotlyLayout | undefined
}

/**
 * A line through the records in order of x: of a stream (drawn live once displayed), of rows, or of a DataFrame.
 *
 * @throws FlinknbError `INVALID_OPTION` for an option that is unknown or impossible, before anything is started;
 * `UNKNOWN_COLUMN` when the first record lacks a column
 * @example display(plot.line(perMinute, { x: 'windowEnd', y: 'meanPrice', color: 'key' }))
 */
export function line<T>(source: DataStream<T>, options: LineOptions<NoInfer<T>>): StreamPlot<T>
export function line<T>(source: readonly T[], options: LineOptions<NoInfer<T>>): StaticPlot
export function line<F extends FrameLike>(source: F, options: LineOptions<FrameRow<F>>): StaticPlot
export function line(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('line', source, options, LINE)
}

/** A {@link line} with the area under it filled. */
export function area<T>(source: DataStream<T>, options: AreaOptions<NoInfer<T>>): StreamPlot<T>
export function area<T>(source: readonly T[], options: AreaOptions<NoInfer<T>>): StaticPlot
export function area<F extends FrameLike>(source: F, options: AreaOptions<FrameRow<F>>): StaticPlot
export function area(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('area', source, options, [...LINE, 'stack'])
}

/**
 * A point for each record. Over everything, a fair sample of 4,000 points that keeps the outermost.
 *
 * @throws FlinknbError as {@link line}
 * @example display(plot.scatter(scored, { x: 'price', y: 'residual', last: 1000, opacity: 0.5 }))
 */
export function scatter<T>(source: DataStream<T>, options: ScatterOptions<NoInfer<T>>): StreamPlot<T>
export function scatter<T>(source: readonly T[], options: ScatterOptions<NoInfer<T>>): StaticPlot
export function scatter<F extends FrameLike>(source: F, options: ScatterOptions<FrameRow<F>>): StaticPlot
export function scatter(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('scatter', source, options, LINE)
}

/**
 * A bar for each value of x, as high as the newest record with that x says: aggregate first, then draw.
 *
 * @throws FlinknbError as {@link line}
 * @example display(plot.bar(perMinute, { x: 'key', y: 'purchases' }))
 */
export function bar<T>(source: DataStream<T>, options: BarOptions<NoInfer<T>>): StreamPlot<T>
export function bar<T>(source: readonly T[], options: BarOptions<NoInfer<T>>): StaticPlot
export function bar<F extends FrameLike>(source: F, options: BarOptions<FrameRow<F>>): StaticPlot
export function bar(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('bar', source, options, [...PLAIN, 'stack'])
}

/**
 * How often each value of x occurs; numbers and times are counted in bins.
 *
 * @throws FlinknbError as {@link line}
 * @example display(plot.histogram(clean, { x: 'price', bins: 40 }))
 */
export function histogram<T>(source: DataStream<T>, options: HistogramOptions<NoInfer<T>>): StreamPlot<T>
export function histogram<T>(source: readonly T[], options: HistogramOptions<NoInfer<T>>): StaticPlot
export function histogram<F extends FrameLike>(source: F, options: HistogramOptions<FrameRow<F>>): StaticPlot
export function histogram(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('histogram', source, options, ['x', 'color', 'facet', 'title', 'opacity', 'last', 'bins', 'stack'])
}

/**
 * A coloured cell for each pair of x and y: the newest z, or how many records fell there.
 *
 * @throws FlinknbError as {@link line}
 * @example display(plot.heatmap(perHour, { x: 'hour', y: 'weekday', z: 'meanPrice' }))
 */
export function heatmap<T>(source: DataStream<T>, options: HeatmapOptions<NoInfer<T>>): StreamPlot<T>
export function heatmap<T>(source: readonly T[], options: HeatmapOptions<NoInfer<T>>): StaticPlot
export function heatmap<F extends FrameLike>(source: F, options: HeatmapOptions<FrameRow<F>>): StaticPlot
export function heatmap(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('heatmap', source, options, ['x', 'y', 'z', 'title'])
}

/**
 * Any plotly figure, as plotly.js takes it.
 *
 * @throws FlinknbError `INVALID_OPTION` when `data` is no array of traces
 * @example display(plot.figure({ data: [{ type: 'scatter', x: [1, 2], y: [3, 4] }], layout: { title: { text: 'Two points' } } }))
 */
export function figure(options: FigureOptions): StaticPlot {
  checkOptionNames('plot.figure', options, ['data', 'layout'])
  const { data, layout = {} } = options
  if (!Array.isArray(data) || data.some(trace => trace === null || typeof trace !== 'object')) {
    throw new FlinknbError('INVALID_OPTION', `plot.figure: data: ${show(data)} is not an array of plotly traces.`, {
      fix: "Write data: [{ type: 'scatter', x: […], y: […] }].",
    })
  }
  if (layout === null || typeof layout !== 'object') {
    throw new FlinknbError('INVALID_OPTION', `plot.figure: layout: ${show(layout)} is not an object.`)
  }
  const kinds = [...new Set(data.map(trace => String((trace as PlotlyTrace).type ?? 'scatter')))].join(', ')
  return new StaticPlot(
    data,
    layout,
    `Figure with ${data.length} ${data.length === 1 ? 'trace' : 'traces'} (${kinds}).`,
  )
}
