import type { JobProgress } from '../protocol/messages.ts'

/** The line of progress: for each running cell its records, rate and watermark. */
export function progressText(
  cells: readonly { readonly cellNumber: number; readonly progress: JobProgress | undefined }[],
): string {
  return cells
    .map(({ cellNumber, progress }) => `cell ${cellNumber} ${progress ? jobText(progress) : 'running'}`)
    .join(' │ ')
}

function jobText({ state, recordsIn, recordsPerSecond, watermark }: JobProgress): string {
  const rate = Math.round(recordsPerSecond).toLocaleString('en')
  const time = watermark === null ? '' : ` · watermark ${new Date(watermark).toISOString().replace(/\.\d+Z$/, 'Z')}`
  return `${state} · ${recordsIn.toLocaleString('en')} records · ${rate}/s${time}`
}
