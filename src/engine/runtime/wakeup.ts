/** Ends a wait from outside. A wake before the wait ends the next one at once. */
export class Wakeup {
  private woken = false
  private resolve: (() => void) | undefined

  wake(): void {
    this.woken = true
    this.resolve?.()
  }

  wait(): Promise<void> {
    return new Promise(resolve => {
      this.resolve = () => {
        this.woken = false
        this.resolve = undefined
        resolve()
      }
      if (this.woken) this.resolve()
    })
  }
}
