import type { VariablePath, VariableView } from '../../protocol/variables.ts'
import { describeValue } from './describeValue.ts'
import { frameOf } from './frame.ts'
import { modelFacts } from './modelFacts.ts'
import { partsOf } from './parts.ts'
import { previewText } from './previewText.ts'
import type { StreamFactReader } from './streamFacts.ts'

/** How many children are given at once at most. */
const MAX_CHILDREN = 200

/** Children of a value from `start` on: a stream's columns, a model's figures, a frame's columns, or simply its parts. */
export function childrenOf(
  value: unknown,
  path: VariablePath,
  streams: StreamFactReader,
  start: number,
  count: number,
): VariableView[] {
  const many = Math.max(0, Math.min(count, MAX_CHILDREN))
  const facts = streamRows(value, streams) ?? modelRows(value, streams) ?? frameRows(value)
  if (facts) return facts.slice(start, start + many)
  return partsOf(value, start, many).map(({ name, step, content }) => {
    if ('accessor' in content) return fact(name, 'accessor', `(${content.accessor}) not run`)
    return describeValue(name, content.value, { name: path.name, steps: [...path.steps, step] }, streams)
  })
}

/** A row that says something and leads nowhere. */
function fact(name: string, type: string, preview: string): VariableView {
  return { name, kind: 'schema', type, preview, size: '', children: 0, isTable: false, path: undefined }
}

function streamRows(value: unknown, streams: StreamFactReader): VariableView[] | undefined {
  return streams.read(value)?.columns.map(({ name, type }) => fact(name, type, ''))
}

function modelRows(value: unknown, streams: StreamFactReader): VariableView[] | undefined {
  const model = modelFacts(value)
  if (!model) return undefined
  const metrics = Object.entries(streams.metricsOf(value as object) ?? {})
  return [
    fact('version', 'number', `${model.n.toLocaleString('en')} records learned`),
    ...metrics.map(([name, metric]) => fact(name, 'metric', previewText(metric))),
    ...(model.features.length > 0 ? [fact('features', 'string[]', model.features.join(', '))] : []),
  ]
}

function frameRows(value: unknown): VariableView[] | undefined {
  const frame = frameOf(value)
  if (!frame) return undefined
  const first = Array.from({ length: Math.min(5, frame.rowCount) }, (_, index) => frame.row(index))
  return frame.columns.map((name, k) => {
    const values = first.map(row => previewText(row[k]))
    const rest = frame.rowCount > first.length ? ', …' : ''
    return fact(name, frame.dtypes[k] ?? '', `${values.join(', ')}${rest}`)
  })
}
