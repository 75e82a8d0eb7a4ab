import type { CellValue } from '../../protocol/live.ts'

const MAX_TEXT = 500
const MAX_DEPTH = 4
const MAX_ENTRIES = 50
const MAX_NODES = 200

/**
 * Any value as plain data of bounded size: texts to 500 characters, nested values to a depth of 4, 50 entries each and 200
 * altogether. Big integers, NaN, infinities and functions become text, dates ISO 8601, typed arrays, maps and sets what
 * they hold. What was cut says so.
 */
export function toCellValue(value: unknown): CellValue {
  return convert(value, 0, { nodes: 0 })
}

interface Budget {
  nodes: number
}

function convert(value: unknown, depth: number, budget: Budget): CellValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return cut(value)
  if (typeof value !== 'object') return cut(typeof value === 'function' ? `[function ${value.name}]` : String(value))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Error) return cut(`${value.name}: ${value.message}`)
  if (depth >= MAX_DEPTH || budget.nodes >= MAX_NODES) return '…'
  return nested(value, depth, budget)
}

function nested(value: object, depth: number, budget: Budget): CellValue {
  const items = listOf(value)
  if (items) {
    const kept: CellValue[] = []
    for (const item of items.head) {
      if (budget.nodes++ >= MAX_NODES) break
      kept.push(convert(item, depth + 1, budget))
    }
    if (kept.length < items.length) kept.push(`… ${items.length - kept.length} more`)
    return kept
  }
  const entries =
    value instanceof Map ? [...value].map(([key, item]) => [String(key), item] as const) : Object.entries(value)
  // Without a prototype, a key called __proto__ is a key like any other.
  const result: Record<string, CellValue> = Object.create(null) as Record<string, CellValue>
  let kept = 0
  for (const [key, item] of entries) {
    if (kept >= MAX_ENTRIES || budget.nodes++ >= MAX_NODES) break
    result[cut(key)] = convert(item, depth + 1, budget)
    kept++
  }
  if (kept < entries.length) result['…'] = `${entries.length - kept} more`
  return result
}

/** The first items of what is a list, and how many it has. */
function listOf(value: object): { readonly head: readonly unknown[]; readonly length: number } | undefined {
  if (Array.isArray(value)) return { head: value.slice(0, MAX_ENTRIES), length: value.length }
  if (value instanceof Set) return { head: [...value].slice(0, MAX_ENTRIES), length: value.size }
  if (ArrayBuffer.isView(value) && 'length' in value) {
    const typed = value as unknown as ArrayLike<unknown>
    return {
      head: Array.from({ length: Math.min(MAX_ENTRIES, typed.length) }, (_, index) => typed[index]),
      length: typed.length,
    }
  }
  return undefined
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text
  return `${text.slice(0, MAX_TEXT)}… (${text.length.toLocaleString('en-US')} characters)`
}
