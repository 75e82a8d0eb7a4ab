import type { TappedRecord } from '../../engine/edgeTap.ts'
import type { Job } from '../../engine/job.ts'
import type { CellValue } from '../../protocol/live.ts'
import type { NewestRecords } from '../../protocol/questions.ts'
import { ColumnSet } from './columnSet.ts'

/** A few records as the rows of a table, each of bounded size. */
export function newestRecords(records: readonly TappedRecord[], live: boolean): NewestRecords {
  const columns = new ColumnSet()
  const cells = records.map(({ value }) => columns.cells(value))
  const width = columns.columns().length
  const rows = cells.map(row => [...row, ...Array<CellValue>(width - row.length).fill(null)])
  const times = records.map(({ timestamp }) => (Number.isFinite(timestamp) ? timestamp : null))
  return { columns: columns.columns(), rows, times, live }
}

/** What could not be decoded: where it stood, why, the record as it came, and when. */
export function deadLettersOf(jobs: readonly Job[]): NewestRecords {
  const letters = jobs.flatMap(job => job.deadLetters())
  const records = letters.map(({ origin, reason, raw, at }) => ({
    value: { reason, raw, origin, at },
    timestamp: Number.NaN,
  }))
  return newestRecords(records, jobs.some(isLive))
}

export function isLive({ state }: Job): boolean {
  return state === 'starting' || state === 'running'
}
