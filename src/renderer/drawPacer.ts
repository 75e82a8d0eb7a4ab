/** After a redraw that took 10 ms, nothing is drawn for 25: all plots together take less than 30 % of the time. */
const REST = 2.5
/** A hitch (a garbage collection, a sleeping tab) must not hold the picture for long. */
const LONGEST_REST_MS = 1_000

/** Draws what is expensive: one at a time, in turn, each with its newest state, and never so often that the editor stutters. */
export class DrawPacer {
  private readonly waiting = new Set<PacedDraw>()
  private busy = false

  /** Draws when its turn comes; asking again before that changes nothing. */
  request(draw: PacedDraw): void {
    this.waiting.add(draw)
    this.next()
  }

  cancel(draw: PacedDraw): void {
    this.waiting.delete(draw)
  }

  private next(): void {
    const draw = this.busy ? undefined : this.waiting.values().next().value
    if (!draw) return
    this.waiting.delete(draw)
    this.busy = true
    draw().then(tookMs => {
      setTimeout(
        () => {
          this.busy = false
          this.next()
        },
        Math.min(LONGEST_REST_MS, REST * tookMs),
      )
    })
  }
}

/** Draws and tells how many milliseconds of rest-worthy work that was: 0 for a first picture, which nobody should wait for. Never rejects. */
export type PacedDraw = () => Promise<number>
