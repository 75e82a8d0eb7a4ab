import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'
import type { DataFrameMethods } from '../dataframe/dataFrame.ts'
import type { DataStream } from '../engine/dataStream.ts'
import { checkPlotSpec, type PlotKind, type PlotSpec } from '../plot/plotSpec.ts'
import { StaticPlot } from '../plot/staticPlot.ts'
import { frameRows } from './frameRows.ts'
import { StreamPlot } from './streamPlot.ts'

/** The name of a column of `T`. */
export type Column<T> = keyof T & string

/** Rows of a frame; where it was not made of typed ones, column names are known only when it runs. */
export type FrameRow<F> = F extends DataFrameMethods<infer Row> ? Row : Record<string, unknown>

/**
 * A plot of a source: drawn at once of rows and frames, described of a stream.
 *
 * @param known names of the options this kind takes
 * @param asSpec what the checked options mean, where they are not those of a spec
 */
export function buildPlot(
  kind: PlotKind,
  source: unknown,
  options: object,
  known: readonly string[],
  asSpec: (given: Readonly<Record<string, unknown>>) => object = given => given,
): StreamPlot<unknown> | StaticPlot {
  const call = `plot.${kind}`
  checkOptionNames(call, options, known)
  const given = asSpec(options as Record<string, unknown>) as Record<string, unknown>
  const lists = {
    ...(given.y2 === undefined ? {} : { y2: listOf(given.y2) }),
    ...(given.marks === undefined ? {} : { marks: listOf(given.marks).map(asMark) }),
  }
  const spec = { ...given, kind, y: listOf(given.y), ...lists } as unknown as PlotSpec
  checkPlotSpec(call, spec)
  if (isStream(source)) return new StreamPlot(source, spec)
  const rows = Array.isArray(source) ? (source as unknown[]) : frameRows(source)
  if (rows) return StaticPlot.of(spec, rows)
  throw new FlinknbError('INVALID_OPTION', `${call}: ${show(source)} cannot be drawn.`, {
    fix: 'Give a stream, an array of rows, or a DataFrame.',
  })
}

function listOf(given: unknown): readonly unknown[] {
  return given === undefined ? [] : Array.isArray(given) ? given : [given]
}

function asMark(mark: unknown): unknown {
  return typeof mark === 'string' ? { at: mark } : mark
}

function isStream(source: unknown): source is DataStream<unknown> {
  return source !== null && typeof source === 'object' && 'sinkTo' in source && typeof source.sinkTo === 'function'
}
