/** One work, done by the engine and by a loop written for it alone. Both get the same records and must give the same count of results. */
export interface Comparison {
  readonly name: string
  readonly records: number
  /** At least this share of the loop's speed is wanted. */
  readonly wanted: number
  /** How often both are run; 7 by default. */
  readonly rounds?: number
  /** Processor time instead of time on the wall: for work without waiting, on a machine that does other things too. */
  readonly byProcessor?: boolean
  ours(): Promise<number> | number
  handWritten(): Promise<number> | number
}

export interface Compared {
  readonly name: string
  readonly records: number
  readonly wanted: number
  /** Records per second: the median over the rounds. */
  readonly ours: number
  readonly handWritten: number
  /** The median of the ratios round by round, so that a machine that changes its speed does not decide. */
  readonly ratio: number
}

const ROUNDS = 7

/** Runs both in turn, A B A B …, after one round that is not counted. */
export async function compare(comparison: Comparison): Promise<Compared> {
  const ours: number[] = []
  const handWritten: number[] = []
  for (let round = 0; round <= (comparison.rounds ?? ROUNDS); round++) {
    const hand = await timed(comparison.handWritten, comparison.byProcessor)
    const engine = await timed(comparison.ours, comparison.byProcessor)
    if (hand.results !== engine.results) {
      throw new Error(`${comparison.name}: the engine gave ${engine.results} results, the loop ${hand.results}`)
    }
    if (round === 0) continue
    ours.push(comparison.records / engine.seconds)
    handWritten.push(comparison.records / hand.seconds)
  }
  const { name, records, wanted } = comparison
  const ratio = median(ours.map((speed, i) => speed / (handWritten[i] as number)))
  return { name, records, wanted, ours: median(ours), handWritten: median(handWritten), ratio }
}

async function timed(
  work: () => Promise<number> | number,
  byProcessor = false,
): Promise<{ results: number; seconds: number }> {
  globalThis.gc?.()
  const start = performance.now()
  const startOfUse = process.cpuUsage()
  const results = await work()
  const { user, system } = process.cpuUsage(startOfUse)
  return { results, seconds: byProcessor ? (user + system) / 1e6 : (performance.now() - start) / 1000 }
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}
