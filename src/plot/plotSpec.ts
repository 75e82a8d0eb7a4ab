import { type Duration, durationMs } from '../base/duration.ts'
import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'

/** The kinds of plot that are computed from records. */
export type PlotKind =
  | 'line'
  | 'area'
  | 'scatter'
  | 'bar'
  | 'histogram'
  | 'heatmap'
  | 'residuals'
  | 'coefficients'
  | 'calibration'
  | 'confusionMatrix'
  | 'box'
  | 'violin'
  | 'density'
  | 'candlestick'
  | 'map'

/** A column that marks records: where, how, and what is said there. */
export interface PlotMark {
  readonly at: string
  /** Its name in the legend, and beside marks whose column holds no text of its own; the column's name without it. */
  readonly label?: string | undefined
  /** Where it holds true, a number other than 0, or a text (`'set'`); or something else than in the record before. */
  readonly when?: 'set' | 'changed' | undefined
  /** A vertical line, or a point on the first line. */
  readonly as?: 'line' | 'point' | undefined
}

/** What a plot shows of the records it is given. Plain data; {@link checkPlotSpec} holds its values against what is possible. */
export interface PlotSpec {
  readonly kind: PlotKind
  /** Column of the horizontal axis. */
  readonly x: string
  /** Columns of the vertical axis; empty for a histogram. */
  readonly y: readonly string[]
  /** A trace for each value of this column. */
  readonly color?: string | undefined
  /** A panel for each value of this column. */
  readonly facet?: string | undefined
  /** Columns drawn against a second axis, on the right. */
  readonly y2?: readonly string[] | undefined
  /** Columns of the lower and the upper edge of an interval, filled between. */
  readonly band?: readonly [lower: string, upper: string] | undefined
  /** Columns that mark records. */
  readonly marks?: readonly PlotMark[] | undefined
  /** Column of a heat map's colour; without it records are counted. */
  readonly z?: string | undefined
  /** How many records of each trace, or how long a time, to show; everything without it. */
  readonly last?: Duration | undefined
  /** Columns by the option that named them, where those options are not called `x` and `y`. */
  readonly columns?: Readonly<Record<string, readonly string[]>> | undefined
  /** The class whose probability a calibration plot shows. */
  readonly positive?: string | number | boolean | undefined
  /** Names of the coefficients, where records hold them as arrays. */
  readonly names?: readonly string[] | undefined
  readonly title?: string | undefined
  /** 0 to 1. */
  readonly opacity?: number | undefined
  /** Pile areas or bars up instead of drawing them over or beside each other. */
  readonly stack?: boolean | undefined
  /** About how many bars a histogram has. */
  readonly bins?: number | undefined
}

/** Kinds that count or keep records, not times. */
const COUNTED: ReadonlySet<PlotKind> = new Set<PlotKind>([
  'histogram',
  'calibration',
  'confusionMatrix',
  'box',
  'violin',
  'density',
])

/** More points than this in one trace make a browser slow. */
export const MAX_LAST = 10_000

/** How far back a plot looks: records of each trace, or milliseconds. */
export type PlotExtent = { readonly records: number } | { readonly ms: number } | undefined

/** The `last` of a spec in one of its two meanings. */
export function plotExtent(last: Duration | undefined): PlotExtent {
  if (last === undefined) return undefined
  return typeof last === 'number' ? { records: last } : { ms: durationMs(last, 'last') }
}

/**
 * The `last` of a spec whose kind counts records.
 *
 * @throws FlinknbError `INVALID_OPTION` for a time
 */
export function lastRecords(spec: PlotSpec): number | undefined {
  const extent = plotExtent(spec.last)
  if (!extent || 'records' in extent) return extent?.records
  throw new FlinknbError('INVALID_OPTION', `plot.${spec.kind}: last: ${show(spec.last)} is not possible.`, {
    fix: 'Give `last` as a number of records, or leave it out to count everything.',
  })
}

/**
 * Holds the values of a spec against what can be drawn, before anything is started.
 *
 * @param call what the user wrote, for the message: `plot.line`
 * @throws FlinknbError `INVALID_OPTION` naming the option, its value and the fix
 */
