import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { toNumber } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { MAX_GROUPS } from './colorGroups.ts'
import { formatNumber } from './formatNumber.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import type { PlotSpec } from './plotSpec.ts'
import { SeriesPlot } from './seriesPlot.ts'

/** Half the width of a 95 % interval in standard errors. */
const TWO_SIDED_95 = 1.959963984540054
/** Where a coefficient's record keeps the record it was in. */
const SOURCE = Symbol('source')
/** A sentence with more names than this is none. */
const MOST_NAMED = 10

/**
 * A line for each coefficient of a model over its life, with a band of 95 % where a column of standard errors is given.
 * Bounded as a {@link SeriesPlot} with a colour is.
 */
export class CoefficientPlot implements PlotBuilder {
  private readonly lines: SeriesPlot
  private readonly errors: string | undefined
  /** The newest value of the first {@link MAX_GROUPS} coefficients. */
  private readonly newest = new Map<string, number>()

  constructor(private readonly spec: PlotSpec) {
    this.errors = spec.columns?.standardErrors?.[0]
    this.lines = new SeriesPlot({
      ...spec,
      kind: 'line',
      y: ['coefficient'],
      color: 'name',
      ...(this.errors === undefined ? {} : { band: ['lower', 'upper'] }),
    })
  }

  get maxPoints(): number | null {
    return this.lines.maxPoints
  }

  append(rows: readonly Row[], timestamps: Float64Array | undefined): void {
    const times: number[] = []
    const long: Row[] = []
    for (const [index, row] of rows.entries()) {
      const start = long.length
      long.push(...this.coefficientsOf(row))
      if (timestamps) for (let i = start; i < long.length; i++) times.push(timestamps[index] as number)
    }
    this.lines.append(long, timestamps && Float64Array.from(times))
  }

  traces(): readonly PlotlyTrace[] {
    return this.lines.traces()
  }

  recordsOf(trace: PlotlyTrace): readonly unknown[] | undefined {
    return this.lines.recordsOf(trace)?.map(long => (long as { readonly [SOURCE]?: unknown })[SOURCE])
  }

  layout(): PlotlyLayout {
    return this.lines.layout()
  }

  summary(): string {
    const subject = `Coefficients over ${this.spec.x}`
    if (this.newest.size === 0) return `${subject}, none yet.`
    const named = [...this.newest].slice(0, MOST_NAMED).map(([name, value]) => `${name} ${formatNumber(value)}`)
    const more = this.newest.size - named.length
    return `${subject}, now ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
  }

  /** A record for each coefficient. */
  private coefficientsOf(row: Row): Row[] {
    const { x, y } = this.spec
    const values = row[y[0] as string]
    // Before the first record is learned there may be none.
    if (values === null || values === undefined) return []
    if (typeof values !== 'object') throw notCoefficients(y[0] ?? '', values)
    const errors = this.errors === undefined ? undefined : row[this.errors]
    const entries = Array.isArray(values)
      ? values.map((value: unknown, index): [string, unknown] => [
          this.spec.names?.[index] ?? `feature ${index + 1}`,
          value,
        ])
      : Object.entries(values)
    return entries.map(([name, value], index) => {
      const coefficient = toNumber(value)
      if (coefficient !== undefined && (this.newest.has(name) || this.newest.size < MAX_GROUPS)) {
        this.newest.set(name, coefficient)
      }
      const error = toNumber(part(errors, Array.isArray(errors) ? index : name))
      const half = coefficient === undefined || error === undefined ? undefined : TWO_SIDED_95 * error
      const edges =
        half === undefined
          ? { lower: null, upper: null }
          : { lower: (coefficient as number) - half, upper: (coefficient as number) + half }
      return { [x]: row[x], name, coefficient, ...edges, [SOURCE]: row }
    })
  }
}

function part(values: unknown, key: string | number): unknown {
  return values !== null && typeof values === 'object' && Object.hasOwn(values, key)
    ? (values as Readonly<Record<string | number, unknown>>)[key]
    : undefined
}

function notCoefficients(column: string, value: unknown): FlinknbError {
  return new FlinknbError(
    'INVALID_OPTION',
    `plot.coefficients: y: '${column}' holds ${show(value)}, no coefficients.`,
    {
      fix: 'Give a column of arrays or of objects, as in { n, coefficients: model.coefficients }.',
    },
  )
}
