import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'
import { AllWindowedStream } from './allWindowedStream.ts'
import { ASYNC_OPTION_NAMES, type AsyncContext, type AsyncOptions, asyncSettings } from './asyncOptions.ts'
import { BroadcastConnectedStream, BroadcastStream } from './broadcastStream.ts'
import { ConnectedStreams, checkConnectable } from './connectedStreams.ts'
import type { StreamHost } from './environment.ts'
import { type CoGroupedStreams, coGroupedStreams } from './joins/coGroup.ts'
import { type LookupFunction, type LookupJoin, type LookupJoinOptions, lookupJoin } from './joins/lookupJoin.ts'
import { type JoinedStreams, joinedStreams } from './joins/windowJoin.ts'
import { KeyedStream } from './keyedStream.ts'
import { type KeySelector, keyReader } from './keyOf.ts'
import type { Operator } from './operator.ts'
import { AssignTimestampsOperator } from './operators/assignTimestampsOperator.ts'
import { AsyncOperator } from './operators/asyncOperator.ts'
import { ProcessOperator } from './operators/processOperator.ts'
import { UnionOperator } from './operators/unionOperator.ts'
import type { OutputTag, ProcessFunction } from './processFunction.ts'
import type { Sink } from './sink.ts'
import { CollectSink } from './sinks/collectSink.ts'
import type { DeadLetter } from './source.ts'
import type { MapStateDescriptor } from './state/broadcastState.ts'
import type { FilterFunction, FlatMapFunction, MapFunction, StatelessStep } from './statelessChain.ts'
import {
  DEAD_LETTERS_ID,
  type OperatorTransformation,
  type SinkTransformation,
  type SourceTransformation,
  type Transformation,
} from './transformation.ts'
import { WatermarkStrategy } from './watermarkStrategy.ts'
import { countWindows } from './windows/countWindows.ts'
import type { Windows } from './windows/windowAssigner.ts'
import { WindowPlan, withoutKey } from './windows/windowPlan.ts'

/** A stream of rows of type `T`: a description that starts nothing. Every method gives a new stream. */
export class DataStream<T> {
  constructor(
    /** What its jobs are handed to. */
    readonly host: StreamHost,
    /** What it is computed from. */
    readonly transformation: Transformation,
  ) {}

  // ------------------------------------------------------------------ record by record

  /** Each record replaced by what `fn` makes of it. */
  map<R>(fn: MapFunction<T, R>, name = 'map'): DataStream<R> {
    return this.step<R>({ kind: 'map', name, apply: fn as MapFunction<unknown, unknown> }, fn)
  }

  /** The records for which `fn` is true. */
  filter<S extends T>(fn: (value: T) => value is S, name?: string): DataStream<S>
  filter(fn: FilterFunction<T>, name?: string): DataStream<T>
  filter(fn: FilterFunction<T>, name = 'filter'): DataStream<T> {
    return this.step<T>({ kind: 'filter', name, apply: fn as FilterFunction<unknown> }, fn)
  }

  /** Each record replaced by none, one or several: those `fn` returns, or hands to its collector. */
  flatMap<R>(fn: FlatMapFunction<T, R>, name = 'flatMap'): DataStream<R> {
    return this.step<R>({ kind: 'flatMap', name, apply: fn as FlatMapFunction<unknown, unknown> }, fn)
  }

  /** The records with these columns alone, in this order (Flink's `project`). */
  project<C extends keyof T & string>(...columns: readonly C[]): DataStream<Pick<T, C>> {
    const [first] = columns
    if (first === undefined || columns.some(column => typeof column !== 'string')) {
      throw new FlinknbError('INVALID_OPTION', `project: ${show(columns)} are no names of columns.`, {
        fix: `Write for example project('id', 'price').`,
      })
    }
    return this.map<Pick<T, C>>(row => {
      const picked: Partial<Pick<T, C>> = {}
      for (const column of columns) picked[column] = row[column]
      return picked as Pick<T, C>
    }, 'project')
  }

