import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { type AxisKind, axisKind, toCategory, toPosition } from './axisValue.ts'
import { type PlotExtent, type PlotSpec, plotExtent } from './plotSpec.ts'
import { plotText } from './plotText.ts'

const MOST = 1_000

/**
 * Something for each value of x. Times and numbers stand in their order, categories in order of appearance. Bounded: the
 * newest `last` values of x, at most 1,000.
 */
export class NewestByX<V> {
  private readonly extent: PlotExtent
  private readonly values = new Map<number | string, V>()
  private kindOfX: AxisKind | undefined
  private left = 0

  constructor(
    private readonly spec: PlotSpec,
    private readonly create: () => V,
  ) {
    this.extent = plotExtent(spec.last)
  }

  get xKind(): AxisKind | undefined {
    return this.kindOfX
  }

  get size(): number {
    return this.values.size
  }

  /** Values of x that were left out since they are older. */
  get dropped(): number {
    return this.left
  }

  /** What stands at a value of x, made where nothing did; undefined where the value has no place. */
  at(value: unknown): V | undefined {
    const x = this.place(value)
    if (x === undefined) return undefined
    let found = this.values.get(x)
    if (found === undefined) {
      found = this.create()
      this.values.set(x, found)
      if (this.values.size > 2 * this.capacity) this.trim()
    }
    return found
  }

  /** Drops what is older than asked for; the rest in drawing order. */
  entries(): (readonly [number | string, V])[] {
    this.trim()
    return this.order()
  }

  private get capacity(): number {
    return this.extent && 'records' in this.extent ? Math.min(this.extent.records, MOST) : MOST
  }

  private place(value: unknown): number | string | undefined {
    if (value === null || value === undefined) return undefined
    this.kindOfX ??= axisKind(this.spec.x, value)
    if (this.kindOfX !== 'time' && this.extent && 'ms' in this.extent) {
      const { kind, x, last } = this.spec
      throw new FlinknbError(
        'INVALID_OPTION',
        `plot.${kind}: last: ${show(last)} needs times, but '${x}' holds none.`,
        {
          fix: `Give \`last\` as a number of values of ${x}, or leave it out.`,
        },
      )
    }
    return this.kindOfX === 'category' ? plotText(toCategory(value)) : toPosition(this.kindOfX, value)
  }

  private order(): [number | string, V][] {
    const entries = [...this.values]
    return this.kindOfX === 'category' ? entries : entries.sort(([a], [b]) => Number(a) - Number(b))
  }

  private trim(): void {
    const entries = this.order()
    const oldest = this.extent && 'ms' in this.extent ? Number(entries.at(-1)?.[0]) - this.extent.ms : -Infinity
    for (const [index, [x]] of entries.entries()) {
      if (index >= entries.length - this.capacity && !(Number(x) < oldest)) continue
      this.values.delete(x)
      this.left++
    }
  }
}
