import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { unusableValue } from '../estimator/number.ts'
import { atRecord } from '../evaluation/atRecord.ts'
import type { RowCollector, RowFunction } from '../evaluation/rowFunction.ts'
import type { DetectorJSON, DriftDetector } from './driftDetector.ts'

/** Columns of `In` that can be watched: numbers and booleans. */
type Watchable<In> = {
  [K in keyof In & string]-?: [Extract<In[K], number | boolean>] extends [never]
    ? unknown extends In[K]
      ? K
      : never
    : K
}[keyof In & string]

/** Options of {@link detectDrift}. */
export interface DetectDriftOptions<In> {
  /** What is watched: a column, or a function of the row. A row that gives null or undefined is passed over. */
  readonly value: Watchable<In> | ((row: In) => number | boolean | null | undefined)
}

/** What {@link detectDrift} adds to a row. */
export interface DriftChecked {
  /** Whether this row raised the alarm. */
  readonly drift: boolean
  /** Whether a change may be coming. */
  readonly warning: boolean
  /** The level of the values, as the detector sees it; null before it has one. */
  readonly estimate: number | null
}

/**
 * Watches a column, or what a function makes of rows: errors, residuals, a feature. Every row goes on with `drift`, `warning`
 * and `estimate`; the alarms alone are `.filter(row => row.drift)`.
 *
 * @throws FlinknbError `INVALID_OPTION` for a wrong option; `MODEL`, while running, for a value the detector cannot take
 * @example
 * const checked = scored.process(ml.detectDrift(new ml.PageHinkley(), { value: row => Math.abs(row.residual) }))
 * display(plot.line(checked, { x: 'id', y: ['estimate'] }))
 */
export function detectDrift<In extends object>(
  detector: DriftDetector,
  options: DetectDriftOptions<In>,
): RowFunction<In, In & DriftChecked> {
  checkDetector('ml.detectDrift', detector)
  checkOptionNames('ml.detectDrift', options, ['value'])
  const { value } = options
  if (typeof value !== 'string' && typeof value !== 'function') {
    throw new FlinknbError('INVALID_OPTION', `ml.detectDrift: value: ${show(value)} is no column and no function.`, {
      fix: `Name a column, or pass a function such as row => Math.abs(row.residual).`,
    })
  }
  return new DriftCheck<In>(detector, value)
}

/** @throws FlinknbError `INVALID_OPTION` when a value is no drift detector */
export function checkDetector(call: string, detector: unknown, name = 'detector'): asserts detector is DriftDetector {
  if (detector !== null && typeof detector === 'object' && 'driftDetected' in detector) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${name}: ${show(detector)} is no drift detector.`, {
    fix: 'Pass one, such as new ml.ADWIN() or new ml.PageHinkley().',
  })
}

class DriftCheck<In extends object> implements RowFunction<In, In & DriftChecked> {
  readonly name = 'drift'
  private readonly valueOf: (row: In) => unknown

  constructor(
    private readonly detector: DriftDetector,
    private readonly value: string | ((row: In) => unknown),
  ) {
    this.valueOf = typeof value === 'function' ? value : row => (row as Readonly<Record<string, unknown>>)[value]
  }

  processElement(row: In, _context: unknown, out: RowCollector<In & DriftChecked>): void {
    out.collect(this.check(row))
  }

  mapBatch(rows: readonly In[]): (In & DriftChecked)[] {
    return rows.map(row => this.check(row))
  }

  snapshotState(): DetectorJSON {
    return this.detector.toJSON()
  }

  restoreState(state: unknown): void {
    this.detector.restore(state as DetectorJSON)
  }

  private check(row: In): In & DriftChecked {
    const { detector } = this
    const value = this.valueOf(row)
    let drift = false
    try {
      if (typeof value === 'number' || typeof value === 'boolean') drift = detector.update(value)
      else if (value !== null && value !== undefined) throw unusableValue(this.what, value)
    } catch (error) {
      throw atRecord(error, row)
    }
    return { ...row, drift, warning: !drift && detector.warningDetected, estimate: detector.estimate }
  }

  private get what(): string {
    return typeof this.value === 'string' ? `column '${this.value}'` : 'what the function `value` gave'
  }
}
