import type { Random } from '../../../src/base/random.ts'
import type { Item } from './pipelineHarness.ts'
import type { Row } from './pipelines.ts'

/**
 * Records out of order, late and at equal times, watermarks that lag behind or jump, inputs that fall idle, and
 * processing time that goes on: everything a pipeline may meet, in one sequence.
 */
export function randomItems(random: Random, inputs: number, length: number): Item<Row>[] {
  const upTo = (n: number) => Math.floor(random() * n)
  const items: Item<Row>[] = []
  const newest = Array.from({ length: inputs }, () => 100)
  const idle = newest.map(() => false)
  let now = 0
  for (let id = 0; items.length < length; id++) {
    const input = upTo(inputs)
    const what = random()
    if (what < 0.68) {
      if (idle[input]) items.push({ kind: 'idle', input, idle: false })
      idle[input] = false
      const time = (newest[input] as number) + upTo(9) - 3 - (random() < 0.08 ? 20 : 0)
      newest[input] = Math.max(newest[input] as number, time)
      const value = { key: 'abcd'[upTo(4)] as string, id, v: upTo(5), ts: time }
      items.push({ kind: 'record', input, value, time })
    } else if (what < 0.88) {
      if (!idle[input]) items.push({ kind: 'watermark', input, watermark: (newest[input] as number) - upTo(6) })
      if (random() < 0.1) newest[input] = (newest[input] as number) + 25
    } else if (what < 0.97 || inputs === 1) {
      now += upTo(6)
      items.push({ kind: 'now', now })
    } else {
      idle[input] = !idle[input]
      items.push({ kind: 'idle', input, idle: idle[input] as boolean })
    }
  }
  return items
}

/** Neighbouring items of one input together, by chance; each group is what one batch brings. */
export function cutIntoBatches(items: readonly Item<Row>[], random: Random): Item<Row>[][] {
  const batches: Item<Row>[][] = []
  for (const item of items) {
    const last = batches.at(-1)
    const before = last?.[0]
    const joins =
      (item.kind === 'record' || item.kind === 'watermark') &&
      (before?.kind === 'record' || before?.kind === 'watermark') &&
      before.input === item.input &&
      !(item.kind === 'watermark' && last?.at(-1)?.kind === 'watermark') && // a batch tells of one between two records
      random() < 0.8
    if (last && joins) last.push(item)
    else batches.push([item])
  }
  return batches
}
