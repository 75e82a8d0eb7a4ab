import { messageOf } from '../../base/errors.ts'
import type { StreamPhase, StreamStatus } from '../../protocol/live.ts'
import type { WatchedJob } from './watchedJob.ts'

/** The line under a dataflow: all its jobs together. */
export function graphStatus(jobs: readonly WatchedJob[]): StreamStatus {
  const metrics = jobs.map(({ job }) => job.metrics())
  const sources = jobs.flatMap(({ live, graph }) => (live ? graph.nodes.filter(node => node.kind === 'source') : []))
  const watermarks = metrics.map(one => one.watermark).filter(Number.isFinite)
  const records = metrics.reduce((sum, one) => sum + one.recordsIn, 0)
  const recordsPerSecond = sources.reduce((sum, node) => sum + node.outPerSecond, 0)
  const culprit = culpritOf(jobs)
  const failed = jobs.find(({ job }) => job.state === 'failed')
  return {
    phase: phaseOf(jobs, records, recordsPerSecond),
    records,
    recordsPerSecond: Math.round(recordsPerSecond * 10) / 10,
    watermark: watermarks.length > 0 ? Math.min(...watermarks) : null,
    late: metrics.reduce((sum, one) => sum + one.lateRecords, 0),
    malformed: metrics.reduce((sum, one) => sum + one.malformedRecords, 0),
    ...(culprit === undefined ? {} : { backpressuredBy: culprit }),
    ...(jobs.length === 0 ? { note: 'no job runs yet' } : {}),
    ...(failed ? { error: `${failed.job.id}: ${messageOf(failed.job.error)}` } : {}),
  }
}

function phaseOf(jobs: readonly WatchedJob[], records: number, recordsPerSecond: number): StreamPhase {
  const live = jobs.filter(job => job.live)
  if (jobs.length === 0) return 'idle'
  if (live.length === 0) {
    const states = jobs.map(({ job }) => job.state)
    return states.includes('failed') ? 'failed' : states.includes('stopped') ? 'stopped' : 'finished'
  }
  if (live.every(({ job }) => job.state === 'starting')) return 'starting'
  if (records === 0) return 'waiting for first record'
  if (live.some(heldBack)) return 'backpressured'
  return recordsPerSecond > 0 ? 'running' : 'idle'
}

function culpritOf(jobs: readonly WatchedJob[]): string | undefined {
  const slow = jobs.find(job => job.live && heldBack(job))
  return slow?.graph.nodes.find(node => node.bottleneck)?.name
}

function heldBack({ graph }: WatchedJob): boolean {
  return graph.nodes.some(node => node.backpressure === 'high')
}