  /** Runs a function with a life cycle, side outputs and state of its own. */
  process<R>(fn: ProcessFunction<T, R>, name?: string): DataStream<R> {
    if (typeof fn?.processElement !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `process: ${show(fn)} is not a ProcessFunction.`, {
        fix: 'Give it an object with processElement(value, context, out), or ml.prequential(…), ml.predict(…).',
      })
    }
    const made = this.transform<R>(name ?? fn.name ?? 'process', () => new ProcessOperator<T, R>(fn))
    return new DataStream<R>(this.host, { ...(made.transformation as OperatorTransformation), fn })
  }

  /**
   * Each record replaced by what an asynchronous function makes of it: a request, a query. Results come in the order of
   * their records unless `ordered` is false; at most `capacity` calls are in progress (Flink's `AsyncDataStream`).
   *
   * @example .mapAsync(row => fetchPrice(row.symbol), { capacity: 20, timeout: '5s', retry: { maxAttempts: 3, delay: '1s' } })
   */
  mapAsync<R>(
    fn: (value: T, context: AsyncContext) => R | PromiseLike<R>,
    options: AsyncOptions<T, R> = {},
    name = 'async map',
  ): DataStream<R> {
    if (typeof fn !== 'function') throw new FlinknbError('INVALID_OPTION', `mapAsync: ${show(fn)} is not a function.`)
    checkOptionNames('mapAsync', options, ASYNC_OPTION_NAMES)
    const settings = asyncSettings('mapAsync', options)
    return this.transform<R>(
      name,
      () => new AsyncOperator<T, R, R>({ invoke: fn, emit: (_value, result, collect) => collect(result) }, settings),
    )
  }

  /**
   * Looks each record up elsewhere by a key, with a cache where one is wanted, and joins it with what is found (Flink
   * SQL's lookup join).
   *
   * @example orders.lookupJoin(id => customers.get(id), { key: 'customerId', cache: true }).apply((order, customer) => …)
   */
  lookupJoin<K, V>(lookup: LookupFunction<K, V>, options: LookupJoinOptions<T, K, V>): LookupJoin<T, K, V> {
    return lookupJoin(this, lookup, options)
  }

  /**
   * A stream computed by an operator of one's own (Flink's `DataStream.transform`): the way in for what has no method.
   *
   * @param create makes the operator of one job; each run has its own
   */
  transform<R>(name: string, create: () => Operator<T, R>): DataStream<R> {
    const inputs = [this.transformation]
    return new DataStream<R>(this.host, {
      kind: 'operator',
      name,
      inputs,
      create: create as () => Operator<unknown, unknown>,
    })
  }

  /**
   * Names the operator or source that makes this stream, for graphs and errors. Call it right after that operator. Where it
   * has no `uid`, its state is found by this name.
   */
  name(name: string): DataStream<T> {
    if (typeof name !== 'string' || name === '') {
      throw new FlinknbError('INVALID_OPTION', `name: ${show(name)} is no name.`)
    }
    const { transformation } = this
    if (transformation.kind === 'sideOutput') return this
    if (transformation.kind === 'stateless') {
      return new DataStream<T>(this.host, { ...transformation, step: { ...transformation.step, name } })
    }
    return new DataStream<T>(this.host, { ...transformation, name })
  }

  /**
   * Names the state of the operator or source that makes this stream, so that a checkpoint finds it again when the job was
   * changed elsewhere. Call it right after that operator.
   */
  uid(id: string): DataStream<T> {
    const { transformation } = this
    if (transformation.kind !== 'source' && transformation.kind !== 'operator') return this
    return new DataStream<T>(this.host, { ...transformation, uid: id })
  }

  // ------------------------------------------------------------------ streams together, keys and time

  /** This stream and others of the same type, as they come. */
  union(...others: readonly DataStream<T>[]): DataStream<T> {
    const inputs = [this, ...others].map(stream => stream.transformation)
    return new DataStream<T>(this.host, { kind: 'operator', name: 'union', inputs, create: () => new UnionOperator() })
  }

  /** This stream and another, of whatever type, worked on by one function; or with what another broadcasts. */
  connect<B>(other: BroadcastStream<B>): BroadcastConnectedStream<T, B>
  connect<B>(other: DataStream<B>): ConnectedStreams<T, B>
  connect<B>(other: BroadcastStream<B> | DataStream<B>): unknown {
    if (other instanceof BroadcastStream) return new BroadcastConnectedStream<T, B>(this, other)
    checkConnectable('connect', other, 'stream')
    return new ConnectedStreams<T, B>(this, other)
  }

  /** Makes what this stream delivers known to every key of a stream that is connected with it. */
  broadcast(...descriptors: readonly MapStateDescriptor<unknown, unknown>[]): BroadcastStream<T> {
    return new BroadcastStream<T>(this, descriptors)
  }

  /** Pairs with the records of another stream that have the same key in the same window. */
  join<R>(other: DataStream<R>): JoinedStreams<T, R> {
    checkConnectable('join', other, 'stream')
    return joinedStreams<T, R>(this, other)
  }

  /** Groups with the records of another stream that have the same key in the same window. */
  coGroup<R>(other: DataStream<R>): CoGroupedStreams<T, R> {
    checkConnectable('coGroup', other, 'stream')
    return coGroupedStreams<T, R>(this, other)
  }

  /** Divides the stream by key: a column, several columns (the key is an object of them), or a function. */
  keyBy<C extends keyof T & string>(column: C): KeyedStream<T, T[C]>
  keyBy<C extends keyof T & string>(columns: readonly C[]): KeyedStream<T, Pick<T, C>>
  keyBy<K>(selector: (value: T) => K): KeyedStream<T, K>
  keyBy(selector: KeySelector<T, unknown>): KeyedStream<T, unknown> {
    return new KeyedStream<T, unknown>(this.host, this.transformation, keyReader(selector))
  }

  /** Groups all records by windows, whatever their key. */
  windowAll(windows: Windows<T>): AllWindowedStream<T> {
    return new AllWindowedStream<T>(new WindowPlan<T>('windowAll', withoutKey(this), windows))
  }

  /** Windows of `size` records; with `slide`, at every `slide`-th record the newest `size`. */
  countWindowAll(size: number, slide?: number): AllWindowedStream<T> {
    return new AllWindowedStream<T>(countWindows('countWindowAll', withoutKey(this), size, slide))
  }

  /** Gives records event time in mid-stream; what came from upstream is ignored. */
  assignTimestampsAndWatermarks(strategy: WatermarkStrategy<T>): DataStream<T> {
    if (!(strategy instanceof WatermarkStrategy)) {
      throw new FlinknbError(
        'INVALID_OPTION',
        `assignTimestampsAndWatermarks: ${show(strategy)} is not a WatermarkStrategy.`,
      )
    }
    return this.transform<T>('timestamps', () => new AssignTimestampsOperator<T>(strategy.settings))
  }

  // ------------------------------------------------------------------ side outputs

  /** What the operator that made this stream sent to a side output. */
  getSideOutput<S>(tag: OutputTag<S>): DataStream<S> {
    return new DataStream<S>(this.host, {
      kind: 'sideOutput',
      input: this.transformation,
      tag: tag as OutputTag<unknown>,
    })
  }

  /** Records of this stream's sources that could not be decoded, with where they came from and why. */
  deadLetters(): DataStream<DeadLetter> {
    const tag = { id: DEAD_LETTERS_ID } as OutputTag<unknown>
    const [first, ...others] = sourcesOf(this.transformation).map(
      input => new DataStream<DeadLetter>(this.host, { kind: 'sideOutput', input, tag }),
    )
    if (!first) throw new FlinknbError('INVALID_STATE', 'deadLetters: the stream has no source.')
    return others.length > 0 ? first.union(...others) : first
  }

  // ------------------------------------------------------------------ the end of a stream

  /** Sends the records to a sink. The job starts at the end of the cell (or with `env.execute()`). */
  sinkTo(sink: Sink<T>, name?: string): void {
    if (typeof sink?.open !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `sinkTo: ${show(sink)} is not a sink.`, {
        fix: 'Give it fileSink(…), kafkaSink(…), webSocketSink(…) or a Sink of your own.',
      })
    }
    this.host.addSink(this.sinkTransformation(sink, name))
  }

  /**
   * Runs a bounded job now and gives its records, in order.
   *
   * @param options.limit stop after this many records; needed for a stream without end
   */
  async executeAndCollect(options: { readonly limit?: number | undefined } = {}): Promise<T[]> {
    checkOptionNames('executeAndCollect', options, ['limit'])
    const limit = options.limit ?? Number.POSITIVE_INFINITY
    if (typeof limit !== 'number' || !(limit >= 0)) {
      throw new FlinknbError('INVALID_OPTION', `executeAndCollect: limit ${show(limit)} is not a number of records.`)
    }
    const unbounded = sourcesOf(this.transformation).find(({ source }) => source.boundedness === 'unbounded')
    if (unbounded && limit === Number.POSITIVE_INFINITY) {
      throw new FlinknbError('INVALID_STATE', `executeAndCollect: ${unbounded.name} never ends.`, {
        fix: 'Give a limit, such as executeAndCollect({ limit: 1000 }), or a bound to the source.',
      })
    }
    if (limit === 0) return []
    let onFull = () => {}
    const sink = new CollectSink<T>(limit, () => onFull())
    const job = this.host.submit([this.sinkTransformation(sink, 'collect')])
    onFull = () => void job.cancel() // what is still in flight is not wanted
    await job.done
    if (job.state === 'failed') throw job.error
    if (job.state === 'stopped' && sink.values.length < limit) {
      throw new FlinknbError('INTERRUPTED', `executeAndCollect: stopped after ${sink.values.length} records.`)
    }
    return sink.values
  }

  protected sinkTransformation(sink: Sink<T>, name?: string): SinkTransformation {
    const settings = (jobId: string) => this.host.jobSettings(jobId)
    const erased = sink as Sink<unknown>
    return { kind: 'sink', name: name ?? sink.description, input: this.transformation, sink: erased, settings }
  }

  private step<R>(step: StatelessStep, fn: unknown): DataStream<R> {
    if (typeof fn !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `${step.kind}: ${show(fn)} is not a function.`)
    }
    return new DataStream<R>(this.host, { kind: 'stateless', input: this.transformation, step })
  }
}

function sourcesOf(transformation: Transformation): SourceTransformation[] {
  const found = new Set<SourceTransformation>()
  const visit = (one: Transformation) => {
    if (one.kind === 'source') found.add(one)
    else if (one.kind === 'operator') one.inputs.forEach(visit)
    else visit(one.input)
  }
  visit(transformation)
  return [...found]
}
