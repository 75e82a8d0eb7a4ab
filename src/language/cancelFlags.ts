const SLOTS = 256

/**
 * The requests that nobody waits for any more, in memory that the language worker shares: it can look there while it is
 * too busy to read a message. Bounded by a ring of 256 numbers; what the ring has forgotten is answered for nothing.
 */
export class CancelFlags {
  private readonly slots: Int32Array

  /** @param memory what `memory` of the other side gives; new memory when not given */
  constructor(readonly memory = new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT)) {
    this.slots = new Int32Array(memory)
  }

  /** @param requestId from 1 */
  cancel(requestId: number): void {
    Atomics.store(this.slots, requestId % SLOTS, requestId)
  }

  isCancelled(requestId: number): boolean {
    return Atomics.load(this.slots, requestId % SLOTS) === requestId
  }
}
