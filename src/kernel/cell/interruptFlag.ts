import { FlinknbError } from '../../base/errors.ts'

/** Shared with the interrupt worker: a number other than 0 asks the running loop to end. */
export class InterruptFlag {
  readonly buffer = new SharedArrayBuffer(4)
  /** What the loop checks in compiled code look at. */
  readonly view = new Int32Array(this.buffer)

  /** Called by a loop check that found the flag set. Clears it: one request breaks off one loop. */
  readonly breakOff = (): never => {
    this.clear()
    throw new InterruptedError()
  }

  clear(): void {
    Atomics.store(this.view, 0, 0)
  }
}

/** Thrown into code that is broken off. */
export class InterruptedError extends FlinknbError {
  constructor() {
    super('INTERRUPTED', 'The cell was stopped while its code was running. Variables keep the values they had.')
  }
}
