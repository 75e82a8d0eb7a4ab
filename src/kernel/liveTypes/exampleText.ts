import { toCellValue } from '../views/cellValue.ts'
import { valueKind } from './valueKind.ts'

const MAX_CHARACTERS = 500

/** A record as JSON, cut to 500 characters. Runs none of the record's own code. */
export function exampleText(record: unknown): string {
  const kind = valueKind(record)
  const plain = kind === 'object' ? dataOf(record as object) : kind === 'opaque' ? '…' : record
  const text = JSON.stringify(toCellValue(plain))
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text
}

/** The record's own plain properties. */
function dataOf(record: object): Record<string, unknown> {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(record))
  return Object.fromEntries(
    descriptors.filter(([, one]) => one.enumerable && !one.get).map(([name, one]) => [name, one.value]),
  )
}
