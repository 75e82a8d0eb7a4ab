import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { type Aggregator, collectingAggregator, reduceAggregator } from '../aggregates/aggregator.ts'
import { DataStream } from '../dataStream.ts'
import type { StreamHost } from '../environment.ts'
import type { KeyReader } from '../keyOf.ts'
import type { Operator } from '../operator.ts'
import type { Collector, OutputTag } from '../processFunction.ts'
import type { Transformation } from '../transformation.ts'
import type { WindowOperatorSettings } from './baseWindowOperator.ts'
import { createWindowOperator } from './createWindowOperator.ts'
import type { Evictor } from './evictor.ts'
import type { Trigger } from './trigger.ts'
import { windowAggregation } from './windowAggregation.ts'
import { type Windows, windowAssigner, windowsName } from './windowAssigner.ts'
import { checkWindowFunction, type ProcessWindowFunction, type WindowContext } from './windowFunction.ts'

/** What is windowed. */
export interface WindowInput {
  readonly host: StreamHost
  readonly transformation: Transformation
  readonly keyOf: KeyReader
}

/** A stream whose records are windowed all together. */
export function withoutKey({ host, transformation }: Omit<WindowInput, 'keyOf'>): WindowInput {
  return { host, transformation, keyOf: () => undefined }
}

/** What has been chosen. The type of the records is erased, so that a stream of a narrower type stands for one of a wider. */
interface WindowOptions {
  readonly allowedLatenessMs?: number
  readonly lateTag?: OutputTag<unknown>
  readonly trigger?: Trigger<never>
  readonly evictor?: Evictor<never>
}

/** A window function for whatever elements. */
type AnyWindowFunction = ProcessWindowFunction<never, unknown, never>
type WindowProcess<R> = (key: unknown, context: WindowContext, elements: readonly unknown[], out: Collector<R>) => void

/** Windows, trigger, evictor and lateness as they have been chosen so far: what keyed and non-keyed windows share. */
export class WindowPlan<T> {
  private readonly windows: Windows<never>

