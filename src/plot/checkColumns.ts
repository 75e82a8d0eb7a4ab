import { FlinknbError } from '../base/errors.ts'
import { nearestName, show } from '../base/options.ts'
import type { PlotSpec } from './plotSpec.ts'

/** A record whose columns can be read. */
export type Row = Readonly<Record<string, unknown>>

/**
 * Holds the columns of a plot against the first record that arrives.
 *
 * @throws FlinknbError `UNKNOWN_COLUMN` naming the column, the columns that exist and the nearest; `INVALID_OPTION` for
 * records without columns
 */
export function checkColumns(spec: PlotSpec, first: unknown): asserts first is Row {
  if (first === null || typeof first !== 'object') {
    throw new FlinknbError(
      'INVALID_OPTION',
      `plot.${spec.kind}: the records have no columns; the first is ${show(first)}.`,
      {
        fix: 'Give them names first, as in stream.map(value => ({ value })).',
      },
    )
  }
  const named = {
    ...(spec.columns ?? { x: [spec.x], y: spec.y }),
    facet: [spec.facet],
    y2: spec.y2 ?? [],
    band: spec.band ?? [],
    color: [spec.color],
    marks: (spec.marks ?? []).map(mark => mark.at),
    z: [spec.z],
  }
  for (const [option, columns] of Object.entries(named)) {
    for (const column of columns)
      if (column !== undefined && !(column in first)) throw unknownColumn(spec, option, column, first)
  }
}

function unknownColumn(spec: PlotSpec, option: string, column: string, first: object): FlinknbError {
  const known = Object.keys(first)
  const near = nearestName(column, known)
  const listed = known.length > 30 ? `${known.slice(0, 30).join(', ')}, … (${known.length})` : known.join(', ')
  return new FlinknbError('UNKNOWN_COLUMN', `plot.${spec.kind}: ${option}: there is no column '${column}'.`, {
    fix: `${near ? `Did you mean '${near}'? ` : ''}The columns are: ${listed}.`,
  })
}
