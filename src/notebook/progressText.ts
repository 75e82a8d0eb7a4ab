import type { JobProgress } from '../protocol/messages.ts'

/** What a cell's job does, in a few words with VS Code's icons: `$(pulse) running · 12,345 records · 980/s`. */
export function progressText(progress: JobProgress, language?: string): string {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const records = `${number.format(progress.recordsIn)} ${progress.recordsIn === 1 ? 'record' : 'records'}`
  const rate = progress.state === 'running' ? ` · ${number.format(progress.recordsPerSecond)}/s` : ''
  return `${ICONS[progress.state]} ${progress.state} · ${records}${rate}`
}

const ICONS: Readonly<Record<JobProgress['state'], string>> = {
  starting: '$(loading~spin)',
  running: '$(pulse)',
  finished: '$(check)',
  stopped: '$(debug-stop)',
  failed: '$(error)',
}
