import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Aggregate, AggregateResults } from './aggregate.ts'
import type { Aggregator } from './aggregator.ts'
import { asNumber } from './numberColumn.ts'

/** A typed record of aggregates, such as `{ n: count(), mean: avg('price') }`. */
export type AggregateRecord<In> = Readonly<Record<string, Aggregate<In, unknown>>>

/** Columns that every row of a window has. */
export interface WindowColumns {
  key: unknown
  /** Epoch milliseconds, inclusive. */
  windowStart: number
  /** Epoch milliseconds, exclusive. */
  windowEnd: number
}

/**
 * Several aggregates as one aggregator whose `add` is generated for them: the numeric ones are inlined, the others
 * called. Its rows begin with `key`, `windowStart` and `windowEnd`, which the window fills in.
 * `add` of each aggregate is the simple form that it equals, and is what the tests hold it against.
 *
 * @param isKeyed whether rows have a key
 */
export function recordAggregator<In, S extends AggregateRecord<In>>(
  aggregates: S,
  isKeyed = true,
): Aggregator<In, WindowColumns & AggregateResults<S>> {
  const names = Object.keys(aggregates)
  for (const name of names) checkName(name, aggregates[name])
  const parts = Object.values(aggregates) as Aggregate<In, unknown>[]
  const initial: number[] = []
  const numberAt: number[] = []
  const objectAt: number[] = []
  let objectCount = 0
  for (const part of parts) {
    numberAt.push(initial.length)
    initial.push(...part.initial)
    objectAt.push(objectCount)
    if (part.createObject) objectCount++
  }
  const add = parts.map((part, k) =>
    part.inlineAdd
      ? part.inlineAdd(j => `numbers[n + ${(numberAt[k] ?? 0) + j}]`, 'record')
      : `parts[${k}].add(numbers, n + ${numberAt[k]}, objects[o + ${objectAt[k]}], record);`,
  )
  const value = names.map(
    (name, k) => `${JSON.stringify(name)}: parts[${k}].value(numbers, n + ${numberAt[k]}, objects[o + ${objectAt[k]}])`,
  )
  return {
    initial,
    createObjects: parts.flatMap(part => (part.createObject ? [part.createObject] : [])),
    sharesPanes: !parts.some(part => part.byArrival),
    copiesState: objectCount === 0,
    add: new Function('parts', 'asNumber', `return (numbers, n, objects, o, record) => { ${add.join('\n')} }`)(
      parts,
      asNumber,
    ),
    merge: (numbers, n, objects, o, other, otherN, otherObjects, otherO) => {
      parts.forEach((part, k) => {
        const [dn, dobj] = [numberAt[k] as number, objectAt[k] as number]
        part.merge(numbers, n + dn, objects[o + dobj], other, otherN + dn, otherObjects[otherO + dobj])
      })
    },
    value: new Function(
      'parts',
      `return (numbers, n, objects, o) => ({ ${isKeyed ? 'key: undefined, ' : ''}windowStart: 0, windowEnd: 0, ${value.join(', ')} })`,
    )(parts),
  }
}

function checkName(name: string, aggregate: unknown): void {
  if (name === 'key' || name === 'windowStart' || name === 'windowEnd') {
    throw new FlinknbError('INVALID_OPTION', `aggregate: the name '${name}' is a column that every window row has.`, {
      fix: 'Give the aggregate another name.',
    })
  }
  if (typeof (aggregate as Aggregate<never, unknown> | undefined)?.add !== 'function') {
    throw new FlinknbError('INVALID_OPTION', `aggregate: '${name}' is ${show(aggregate)}, not an aggregate.`, {
      fix: `Write for example { ${name}: count() } or { ${name}: avg('column') }.`,
    })
  }
}
