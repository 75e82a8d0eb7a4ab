/** Host ↔ interrupt worker of a kernel: one JSON text a line, on a pipe of its own, since a busy kernel reads no messages. */

/** Break off whatever code keeps the kernel from answering. */
export interface BreakOffRequest {
  readonly id: number
}

/**
 * - `responsive`: nothing had to be broken off
 * - `brokenOff`: a loop was ended, everything else goes on
 * - `terminated`: the engine ended what ran; promises that waited at that moment are lost
 * - `stuck`: nothing helped
 */
export type BreakOffResult = 'responsive' | 'brokenOff' | 'terminated' | 'stuck'

export interface BreakOffAnswer {
  readonly id: number
  readonly result: BreakOffResult
}
