import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { DataStream } from './dataStream.ts'
import type { Job } from './job.ts'
import type { Source } from './source.ts'
import { collectionSource } from './sources/collectionSource.ts'
import type { SinkTransformation } from './transformation.ts'
import { WatermarkStrategy } from './watermarkStrategy.ts'

/** What an environment hands its work to. */
export interface ExecutionHost {
  /** A stream was given a sink: it becomes part of the job to come. */
  addSink(sink: SinkTransformation): void
  /** Starts a job of just these sinks. */
  submit(sinks: readonly SinkTransformation[]): Job
  /** Starts the job of what `addSink` collected, and waits for its end. */
  execute(): Promise<void>
}

/** Where streams begin (Flink's `StreamExecutionEnvironment`). Describing streams starts nothing. */
export class StreamExecutionEnvironment {
  constructor(private readonly host: ExecutionHost) {}

  /**
   * A stream of what a source delivers.
   *
   * @param watermarks how event time is read; without it there is none (Kafka's record times are kept)
   * @param name as the running graph shows it
   */
  fromSource<T>(source: Source<T>, watermarks?: WatermarkStrategy<T>, name?: string): DataStream<T> {
    if (typeof source?.open !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `env.fromSource: ${show(source)} is not a source.`, {
        fix: 'Give it fileSource(…), kafkaSource(…), webSocketSource(…), dataGenSource(…) or a Source of your own.',
      })
    }
    if (watermarks !== undefined && !(watermarks instanceof WatermarkStrategy)) {
      throw new FlinknbError('INVALID_OPTION', `env.fromSource: ${show(watermarks)} is not a WatermarkStrategy.`, {
        fix: `Write for example WatermarkStrategy.forBoundedOutOfOrderness('5s').withTimestampAssigner('ts').`,
      })
    }
    return new DataStream<T>(this.host, {
      kind: 'source',
      name: name ?? source.description,
      source: source as Source<unknown>,
      watermarks: (watermarks ?? WatermarkStrategy.noWatermarks<T>())
        .settings as WatermarkStrategy<unknown>['settings'],
    })
  }

  /** A stream of the items of an array, a generator or an asynchronous iterable. */
  fromCollection<T>(items: Iterable<T> | AsyncIterable<T>): DataStream<T> {
    const iterable = items as Partial<Iterable<T> & AsyncIterable<T>> | null | undefined
    if (typeof iterable?.[Symbol.iterator] !== 'function' && typeof iterable?.[Symbol.asyncIterator] !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `env.fromCollection: ${show(items)} cannot be iterated.`, {
        fix: 'Give it an array, a Set, a generator or an asynchronous iterable.',
      })
    }
    return this.fromSource(collectionSource(items), undefined, 'collection')
  }

  /** Starts the job of every sink described so far and resolves at its end. In a notebook the end of the cell does it. */
  execute(): Promise<void> {
    return this.host.execute()
  }
}
