import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { StreamingQuantiles, type StreamingQuantilesState } from './streamingQuantiles.ts'

/** What an imputer can fill in. Dates are learned and filled in as they are, by `'previous'` alone within one run. */
export type FilledValue = number | string | boolean

/** What is known of one column that has gaps. */
export interface Filling {
  add(value: FilledValue): void
  /** Undefined while no value is known. */
  value(): FilledValue | undefined
  /** Starts anew with all values, sorted, where that is better than one after another. */
  fillWith?(sorted: Float64Array): void
  toJSON(): unknown
  restore(state: unknown): void
}

/** Different values that are counted; others that come later are not. */
const MOST_VALUES = 1000

/** One column's knowledge for a strategy. */
export function newFilling(strategy: 'mean' | 'median' | 'constant' | 'mostFrequent' | 'previous'): Filling {
  if (strategy === 'mean') return new Mean()
  if (strategy === 'median') return new Median()
  if (strategy === 'mostFrequent') return new MostFrequent()
  return strategy === 'previous' ? new Previous() : new Nothing()
}

class Mean implements Filling {
  #n = 0
  #mean = 0

  add(value: FilledValue): void {
    this.#mean += ((value as number) - this.#mean) / ++this.#n
  }

  value(): number | undefined {
    return this.#n > 0 ? this.#mean : undefined
  }

  toJSON(): unknown {
    return [this.#n, this.#mean]
  }

  restore(state: unknown): void {
    const [n, mean] = state as [number, number]
    if (!Number.isFinite(n) || !Number.isFinite(mean)) throw damaged(state)
    this.#n = n
    this.#mean = mean
  }
}

class Median implements Filling {
  readonly #quantiles = new StreamingQuantiles([0.5])

  add(value: FilledValue): void {
    this.#quantiles.add(value as number)
  }

  value(): number | undefined {
    return this.#quantiles.n > 0 ? this.#quantiles.value(0) : undefined
  }

  fillWith(sorted: Float64Array): void {
    this.#quantiles.fill(sorted)
  }

  toJSON(): unknown {
    return this.#quantiles.toJSON()
  }

  restore(state: unknown): void {
    this.#quantiles.restore(state as StreamingQuantilesState)
  }
}

class MostFrequent implements Filling {
  #counts = new Map<FilledValue, number>()
  #best: FilledValue | undefined

  add(value: FilledValue): void {
    const count = this.#counts.get(value)
    if (count === undefined && this.#counts.size >= MOST_VALUES) return
    this.#counts.set(value, (count ?? 0) + 1)
    if (this.#best === undefined || this.isBetter(value, this.#best)) this.#best = value
  }

  value(): FilledValue | undefined {
    return this.#best
  }

  toJSON(): unknown {
    return [...this.#counts]
  }

  restore(state: unknown): void {
    this.#counts = new Map(state as [FilledValue, number][])
    this.#best = undefined
    for (const value of this.#counts.keys()) {
      if (this.#best === undefined || this.isBetter(value, this.#best)) this.#best = value
    }
  }

  private isBetter(value: FilledValue, than: FilledValue): boolean {
    const more = (this.#counts.get(value) ?? 0) - (this.#counts.get(than) ?? 0)
    return more > 0 || (more === 0 && value < than)
  }
}

class Previous implements Filling {
  #last: FilledValue | undefined

  add(value: FilledValue): void {
    this.#last = value
  }

  value(): FilledValue | undefined {
    return this.#last
  }

  toJSON(): unknown {
    return this.#last === undefined ? [] : [this.#last]
  }

  restore(state: unknown): void {
    if (!Array.isArray(state)) throw damaged(state)
    this.#last = state[0] as FilledValue | undefined
  }
}

class Nothing implements Filling {
  add(): void {}

  value(): undefined {
    return undefined
  }

  toJSON(): unknown {
    return []
  }

  restore(): void {}
}

function damaged(state: unknown): FlinknbError {
  return new FlinknbError('MODEL', `Imputer: the saved state ${show(state)} is damaged.`, {
    fix: 'Pass what toJSON() gave.',
  })
}
