import type { PlotlyTrace, PlotPatch, TraceExtension } from '../protocol/live.ts'

type TraceChange = Pick<PlotPatch, 'addTraces' | 'extend' | 'data'>

/**
 * The least that turns the traces a renderer has into those it should have: points at the ends where that is enough, all
 * traces otherwise. Undefined when they are equal.
 */
export function traceDiff(before: readonly PlotlyTrace[], after: readonly PlotlyTrace[]): TraceChange | undefined {
  if (after.length < before.length) return { data: after }
  const extend: TraceExtension[] = []
  for (const [index, trace] of before.entries()) {
    const next = after[index]
    if (next === undefined || next === trace) continue
    const change = extension(index, trace, next)
    if (change === 'replace') return { data: after }
    if (change) extend.push(change)
  }
  const addTraces = after.slice(before.length)
  if (addTraces.length === 0 && extend.length === 0) return undefined
  return { ...(addTraces.length > 0 ? { addTraces } : {}), ...(extend.length > 0 ? { extend } : {}) }
}

function extension(index: number, before: PlotlyTrace, after: PlotlyTrace): TraceExtension | undefined | 'replace' {
  const names = pointArrays(after)
  if (names.length === 0 || attributes(before) !== attributes(after)) return 'replace'
  const old = names.map(name => before[name] as readonly unknown[])
  const now = names.map(name => after[name] as readonly unknown[])
  const lengths = new Set([old, now].map(arrays => new Set(arrays.map(array => array.length)).size))
  if (lengths.size !== 1 || !lengths.has(1)) return 'replace'
  const same = (i: number, j: number): boolean => old.every((array, name) => Object.is(array[i], now[name]?.[j]))
  const oldLength = old[0]?.length ?? 0
  const newLength = now[0]?.length ?? 0
  let dropFirst = 0
  while (dropFirst < oldLength && newLength > 0 && !same(dropFirst, 0)) dropFirst++
  let kept = 0
  while (dropFirst + kept < oldLength && kept < newLength && same(dropFirst + kept, kept)) kept++
  const dropLast = oldLength - dropFirst - kept
  if (dropFirst === 0 && dropLast === 0 && kept === newLength) return undefined
  return {
    trace: index,
    ...(dropFirst > 0 ? { dropFirst } : {}),
    ...(dropLast > 0 ? { dropLast } : {}),
    points: Object.fromEntries(names.map((name, at) => [name, now[at]?.slice(kept) ?? []])),
  }
}

/** Names of the arrays that hold one value a point. A matrix (a heat map's z) is none: it is replaced. */
function pointArrays(trace: PlotlyTrace): string[] {
  const arrays = Object.entries(trace).filter(([, value]) => Array.isArray(value))
  return arrays.some(([, value]) => Array.isArray((value as readonly unknown[])[0])) ? [] : arrays.map(([name]) => name)
}

/** Everything of a trace but its points, to compare: arrays within other members (the lengths of error bars) belong to it. */
function attributes(trace: PlotlyTrace): string {
  return JSON.stringify(Object.entries(trace).map(([name, value]) => [name, Array.isArray(value) ? 'points' : value]))
}
