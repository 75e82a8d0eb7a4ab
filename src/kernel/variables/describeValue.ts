import { types } from 'node:util'
import type { VariableKind, VariablePath, VariableView } from '../../protocol/variables.ts'
import { frameOf } from './frame.ts'
import { modelFacts } from './modelFacts.ts'
import { partCount } from './parts.ts'
import { isClass, previewText, typeName } from './previewText.ts'
import type { StreamFactReader } from './streamFacts.ts'
import { tableOf } from './tableOf.ts'
import { entryCount, typedArrayOf } from './valueParts.ts'

export const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`
const figure = (n: number) =>
  Math.abs(n) >= 100 ? Math.round(n).toLocaleString('en') : String(Number(n.toPrecision(3)))

/** A value as a row of the variables view. */
export function describeValue(
  name: string,
  value: unknown,
  path: VariablePath,
  streams: StreamFactReader,
): VariableView {
  return {
    ...(streamView(value, streams) ?? modelView(value, streams) ?? frameView(value) ?? plainView(value)),
    name,
    path,
  }
}

type ViewOfValue = Omit<VariableView, 'name' | 'path'>

function streamView(value: unknown, streams: StreamFactReader): ViewOfValue | undefined {
  const facts = streams.read(value)
  if (!facts) return undefined
  const { type, running, records, columns, recordType } = facts
  const parts = [
    running ? `${figure(facts.recordsPerSecond)} records/s` : undefined,
    records > 0 ? count(records, 'record') : running ? 'no record yet' : 'not running',
    recordType,
  ]
  return {
    kind: 'stream',
    type,
    preview: parts.filter(part => part !== undefined).join(' · '),
    size: columns.length > 0 ? count(columns.length, 'column') : '',
    children: columns.length,
    isTable: false,
  }
}

function modelView(value: unknown, streams: StreamFactReader): ViewOfValue | undefined {
  const facts = modelFacts(value)
  if (!facts) return undefined
  const metrics = streams.metricsOf(value as object) ?? {}
  const shown = Object.entries(metrics)
    .filter(([name, metric]) => name !== 'n' && !name.startsWith('window') && typeof metric === 'number')
    .map(([name, metric]) => `${name} ${figure(metric as number)}`)
  return {
    kind: 'model',
    type: facts.title,
    preview: [facts.n === 0 ? 'nothing learned yet' : `version ${facts.n.toLocaleString('en')}`, ...shown].join(' · '),
    size: facts.features.length > 0 ? count(facts.features.length, 'feature') : '',
    children: 1 + Object.keys(metrics).length + (facts.features.length > 0 ? 1 : 0),
    isTable: false,
  }
}

function frameView(value: unknown): ViewOfValue | undefined {
  const frame = frameOf(value)
  if (!frame) return undefined
  return {
    kind: 'frame',
    type: 'DataFrame',
    preview: frame.columns.slice(0, 8).join(', '),
    size: `${frame.rowCount.toLocaleString('en')} × ${frame.columns.length}`,
    children: frame.columns.length,
    isTable: true,
  }
}

function plainView(value: unknown): ViewOfValue {
  return {
    kind: kindOf(value),
    type: typeName(value),
    preview: previewText(value),
    size: sizeOf(value),
    children: types.isProxy(value) ? 0 : partCount(value),
    isTable: tableOf(value) !== undefined,
  }
}

function kindOf(value: unknown): VariableKind {
  if (typeof value === 'function') return isClass(value) ? 'class' : 'function'
  if (typeof value !== 'object' || value === null) return 'value'
  if (types.isProxy(value)) return 'object'
  return Array.isArray(value) || types.isTypedArray(value) || entryCount(value) !== undefined ? 'list' : 'object'
}

function sizeOf(value: unknown): string {
  if (typeof value === 'string') return value.length > 80 ? count(value.length, 'character') : ''
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return ''
  if (Array.isArray(value)) return count(value.length, 'item')
  const typed = typedArrayOf(value)
  if (typed) return count(typed.length, 'item')
  const entries = entryCount(value)
  return entries === undefined
    ? ''
    : count(entries, types.isMap(value) ? 'entry' : 'item', types.isMap(value) ? 'entries' : 'items')
}
