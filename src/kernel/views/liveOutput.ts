import type { LiveOutput, LiveState, OutputId, StreamStatus } from '../../protocol/live.ts'

/** Before the job has said anything. */
export const startingStatus: StreamStatus = Object.freeze({
  phase: 'starting',
  records: 0,
  recordsPerSecond: 0,
  watermark: null,
  late: 0,
  malformed: 0,
})

/** What stands in the notebook for a state. */
export function liveOutput(outputId: OutputId, state: LiveState): LiveOutput {
  return { version: 1, outputId, state }
}
