import { countOf, formatNumber } from '../../plot/formatNumber.ts'
import { formatTime } from '../../plot/timeColumn.ts'
import type { StreamStatus } from '../../protocol/live.ts'
import { visibleText } from './cellText.ts'

/** The line under a live output, in words: `running · 1,204 records · 60/s · watermark 2024-06-01 00:01:00 UTC · 2 late`. */
export function statusText(status: StreamStatus): string {
  const moving = status.phase === 'running' || status.phase === 'backpressured'
  return [
    status.backpressuredBy === undefined ? status.phase : `${status.phase} by ${visibleText(status.backpressuredBy)}`,
    countOf(status.records, 'record'),
    moving ? `${formatNumber(Math.round(status.recordsPerSecond))}/s` : '',
    status.watermark === null ? '' : `watermark ${formatTime(status.watermark)} UTC`,
    status.late > 0 ? `${formatNumber(status.late)} late` : '',
    status.malformed > 0 ? `${formatNumber(status.malformed)} malformed` : '',
    status.note ?? '',
    status.error ?? '',
  ]
    .filter(part => part !== '')
    .join(' · ')
}

/** Whether two statuses look the same. */
export function sameStatus(a: StreamStatus, b: StreamStatus): boolean {
  return (
    a.phase === b.phase &&
    a.records === b.records &&
    a.recordsPerSecond === b.recordsPerSecond &&
    a.watermark === b.watermark &&
    a.late === b.late &&
    a.malformed === b.malformed &&
    a.backpressuredBy === b.backpressuredBy &&
    a.note === b.note &&
    a.error === b.error
  )
}
