import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'
import { assembleFrame, assembleSeries } from './assemble.ts'
import { type DanfoClasses, type DanfoFrame, sharedPrototype } from './danfoInternals.ts'
import { columnPosition } from './repairColumnAccess.ts'
import { labelPositions, positionsIn } from './rowPositions.ts'

interface Selection {
  readonly rows?: unknown
  readonly columns?: unknown
}

interface FrameSelection {
  loc(this: DanfoFrame, selection: Selection): DanfoFrame
  iloc(this: DanfoFrame, selection: Selection): DanfoFrame
}

interface SeriesSelection {
  loc(this: DanfoFrame, rows: unknown): DanfoFrame
  iloc(this: DanfoFrame, rows: unknown): DanfoFrame
}

/**
 * Replaces `loc` and `iloc` of danfo 1.2.0, on which head, tail, query, sortValues and sample rest. danfo searches the
 * index once a row (quadratic), takes labels for positions when a mask follows a sort or a filter (silently other rows),
 * refuses empty selections, and answers an unknown column with undefined values.
 */
export function repairSelection(danfo: DanfoClasses): void {
  const frames = sharedPrototype(danfo.DataFrame) as FrameSelection
  frames.loc = function (selection) {
    checkOptionNames('loc', selection, ['rows', 'columns'])
    return takeFrame(
      danfo,
      this,
      labelPositions('loc', this.$index, selection.rows),
      columnsByName(this, selection.columns),
    )
  }
  frames.iloc = function (selection) {
    checkOptionNames('iloc', selection, ['rows', 'columns'])
    const columns = positionsIn('iloc', 'column', this.$columns.length, selection.columns)
    return takeFrame(danfo, this, positionsIn('iloc', 'row', this.$index.length, selection.rows), columns)
  }
  const series = sharedPrototype(danfo.Series) as SeriesSelection
  series.loc = function (rows) {
    return takeSeries(danfo, this, labelPositions('loc', this.$index, rows))
  }
  series.iloc = function (rows) {
    return takeSeries(danfo, this, positionsIn('iloc', 'row', this.$index.length, rows))
  }
}

/** Column names, or one `'from:to'` (end excluded, as in danfo). */
function columnsByName(frame: DanfoFrame, names: unknown): number[] {
  if (names === undefined) return frame.$columns.map((_, at) => at)
  if (!Array.isArray(names)) {
    throw new FlinknbError('INVALID_OPTION', `loc: columns is ${show(names)}.`, {
      fix: `Write a list: columns: ['price'].`,
    })
  }
  const [only] = names as unknown[]
  if (names.length === 1 && typeof only === 'string' && only.includes(':') && !frame.$columns.includes(only)) {
    const [from = '', to = ''] = only.split(':')
    const start = from === '' ? 0 : columnPosition(frame, from)
    const end = to === '' ? frame.$columns.length : columnPosition(frame, to)
    return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i)
  }
  return names.map(name => columnPosition(frame, name))
}

function takeFrame(
  danfo: DanfoClasses,
  frame: DanfoFrame,
  rows: readonly number[],
  columns: readonly number[],
): DanfoFrame {
  const data = frame.$data as unknown[][]
  return assembleFrame(danfo, {
    names: columns.map(at => frame.$columns[at] as string),
    dtypes: columns.map(at => frame.$dtypes[at] ?? 'undefined'),
    columns: columns.map(at => rows.map(i => data[i]?.[at])),
    index: rows.map(i => frame.$index[i] as string | number),
    config: frame.$config,
  })
}

function takeSeries(danfo: DanfoClasses, series: DanfoFrame, rows: readonly number[]): DanfoFrame {
  return assembleSeries(danfo, {
    name: series.$columns[0] ?? '0',
    values: rows.map(i => series.$data[i]),
    dtype: series.$dtypes[0] ?? 'undefined',
    index: rows.map(i => series.$index[i] as string | number),
    config: series.$config,
  })
}
