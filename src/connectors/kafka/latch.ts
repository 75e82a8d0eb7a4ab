/** Lets one side wait until the other has something; a wake that comes before the wait is not lost. */
export class Latch {
  private awake = false
  private waiting: PromiseWithResolvers<void> | undefined

  /** Resolves at the next `wake`, or at once when one came since the last `wait`. */
  wait(): Promise<void> {
    if (this.awake) {
      this.awake = false
      return Promise.resolve()
    }
    this.waiting ??= Promise.withResolvers<void>()
    return this.waiting.promise
  }

  wake(): void {
    const waiting = this.waiting
    this.waiting = undefined
    if (waiting) waiting.resolve()
    else this.awake = true
  }
}
