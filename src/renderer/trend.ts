/** Where a metric is heading, in a word and a sign. */
export interface Trend {
  readonly sign: '↑' | '↓' | '→' | ''
  readonly word: 'improving' | 'worsening' | 'steady' | ''
}

/**
 * Compares the mean of the newest quarter of a metric's course with that of the quarter before. A change of less than 2 %
 * is steady; fewer than 8 values say nothing.
 */
export function trendOf(history: readonly (number | null)[], better: 'lower' | 'higher'): Trend {
  const values = history.filter(value => value !== null)
  if (values.length < 8) return { sign: '', word: '' }
  const quarter = Math.floor(values.length / 4)
  const now = mean(values.slice(-quarter))
  const before = mean(values.slice(-2 * quarter, -quarter))
  const size = Math.max(Math.abs(before), Math.abs(now))
  if (size === 0 || Math.abs(now - before) / size < 0.02) return { sign: '→', word: 'steady' }
  const up = now > before
  return { sign: up ? '↑' : '↓', word: up === (better === 'higher') ? 'improving' : 'worsening' }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
