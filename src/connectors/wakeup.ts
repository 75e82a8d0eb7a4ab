/** Lets somebody wait until somebody else has something for them. */
export class Wakeup {
  private waiting: (() => void)[] = []

  /** Resolves at the next {@link wake}. */
  wait(): Promise<void> {
    return new Promise(resolve => this.waiting.push(resolve))
  }

  wake(): void {
    const waiting = this.waiting
    this.waiting = []
    for (const resolve of waiting) resolve()
  }
}
