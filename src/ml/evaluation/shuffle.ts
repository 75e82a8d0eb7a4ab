import { seededRandom } from '../../base/random.ts'

/** Puts items into an order that depends on the seed alone (Fisher and Yates). */
export function shuffleInPlace<T>(items: T[], seed: number): void {
  const random = seededRandom(seed)
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const moved = items[i] as T
    items[i] = items[j] as T
    items[j] = moved
  }
}