export function checkPlotSpec(call: string, spec: PlotSpec): void {
  const named = Object.entries(spec.columns ?? { x: [spec.x], y: spec.y })
  for (const [option, columns] of named) for (const column of columns) checkColumnName(call, option, column)
  if (spec.y.length === 0 && spec.kind !== 'histogram' && spec.kind !== 'density') {
    throw new FlinknbError('INVALID_OPTION', `${call}: y names no column.`, {
      fix: `Write y: 'column' or y: ['a', 'b'].`,
    })
  }
  if (spec.color !== undefined) checkColumnName(call, 'color', spec.color)
  for (const column of spec.y2 ?? []) checkColumnName(call, 'y2', column)
  checkBand(call, spec.band)
  if (spec.facet !== undefined) checkColumnName(call, 'facet', spec.facet)
  if (spec.facet !== undefined && spec.y2?.length) {
    throw new FlinknbError('INVALID_OPTION', `${call}: facet and y2 do not go together.`, {
      fix: 'Leave one of them out: two scales in each of many panels cannot be read.',
    })
  }
  for (const mark of spec.marks ?? []) checkMark(call, mark)
  if (spec.z !== undefined) checkColumnName(call, 'z', spec.z)
  if (spec.kind === 'density' && spec.y.length > 0 && spec.color !== undefined) {
    throw new FlinknbError('INVALID_OPTION', `${call}: color and y do not go together.`, {
      fix: `Contours over each other cannot be told apart: write facet: ${show(spec.color)} for a panel each.`,
    })
  }
  checkLast(call, spec.last)
  if (COUNTED.has(spec.kind)) lastRecords(spec)
  checkRange(call, 'opacity', spec.opacity, 0, 1)
  checkRange(call, 'bins', spec.bins, 2, 500)
  const { names } = spec
  if (names !== undefined && !(Array.isArray(names) && names.every(name => typeof name === 'string'))) {
    throw new FlinknbError('INVALID_OPTION', `${call}: names: ${show(names)} is no list of texts.`)
  }
  if (spec.title !== undefined && typeof spec.title !== 'string') {
    throw new FlinknbError('INVALID_OPTION', `${call}: title: ${show(spec.title)} is not text.`)
  }
}

function checkColumnName(call: string, option: string, column: unknown): void {
  if (typeof column === 'string' && column !== '') return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${option}: ${show(column)} is not the name of a column.`, {
    fix: `Write ${option}: 'column'.`,
  })
}

function checkBand(call: string, band: unknown): void {
  if (band === undefined) return
  if (!Array.isArray(band) || band.length !== 2) {
    throw new FlinknbError('INVALID_OPTION', `${call}: band: ${show(band)} is not two columns.`, {
      fix: "Write band: ['lower', 'upper'].",
    })
  }
  for (const column of band) checkColumnName(call, 'band', column)
}

function checkMark(call: string, mark: PlotMark): void {
  if (mark === null || typeof mark !== 'object') {
    throw new FlinknbError('INVALID_OPTION', `${call}: marks: ${show(mark)} is no column and no mark.`, {
      fix: "Write marks: 'drift' or marks: { at: 'drift', label: 'alarm' }.",
    })
  }
  checkOptionNames(`${call}: marks`, mark, ['at', 'label', 'when', 'as'])
  checkColumnName(call, 'marks.at', mark.at)
  checkChoice(call, 'marks.when', mark.when, ['set', 'changed'])
  checkChoice(call, 'marks.as', mark.as, ['line', 'point'])
  if (mark.label !== undefined && typeof mark.label !== 'string') {
    throw new FlinknbError('INVALID_OPTION', `${call}: marks.label: ${show(mark.label)} is not text.`)
  }
}

function checkChoice(call: string, option: string, value: unknown, known: readonly string[]): void {
  if (value === undefined || known.includes(value as string)) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${option}: ${show(value)} is not possible.`, {
    fix: `Write ${known.map(name => `'${name}'`).join(' or ')}.`,
  })
}

function checkLast(call: string, last: unknown): void {
  if (last === undefined) return
  if (typeof last === 'string') {
    if (durationMs(last as Duration, `${call}: last`) > 0) return
  } else if (Number.isInteger(last) && (last as number) >= 1 && (last as number) <= MAX_LAST) return
  throw new FlinknbError('INVALID_OPTION', `${call}: last: ${show(last)} is not possible.`, {
    fix: `Write a number of records from 1 to ${MAX_LAST.toLocaleString('en-US')} or a time such as '10min', or leave it out to see everything, down-sampled.`,
  })
}

function checkRange(call: string, option: string, value: unknown, low: number, high: number): void {
  if (value === undefined || (typeof value === 'number' && value >= low && value <= high)) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${option}: ${show(value)} is not possible.`, {
    fix: `Write a number from ${low} to ${high}.`,
  })
}
