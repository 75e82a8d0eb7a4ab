/** A plotly figure as plain data. */
export interface Figure {
  readonly data: readonly unknown[]
  readonly layout: unknown
}

const FIGURE_KEYS = new Set(['data', 'layout', 'config', 'frames', 'summary'])

/** The figure that an object is, as data that JSON can carry; undefined when it is none. */
export function figureOf(value: object): Figure | undefined {
  const { data, layout } = value as { data?: unknown; layout?: unknown }
  const isFigure =
    Array.isArray(data) &&
    data.every(trace => typeof trace === 'object' && trace !== null) &&
    typeof layout === 'object' &&
    layout !== null &&
    Object.keys(value).every(key => FIGURE_KEYS.has(key))
  return isFigure ? (JSON.parse(JSON.stringify({ data, layout }, plain)) as Figure) : undefined
}

/** What JSON has no word for: typed arrays become arrays, big integers numbers. (NaN and infinities become null: gaps.) */
function plain(_: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<number>)
  return typeof value === 'bigint' ? Number(value) : value
}
