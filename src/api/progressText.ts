import { formatNumber } from '../plot/formatNumber.ts'
import type { ProgressContent } from '../protocol/richValue.ts'

/** `Reading: 40 of 100 (40 %)`. */
export function progressText({ label, done, total, state }: Omit<ProgressContent, 'type' | 'elapsedMs'>): string {
  const share = total ? ` (${Math.floor((100 * done) / total)} %)` : ''
  const count = total === null ? formatNumber(done) : `${formatNumber(done)} of ${formatNumber(total)}${share}`
  return `${label === '' ? '' : `${label}: `}${count}${state === 'running' ? '' : `, ${state}`}`
}
