/** Calls back at display rate: many requests before a frame are one call, and nothing is drawn while nobody can see it. */
export class FrameScheduler {
  private readonly waiting = new Set<() => void>()
  private frame: number | undefined
  private readonly onVisible = (): void => this.arm()

  constructor(private readonly view: Window & typeof globalThis) {
    view.document.addEventListener('visibilitychange', this.onVisible)
  }

  /** Calls `draw` in the next frame, once. */
  request(draw: () => void): void {
    this.waiting.add(draw)
    this.arm()
  }

  /** Forgets a request that has not been served. */
  cancel(draw: () => void): void {
    this.waiting.delete(draw)
  }

  dispose(): void {
    this.view.document.removeEventListener('visibilitychange', this.onVisible)
    if (this.frame !== undefined) this.view.cancelAnimationFrame(this.frame)
    this.waiting.clear()
  }

  /** One output that cannot be drawn must not keep the others from it. */
  private run(draw: () => void): void {
    try {
      draw()
    } catch (error) {
      this.view.reportError(error)
    }
  }

  private arm(): void {
    if (this.frame !== undefined || this.waiting.size === 0 || this.view.document.hidden) return
    this.frame = this.view.requestAnimationFrame(() => {
      this.frame = undefined
      const draws = [...this.waiting]
      this.waiting.clear()
      for (const draw of draws) this.run(draw)
      this.arm()
    })
  }
}
