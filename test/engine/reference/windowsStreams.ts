import { type Random, seededRandom } from '../../../src/base/random.ts'
import type { Step } from './windowsHarness.ts'
import type { Click } from './windowsReference.ts'

/** A random stream: out of order, late, with equal timestamps, quiet spells and watermarks that stand still or jump. */
export function randomSteps(seed: number, maxLength = 60): Step<Click>[] {
  const random = seededRandom(seed)
  const length = Math.floor(random() * maxLength)
  const keys = 1 + Math.floor(random() * 4)
  const disorder = Math.floor(random() * 60)
  const delay = Math.floor(random() * 40)
  const pace = 1 + Math.floor(random() * 20)
  const steps: Step<Click>[] = []
  let time = Math.floor(random() * 200) - 100
  let newest = Number.NEGATIVE_INFINITY
  let watermark = Number.NEGATIVE_INFINITY
  let now = 0
  for (let id = 0; id < length; id++) {
    time += forward(random, pace)
    now += Math.floor(random() * pace)
    const timestamp = time - Math.floor(random() * (disorder + 1))
    const key = `k${Math.floor(random() * keys)}`
    steps.push({ value: { key, id, v: random() * 100 - 50 }, timestamp, watermark, now })
    newest = Math.max(newest, timestamp)
    // the watermark follows, stands still for a while, or leaps
    if (random() < 0.7) watermark = Math.max(watermark, newest - delay - 1)
    else if (random() < 0.1) watermark = Math.max(watermark, newest + Math.floor(random() * 50))
  }
  return steps
}

function forward(random: Random, pace: number): number {
  const kind = random()
  if (kind < 0.2) return 0
  return kind > 0.97 ? pace * 20 : Math.floor(random() * pace)
}

/** Sizes of batches that make up `length` records. */
export function randomCuts(seed: number, length: number): number[] {
  const random = seededRandom(seed)
  const cuts: number[] = []
  for (let left = length; left > 0; ) {
    const size = Math.min(left, 1 + Math.floor(random() * 8))
    cuts.push(size)
    left -= size
  }
  return cuts
}
