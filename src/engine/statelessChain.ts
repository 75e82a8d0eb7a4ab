import type { Batch } from './batch.ts'
import { Operator } from './operator.ts'
import type { Collector } from './processFunction.ts'
import { asUserCodeError } from './userCodeError.ts'

export type MapFunction<In, Out> = (value: In) => Out
export type FilterFunction<T> = (value: T) => boolean
// biome-ignore lint/suspicious/noConfusingVoidType: a function that only collects returns nothing
export type FlatMapFunction<In, Out> = (value: In, out: Collector<Out>) => Iterable<Out> | void

/** One step of a chain that remembers nothing. Types are erased here: the fluent API has checked that the steps fit. */
export type StatelessStep =
  | { readonly kind: 'map'; readonly name: string; readonly apply: MapFunction<unknown, unknown> }
  | { readonly kind: 'filter'; readonly name: string; readonly apply: FilterFunction<unknown> }
  | { readonly kind: 'flatMap'; readonly name: string; readonly apply: FlatMapFunction<unknown, unknown> }

/** Records that each step let through, added up for metrics. */
export type StepCounts = Float64Array

export type ChainLoop = (batch: Batch<unknown>, counts: StepCounts) => Batch<unknown>

/**
 * Several maps, filters and flatMaps as one loop over a batch, generated for this chain alone: every call in it has one
 * target, so the engine underneath inlines the user's functions. `interpretChain` in the tests is the simple form it equals.
 */
export class StatelessChain extends Operator<unknown, unknown> {
  readonly counts: StepCounts
  private readonly loop: ChainLoop

  constructor(readonly steps: readonly StatelessStep[]) {
    super()
    this.counts = new Float64Array(steps.length)
    this.loop = compileChain(steps)
  }

  override processBatch(batch: Batch<unknown>): void {
    const result = this.loop(batch, this.counts)
    if (result.values.length > 0) this.output.batch(result)
  }
}

/** Builds the loop of a chain. For `map(f0).filter(f1)` the generated body reads:
 *
 * ```js
 * for (; i < n; i++) {
 *   step = 0; const v1 = f0(values[i])
 *   step = 1; if (!f1(v1)) continue
 *   outValues[m] = v1; outTimestamps[m] = timestamps[i]; m++
 * }
 * ```
 */
export function compileChain(steps: readonly StatelessStep[]): ChainLoop {
  const oneToOne = steps.every(step => step.kind === 'map')
  const body: string[] = []
  const close: string[] = []
  const countUp: string[] = []
  let value = 'value'
  steps.forEach((step, k) => {
    body.push(`step = ${k};`)
    if (step.kind === 'map') {
      body.push(`const v${k} = f${k}(${value});`)
      value = `v${k}`
    } else if (step.kind === 'filter') body.push(`if (!f${k}(${value})) continue;`)
    else {
      body.push(`for (const v${k} of expand(f${k}, ${value})) {`)
      close.push('}')
      value = `v${k}`
    }
    if (!oneToOne && k < steps.length - 1 && step.kind !== 'map') {
      body.push(`c${k}++;`)
      countUp.push(`c${k}`)
    }
  })
  const source = `
    ${steps.map((_, k) => `const f${k} = functions[${k}];`).join('\n')}
    return function chain(batch, counts) {
      const { values, timestamps, watermarks } = batch;
      const n = values.length;
      const outValues = ${oneToOne ? 'new Array(n)' : '[]'};
      ${oneToOne ? '' : `let outTimestamps = timestamps && new Float64Array(n), outWatermarks = watermarks && new Float64Array(n), m = 0;`}
      ${countUp.map(name => `let ${name} = 0;`).join(' ')}
      let i = 0, step = 0;
      try {
        for (; i < n; i++) {
          const value = values[i];
          ${body.join('\n          ')}
          ${oneToOne ? `outValues[i] = ${value};` : emit(value, steps)}
          ${close.join(' ')}
        }
      } catch (error) {
        throw fail(error, step, values[i]);
      }
      ${countStatements(steps, oneToOne, countUp)}
      ${
        oneToOne
          ? 'return { values: outValues, timestamps, watermarks };'
          : `return { values: outValues,
        timestamps: outTimestamps && (m === n ? outTimestamps : outTimestamps.subarray(0, m)),
        watermarks: outWatermarks && (m === n ? outWatermarks : outWatermarks.subarray(0, m)) };`
      }
    }`
  const fail = (error: unknown, step: number, record: unknown) =>
    asUserCodeError(error, steps[step]?.name ?? 'chain', record)
  return new Function('functions', 'fail', 'expand', 'grown', source)(
    steps.map(step => step.apply),
    fail,
    expand,
    grown,
  ) as ChainLoop
}

function emit(value: string, steps: readonly StatelessStep[]): string {
  const room = steps.some(step => step.kind === 'flatMap')
    ? `if (outTimestamps && m === outTimestamps.length) outTimestamps = grown(outTimestamps);
          if (outWatermarks && m === outWatermarks.length) outWatermarks = grown(outWatermarks);`
    : ''
  return `${room}
          outValues.push(${value});
          if (timestamps) outTimestamps[m] = timestamps[i];
          if (watermarks) outWatermarks[m] = watermarks[i];
          m++;`
}

/** A map lets through what reached it: the count of the nearest filter or flatMap before it, or all records. */
function countStatements(steps: readonly StatelessStep[], oneToOne: boolean, counted: readonly string[]): string {
  let current = 'n'
  return steps
    .map((step, k) => {
      if (counted.includes(`c${k}`)) current = `c${k}`
      else if (!oneToOne && k === steps.length - 1 && step.kind !== 'map') current = 'm'
      return `counts[${k}] += ${current};`
    })
    .join(' ')
}

/** What a flatMap gave for one record, whether it returned its results or collected them. */
function expand(apply: FlatMapFunction<unknown, unknown>, value: unknown): Iterable<unknown> {
  const collected: unknown[] = []
  const returned = apply(value, { collect: item => void collected.push(item) })
  if (!returned) return collected
  return collected.length === 0 ? returned : [...collected, ...returned]
}

function grown(array: Float64Array): Float64Array {
  const larger = new Float64Array(Math.max(16, array.length * 2))
  larger.set(array)
  return larger
}
