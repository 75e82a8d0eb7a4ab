import { EvaluationStream } from '../../api/evaluation.ts'
import { DataStream } from '../../engine/dataStream.ts'
import { KeyedStream } from '../../engine/keyedStream.ts'
import type { Transformation } from '../../engine/transformation.ts'
import { WindowedStream } from '../../engine/windowedStream.ts'
import type { FieldShape } from '../../protocol/liveTypes.ts'
import type { StreamSample } from '../liveTypes/streamSample.ts'
import type { StreamSamples } from '../liveTypes/streamSamples.ts'
import { typeText } from '../liveTypes/typeText.ts'
import { ownValue, prototypesOf } from './valueParts.ts'

/** What is known of the jobs of all cells. */
export interface RunningStreams {
  /** Of the newest run of each cell, with whether its jobs still run. */
  sessions(): readonly { readonly samples: StreamSamples; readonly running: boolean }[]
  /** Milliseconds, from any start. */
  now(): number
}

export interface StreamFacts {
  readonly type: string
  readonly running: boolean
  readonly recordsPerSecond: number
  readonly records: number
  /** Column and type; empty before the first record, and where no records were looked at. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Of records that are no objects. */
  readonly recordType: string | undefined
}

const CLASSES = [
  [EvaluationStream.prototype, 'EvaluationStream'],
  [DataStream.prototype, 'DataStream'],
  [KeyedStream.prototype, 'KeyedStream'],
  [WindowedStream.prototype, 'WindowedStream'],
] as const

/** A rate speaks of at least this long. */
const RATE_MS = 1_000

interface Look {
  at: number
  records: number
  rate: number
}

/** What can be said of a stream from what its jobs have sent on. */
export class StreamFactReader {
  private readonly looks = new WeakMap<StreamSample, Look>()

  constructor(private readonly streams: RunningStreams) {}

  /** Undefined for what is no stream. */
  read(value: unknown): StreamFacts | undefined {
    if (typeof value !== 'object' || value === null) return undefined
    const chain = prototypesOf(value)
    const type = CLASSES.find(([prototype]) => chain.includes(prototype))?.[1]
    if (!type) return undefined
    const transformation = ownValue(value, 'transformation') as Transformation | undefined
    const found = transformation && this.sampleOf(transformation)
    if (!found) return { type, running: false, recordsPerSecond: 0, records: 0, columns: [], recordType: undefined }
    const { sample, running } = found
    const shape = sample.shape()
    const columns = shape.kind === 'object' ? shape.fields.map(column) : []
    return {
      type,
      running,
      recordsPerSecond: running ? this.rate(sample) : 0,
      records: sample.metrics.recordsOut,
      columns,
      recordType: shape.kind === 'object' || shape.kind === 'unknown' ? undefined : typeText(shape),
    }
  }

  /** The newest record of each evaluation that scores what a model predicts. */
  metricsOf(model: object): Readonly<Record<string, unknown>> | undefined {
    let newest: Readonly<Record<string, unknown>> | undefined
    for (const { samples } of this.streams.sessions()) {
      for (const [transformation, { latest }] of samples.entries()) {
        if (!isEvaluationRow(latest) || !usesModel(transformation, model, new Set())) continue
        newest = latest
      }
    }
    return newest
  }

  private sampleOf(transformation: Transformation): { sample: StreamSample; running: boolean } | undefined {
    let best: { sample: StreamSample; running: boolean } | undefined
    for (const { samples, running } of this.streams.sessions()) {
      const sample = samples.get(transformation)
      if (sample && (!best || running || !best.running)) best = { sample, running }
    }
    return best
  }

  private rate(sample: StreamSample): number {
    const now = this.streams.now()
    const { recordsOut } = sample.metrics
    const look = this.looks.get(sample)
    if (!look) {
      this.looks.set(sample, { at: now, records: recordsOut, rate: 0 })
      return 0
    }
    const elapsed = now - look.at
    if (elapsed >= RATE_MS) {
      look.rate = (Math.max(0, recordsOut - look.records) * 1000) / elapsed
      look.at = now
      look.records = recordsOut
    }
    return look.rate
  }
}

function column({ name, optional, type }: FieldShape) {
  return { name, type: `${typeText(type)}${optional ? ' | undefined' : ''}` }
}

/** `{ n, MAE, …, windowMAE, … }`, as evaluations give. */
function isEvaluationRow(record: unknown): record is Readonly<Record<string, unknown>> {
  if (typeof record !== 'object' || record === null) return false
  return typeof ownValue(record, 'n') === 'number' && Object.keys(record).some(name => name.startsWith('window'))
}

/** Whether a model is at work in what a transformation is computed from. */
function usesModel(transformation: Transformation, model: object, seen: Set<Transformation>): boolean {
  if (seen.has(transformation) || transformation.kind === 'source') return false
  seen.add(transformation)
  if (transformation.kind !== 'operator') return usesModel(transformation.input, model, seen)
  if (transformation.fn && ownValue(transformation.fn, 'model') === model) return true
  return transformation.inputs.some(input => usesModel(input, model, seen))
}
