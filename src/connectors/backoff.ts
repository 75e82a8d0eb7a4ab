import { randomInt } from 'node:crypto'
import type { Random } from '../base/random.ts'

const FIRST_MS = 500
const MAX_MS = 30_000
/** A connection that lived this long was healthy: the next loss starts from the beginning. */
const HEALTHY_MS = 60_000

/**
 * How long to wait before the next attempt: anywhere between 0 and a limit that doubles from 0.5 s to 30 s ("full jitter":
 * Brooker 2015, "Exponential backoff and jitter"), so that many clients do not come back in the same moment.
 */
export class Backoff {
  private attempts = 0

  constructor(private readonly random: Random) {}

  /** The delay before the next attempt, in milliseconds. */
  nextDelayMs(): number {
    return this.random() * Math.min(MAX_MS, FIRST_MS * 2 ** this.attempts++)
  }

  /** A connection was lost that had lived for `livedMs`. */
  lost(livedMs: number): void {
    if (livedMs >= HEALTHY_MS) this.attempts = 0
  }
}

/** Random numbers that need not be repeatable. */
export function systemRandom(): number {
  return randomInt(2 ** 47) / 2 ** 47
}
