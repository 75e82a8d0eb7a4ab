import { FlinknbError } from '../../base/errors.ts'

/** Where in the shared numbers the worker notes that it had the engine end what ran. */
export const TERMINATED = 1

/** Shared with the interrupt worker: a first number other than 0 asks the running loop to end. */
export class InterruptFlag {
  readonly buffer = new SharedArrayBuffer(8)
  /** What the loop checks in compiled code look at. */
  readonly view = new Int32Array(this.buffer)

  /** Called by a loop check that found the flag set. Clears it: one request breaks off one loop. */
  readonly breakOff = (): never => {
    this.clear()
    throw new InterruptedError('loop')
  }

  /** Why code that has not ended by itself is given up; forgets it. */
  takeReason(): 'terminated' | 'waiting' {
    return Atomics.exchange(this.view, TERMINATED, 0) === 0 ? 'waiting' : 'terminated'
  }

  clear(): void {
    Atomics.store(this.view, 0, 0)
  }
}

/** What of the kernel's state stays, by how code was stopped. */
const WHAT_STAYS = {
  loop: 'Variables keep the values they had.',
  terminated:
    'Variables keep the values they had. Nothing in the code could be broken off, so the engine ended it: promises that waited at that moment may never settle.',
  waiting: 'Variables keep the values they had. It was waiting: should that end, what follows it still runs.',
} as const

/** Thrown into code that is broken off, or in its stead. */
export class InterruptedError extends FlinknbError {
  constructor(how: keyof typeof WHAT_STAYS) {
    super('INTERRUPTED', `The cell was stopped while its code was running. ${WHAT_STAYS[how]}`)
  }
}
