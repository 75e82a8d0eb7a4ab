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

/** Interrupt worker → host, unasked: what the main thread cannot say of itself. */
export type WatchReport =
  /** It has not got to its messages for so long; 0 when it does again. */
  | { readonly report: 'blocked'; readonly ms: number }
  /** Its heap is nearly full, garbage not counted. */
  | { readonly report: 'memory'; readonly usedBytes: number; readonly limitBytes: number }

export interface BreakOffAnswer {
  readonly id: number
  readonly result: BreakOffResult
}