  /** @param call as the user wrote it, for errors */
  constructor(
    private readonly call: string,
    private readonly input: WindowInput,
    windows: Windows<T>,
    private readonly options: WindowOptions = {},
  ) {
    this.windows = windows
    const known = windows as Partial<Record<'kind' | 'assignWindows', unknown>> | undefined
    if (!KINDS.includes(known?.kind) && typeof known?.assignWindows !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `${call}: ${show(windows)} is no window assigner.`, {
        fix: `Write for example TumblingEventTimeWindows.of('1min'), SlidingEventTimeWindows.of('10s', '1s') or EventTimeSessionWindows.withGap('30s').`,
      })
    }
  }

  allowedLateness(lateness: Duration): WindowPlan<T> {
    return this.with({ allowedLatenessMs: durationMs(lateness, 'allowedLateness') })
  }

  sideOutputLateData(tag: OutputTag<T>): WindowPlan<T> {
    if (typeof tag?.id === 'string') return this.with({ lateTag: tag })
    throw new FlinknbError('INVALID_OPTION', `sideOutputLateData: ${show(tag)} is not an OutputTag.`, {
      fix: `Write new OutputTag<Row>('late'), and getSideOutput with the same tag.`,
    })
  }

  trigger(trigger: Trigger<T>): WindowPlan<T> {
    if (typeof trigger?.onElement !== 'function' || typeof trigger.clear !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `trigger: ${show(trigger)} is not a Trigger.`, {
        fix: 'Write for example CountTrigger.of(100), or an object with onElement, onEventTime, onProcessingTime and clear.',
      })
    }
    if (windowAssigner<never>(this.windows).mergesWindows && !trigger.onMerge) {
      throw new FlinknbError(
        'INVALID_OPTION',
        `trigger: ${trigger.name ?? 'it'} cannot be used with windows that merge.`,
        {
          fix: 'Session windows need a trigger with onMerge.',
        },
      )
    }
    return this.with({ trigger })
  }

  evictor(evictor: Evictor<T>): WindowPlan<T> {
    if (typeof evictor?.evictBefore === 'function' || typeof evictor?.evictAfter === 'function') {
      return this.with({ evictor: evictor as Evictor<never> })
    }
    throw new FlinknbError('INVALID_OPTION', `evictor: ${show(evictor)} is not an Evictor.`, {
      fix: 'Write for example CountEvictor.of(100), or an object with evictBefore or evictAfter.',
    })
  }

  /** The stream of what windows add up to; a window function gets each result. */
  aggregate<R>(aggregates: object, isKeyed: boolean, fn?: AnyWindowFunction): DataStream<R> {
    const { aggregator, complete } = windowAggregation<T>(aggregates, isKeyed)
    if (fn === undefined) {
      return this.fire<unknown, R>('aggregate', aggregator, (key, window, value, collect) =>
        collect(complete(value, key, window) as R),
      )
    }
    const process = this.processing<R>('aggregate', fn)
    return this.fire<unknown, R>(
      'aggregate',
      aggregator,
      (key, window, value, collect, context) => process(key, context, [complete(value, key, window)], { collect }),
      fn,
    )
  }

  /** The stream of windows reduced to a record each. Of a window whose evictor left nothing there is nothing to give. */
  reduce<R>(reduce: (a: T, b: T) => T, fn?: AnyWindowFunction): DataStream<R> {
    if (typeof reduce !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `reduce: ${show(reduce)} is not a function of two records.`)
    }
    const aggregator = reduceAggregator<T>(reduce)
    if (fn === undefined) {
      return this.fire<T | undefined, R>('reduce', aggregator, (_key, _window, value, collect) => {
        if (value !== undefined) collect(value as unknown as R)
      })
    }
    const process = this.processing<R>('reduce', fn)
    return this.fire<T | undefined, R>(
      'reduce',
      aggregator,
      (key, _window, value, collect, context) => {
        if (value !== undefined) process(key, context, [value], { collect })
      },
      fn,
    )
  }

  /**
   * The stream of what a function makes of all records of each window.
   *
   * @param name of the operator, after that of its windows
   */
  process<R>(fn: AnyWindowFunction, name = 'window process'): DataStream<R> {
    const process = this.processing<R>('process', fn)
    return this.fire<T[], R>(
      name,
      collectingAggregator<T>(),
      (key, _window, elements, collect, context) => process(key, context, elements, { collect }),
      fn,
    )
  }

  /** As graphs and errors show an operator of these windows. */
  operatorName(name: string): string {
    return `${windowsName(this.windows as Windows<T>)} ${name}`
  }

  private processing<R>(call: string, fn: AnyWindowFunction): WindowProcess<R> {
    checkWindowFunction(call, fn)
    return fn.process.bind(fn) as WindowProcess<R>
  }

  private fire<Acc, R>(
    name: string,
    aggregator: Aggregator<T, Acc>,
    emit: WindowOperatorSettings<T, Acc, R>['emit'],
    fn?: AnyWindowFunction,
  ): DataStream<R> {
    const windows = this.windows as Windows<T>
    const { host, transformation, keyOf } = this.input
    const { allowedLatenessMs = 0 } = this.options
    const lateTag = this.options.lateTag as OutputTag<T> | undefined
    const trigger = this.options.trigger as Trigger<T> | undefined
    const evictor = this.options.evictor as Evictor<T> | undefined
    const clear = fn?.clear && ((key: unknown, context: WindowContext) => fn.clear?.(key as never, context))
    const settings = { windows, keyOf, aggregator, emit, clear, allowedLatenessMs, lateTag, trigger, evictor }
    return new DataStream<R>(host, {
      kind: 'operator',
      name: this.operatorName(name),
      inputs: [transformation],
      create: () => createWindowOperator<T, Acc, R>(settings) as Operator<unknown, unknown>,
    })
  }

  private with(change: WindowOptions): WindowPlan<T> {
    return new WindowPlan<T>(this.call, this.input, this.windows as Windows<T>, { ...this.options, ...change })
  }
}

const KINDS: readonly unknown[] = ['timeWindows', 'cumulateWindows', 'sessionWindows', 'globalWindows']
