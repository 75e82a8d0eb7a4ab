import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'
import { createFileSink } from '../connectors/file/fileSink.ts'
import { createFileSource } from '../connectors/file/fileSource.ts'
import { recording } from '../connectors/formats/recording.ts'
import type { DataStream } from '../engine/dataStream.ts'
import { type RecordedRecord, RecordOperator, ReplayOperator } from '../engine/operators/recordOperator.ts'
import { currentSession } from './currentSession.ts'
import { env } from './env.ts'

/**
 * Keeps what passes a stream in a file, with its event times and watermarks, for {@link replay}. The file is visible when
 * the job has ended.
 *
 * @example record(ticks, 'recordings/ticks.jsonl')
 */
export function record<T>(stream: DataStream<T>, file: string): void {
  checkFile('record', file)
  const format = recording()
  const sink = createFileSink<RecordedRecord>({ path: file, format }, currentSession().baseDirectory)
  stream.transform<RecordedRecord>('record', () => new RecordOperator()).sinkTo(sink)
}

export interface ReplayOptions {
  /** How many times as fast as it was recorded. Default: as fast as possible. */
  readonly speed?: number | undefined
}

/**
 * A stream that gives back what {@link record} kept, with the event times and watermarks it had: whatever is computed from it
 * in event time is what was computed then, at any speed.
 *
 * @example replay<Tick>('recordings/ticks.jsonl').keyBy('symbol')…
 */
export function replay<T>(file: string, options: ReplayOptions = {}): DataStream<T> {
  checkFile('replay', file)
  checkOptionNames('replay', options, ['speed'])
  const { speed = Number.POSITIVE_INFINITY } = options
  const source = createFileSource<RecordedRecord>(
    { path: file, format: recording(), replay: { timestamp: 'at', speed }, onMalformed: 'fail' },
    currentSession().baseDirectory,
  )
  const recorded = env.fromSource(source, undefined, `replay ${file}`)
  const stream = recorded.transform<T>('replay', () => new ReplayOperator() as never)
  currentSession().sourceMade?.(stream.transformation, 'replay')
  return stream
}

function checkFile(call: string, file: unknown): void {
  if (typeof file === 'string' && file !== '') return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${show(file)} is no path of a file.`)
}
