import { type Duration, durationMs } from '../base/duration.ts'
import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'
import type { CheckpointStore, JobSnapshot } from './checkpoint.ts'
import { DataStream } from './dataStream.ts'
import type { Job } from './job.ts'
import type { JobSettings } from './jobSettings.ts'
import type { RestartStrategy } from './restartStrategy.ts'
import { type RunningGraph, runningGraph } from './runningGraph.ts'
import type { Source } from './source.ts'
import { collectionSource } from './sources/collectionSource.ts'
import type { SinkTransformation } from './transformation.ts'
import { WatermarkStrategy } from './watermarkStrategy.ts'

/** What an environment hands its work to. */
export interface ExecutionHost {
  /** Where the checkpoints of one job are kept. Absent where there is no place for them. */
  checkpointStore?(directory: string, jobId: string, retain: number): CheckpointStore
  /** Reads one checkpoint (or savepoint) by its path. */
  readCheckpoint?(file: string): Promise<JobSnapshot>
  /** A source was used, or a collection: whoever shows what sources deliver may remember where. */
  described?(source: Source<unknown>, callee: 'fromSource' | 'fromCollection'): void
  /** A stream was given a sink: it becomes part of the job to come. */
  addSink(sink: SinkTransformation): void
  /** Starts a job of just these sinks. */
  submit(sinks: readonly SinkTransformation[]): Job
  /** Starts the job of what `addSink` collected, and waits for its end. */
  execute(): Promise<void>
}

/** What a stream knows of its environment. */
export interface StreamHost extends ExecutionHost {
  jobSettings(jobId: string): JobSettings
}

export interface CheckpointOptions {
  /** Folder that holds a folder for each job; relative to the notebook's. */
  readonly directory: string
  /** How many checkpoints of a job are kept. Default 3. */
  readonly retain?: number | undefined
  /**
   * Where jobs start: `'latest'` continues a job of the same cell from its newest checkpoint, if there is one; a path from that
   * checkpoint. Default: from the beginning.
   */
  readonly restore?: 'latest' | (string & {}) | undefined
  /** State that the changed job does not have is an error unless this is true. */
  readonly allowNonRestoredState?: boolean | undefined
}

/** Where streams begin (Flink's `StreamExecutionEnvironment`). Describing streams starts nothing. */
export class StreamExecutionEnvironment {
  private readonly host: StreamHost
  private readonly running = new Set<Job>()
  private checkpointing: (CheckpointOptions & { readonly intervalMs: number; readonly retain: number }) | undefined
  private restart: RestartStrategy | undefined

  constructor(host: ExecutionHost) {
    this.host = { ...host, jobSettings: jobId => this.jobSettings(jobId) }
  }

  /**
   * From now on jobs take checkpoints: what they know is written to disk every `interval`, sinks commit with it, and a job
   * that was killed continues from the newest as if nothing had happened.
   *
   * @example env.enableCheckpointing('10s', { directory: 'checkpoints', restore: 'latest' })
   */
  enableCheckpointing(interval: Duration, options: CheckpointOptions): this {
    checkOptionNames('enableCheckpointing', options, ['directory', 'retain', 'restore', 'allowNonRestoredState'])
    const { directory, retain = 3 } = options
    if (typeof directory !== 'string' || directory === '') {
      throw new FlinknbError('INVALID_OPTION', `enableCheckpointing: directory ${show(directory)} is no folder.`)
    }
    if (!Number.isInteger(retain) || retain < 1) {
      throw new FlinknbError('INVALID_OPTION', `enableCheckpointing: retain ${show(retain)} is not a number from 1 on.`)
    }
    this.checkpointing = { ...options, retain, intervalMs: durationMs(interval, 'enableCheckpointing: interval') }
    return this
  }

  /** From now on jobs take no checkpoints. */
  disableCheckpointing(): this {
    this.checkpointing = undefined
    return this
  }

  /** Whether and when jobs started from now on start again after a failure, from their newest checkpoint. */
  setRestartStrategy(strategy: RestartStrategy): this {
    if (typeof strategy?.begin !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `setRestartStrategy: ${show(strategy)} is no restart strategy.`, {
        fix: `Write fixedDelayRestart(3, '1s'), exponentialDelayRestart() or noRestart().`,
      })
    }
    this.restart = strategy
    return this
  }

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
    this.host.described?.(source as Source<unknown>, 'fromSource')
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
    const source = collectionSource(items)
    this.host.described?.(source as Source<unknown>, 'fromCollection')
    return this.fromSource(source, undefined, 'collection')
  }

  /**
   * The jobs that run now, each with its operators, rates, backpressure and watermarks. Displayed, it is drawn and stays alive.
   *
   * @example display(env.graph())
   */
  graph(): RunningGraph {
    return runningGraph(() => this.jobs())
  }

  /** The jobs that run now. */
  jobs(): readonly Job[] {
    return [...this.running]
  }

  /** Starts the job of every sink described so far and resolves at its end. In a notebook the end of the cell does it. */
  execute(): Promise<void> {
    return this.host.execute()
  }

  private watch(job: Job): void {
    this.running.add(job)
    void job.done.then(() => this.running.delete(job))
  }

  private jobSettings(jobId: string): JobSettings {
    const { checkpointing, host, restart } = this
    const settings: JobSettings = { observe: job => this.watch(job), ...(restart ? { restart } : {}) }
    if (!checkpointing || !host.checkpointStore) return settings
    const { directory, retain, intervalMs, restore, allowNonRestoredState = false } = checkpointing
    const store = host.checkpointStore(directory, jobId, retain)
    return {
      ...settings,
      checkpoints: { store, intervalMs },
      allowNonRestoredState,
      ...(restore === undefined
        ? {}
        : { restoreFrom: async () => (restore === 'latest' ? store.latest() : host.readCheckpoint?.(restore)) }),
    }
  }
}
