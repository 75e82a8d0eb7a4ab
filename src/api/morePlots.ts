import type { Duration } from '../base/duration.ts'
import type { DataStream } from '../engine/dataStream.ts'
import type { StaticPlot } from '../plot/staticPlot.ts'
import { buildPlot, type Column, type FrameRow } from './buildPlot.ts'
import type { FrameLike } from './frameRows.ts'
import type { StreamPlot } from './streamPlot.ts'

/** Options of {@link box} and {@link violin}. */
export interface DistributionOptions<T> {
  /** Column of the numbers. */
  y: Column<T>
  /** A box for each value of this column; 30 at most, the rest as 'other'. */
  x?: Column<T> | undefined
  /** A box, with a colour of its own, for each value of this column. */
  color?: Column<T> | undefined
  /** A panel for each value of this column; 12 at most. */
  facet?: Column<T> | undefined
  /** Only the newest so many records of each box (to 10,000). Everything, by a fair sample, without it. */
  last?: number | undefined
  title?: string | undefined
  opacity?: number | undefined
}

/** Options of {@link density}. */
export interface DensityOptions<T> {
  x: Column<T>
  /** With it contours over x and y, without it a curve over x. */
  y?: Column<T> | undefined
  /** A curve, with a colour of its own, for each value of this column; not with `y`. */
  color?: Column<T> | undefined
  /** A panel for each value of this column; 12 at most. */
  facet?: Column<T> | undefined
  /** Only the newest so many records of each curve (at most 1,000 count). Everything, by a fair sample, without it. */
  last?: number | undefined
  title?: string | undefined
}

/** Options of {@link candlestick}. */
export interface CandlestickOptions<T> {
  x: Column<T>
  /** Default `open`. */
  open?: Column<T> | undefined
  /** Default `high`. */
  high?: Column<T> | undefined
  /** Default `low`. */
  low?: Column<T> | undefined
  /** Default `close`. */
  close?: Column<T> | undefined
  /** Only the newest: a number of candles, or a time. At most 1,000. */
  last?: Duration | undefined
  title?: string | undefined
}

/** Options of {@link map}. */
export interface MapOptions<T> {
  /** Column of the latitude, in degrees. */
  lat: Column<T>
  /** Column of the longitude, in degrees. */
  lon: Column<T>
  color?: Column<T> | undefined
  /** A panel for each value of this column; 12 at most. */
  facet?: Column<T> | undefined
  /** Only the newest: a number of records of each colour (to 10,000), or a time. A fair sample of everything without it. */
  last?: Duration | undefined
  title?: string | undefined
  opacity?: number | undefined
}

const DISTRIBUTION = ['y', 'x', 'color', 'facet', 'last', 'title', 'opacity'] as const

/** Box plots are of numbers; without x there is one box. */
function distributionSpec({ x, y, ...rest }: Readonly<Record<string, unknown>>): object {
  return { ...rest, x: x ?? '', y, columns: { ...(x === undefined ? {} : { x: [x] }), y: [y] } }
}

/**
 * Box plots of a column: quartiles, whiskers to the furthest value within one and a half box lengths (Tukey), what lies beyond.
 *
 * @throws FlinknbError `INVALID_OPTION` for an option that is unknown or impossible; `UNKNOWN_COLUMN` when the first record
 * lacks a column
 * @example display(plot.box(scored, { x: 'modelVersion', y: 'residual' }))
 */
export function box<T>(source: DataStream<T>, options: DistributionOptions<NoInfer<T>>): StreamPlot<T>
export function box<T>(source: readonly T[], options: DistributionOptions<NoInfer<T>>): StaticPlot
export function box<F extends FrameLike>(source: F, options: DistributionOptions<FrameRow<F>>): StaticPlot
export function box(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('box', source, options, DISTRIBUTION, distributionSpec)
}

/**
 * Violins of a column: its density, mirrored, with a box inside.
 *
 * @throws FlinknbError as {@link box}
 * @example display(plot.violin(clean, { x: 'product', y: 'price' }))
 */
export function violin<T>(source: DataStream<T>, options: DistributionOptions<NoInfer<T>>): StreamPlot<T>
export function violin<T>(source: readonly T[], options: DistributionOptions<NoInfer<T>>): StaticPlot
export function violin<F extends FrameLike>(source: F, options: DistributionOptions<FrameRow<F>>): StaticPlot
export function violin(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('violin', source, options, DISTRIBUTION, distributionSpec)
}

/**
 * Where records lie densely: a curve over x, or contours over x and y (Gaussians as wide as Silverman's rule says).
 *
 * @throws FlinknbError as {@link box}
 * @example display(plot.density(clean, { x: 'price', color: 'product' }))
 */
export function density<T>(source: DataStream<T>, options: DensityOptions<NoInfer<T>>): StreamPlot<T>
export function density<T>(source: readonly T[], options: DensityOptions<NoInfer<T>>): StaticPlot
export function density<F extends FrameLike>(source: F, options: DensityOptions<FrameRow<F>>): StaticPlot
export function density(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  return buildPlot('density', source, options, ['x', 'y', 'color', 'facet', 'last', 'title'])
}

/**
 * A candle for each value of x: hollow where it closes higher than it opens.
 *
 * @throws FlinknbError as {@link box}
 * @example display(plot.candlestick(perMinute, { x: 'windowStart', last: '2h' }))
 */
export function candlestick<T>(source: DataStream<T>, options: CandlestickOptions<NoInfer<T>>): StreamPlot<T>
export function candlestick<T>(source: readonly T[], options: CandlestickOptions<NoInfer<T>>): StaticPlot
export function candlestick<F extends FrameLike>(source: F, options: CandlestickOptions<FrameRow<F>>): StaticPlot
export function candlestick(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  const known = ['x', 'open', 'high', 'low', 'close', 'last', 'title']
  return buildPlot(
    'candlestick',
    source,
    options,
    known,
    ({ x, open = 'open', high = 'high', low = 'low', close = 'close', ...rest }) => ({
      ...rest,
      x,
      y: [open, high, low, close],
      columns: { x: [x], open: [open], high: [high], low: [low], close: [close] },
    }),
  )
}

/**
 * Points by longitude and latitude, degrees as long as they are there. Drawn on plain axes: outlines and tiles would have to
 * come over the network.
 *
 * @throws FlinknbError as {@link box}
 * @example display(plot.map(deliveries, { lat: 'latitude', lon: 'longitude', color: 'vehicle', last: '1h' }))
 */
export function map<T>(source: DataStream<T>, options: MapOptions<NoInfer<T>>): StreamPlot<T>
export function map<T>(source: readonly T[], options: MapOptions<NoInfer<T>>): StaticPlot
export function map<F extends FrameLike>(source: F, options: MapOptions<FrameRow<F>>): StaticPlot
export function map(source: unknown, options: object): StreamPlot<unknown> | StaticPlot {
  const known = ['lat', 'lon', 'color', 'facet', 'last', 'title', 'opacity']
  return buildPlot('map', source, options, known, ({ lat, lon, ...rest }) => ({
    ...rest,
    x: lon,
    y: lat,
    columns: { lat: [lat], lon: [lon] },
  }))
}
