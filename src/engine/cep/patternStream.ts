import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { DataStream } from '../dataStream.ts'
import { KeyedStream } from '../keyedStream.ts'
import type { KeyReader } from '../keyOf.ts'
import type { Operator } from '../operator.ts'
import type { Collector, OutputTag } from '../processFunction.ts'
import { CepOperator, type CepSettings, type PatternTime } from './cepOperator.ts'
import { compilePattern } from './compilePattern.ts'
import type { PatternNode } from './patternNode.ts'
import type { PatternContext, PatternMatch, PatternProcessFunction } from './patternProcessFunction.ts'

export type PatternInput<T> = DataStream<T> | KeyedStream<T, unknown>

export interface PatternOptions<T> {
  readonly comparator: ((a: T, b: T) => number) | undefined
  readonly lateTag: OutputTag<T> | undefined
  readonly time: PatternTime | undefined
}

/** A stream with a pattern to look for in it. Made by `CEP.pattern(…)`. */
export class PatternStream<T, M> {
  constructor(
    private readonly input: PatternInput<T>,
    private readonly pattern: PatternNode,
    private readonly options: PatternOptions<T>,
  ) {}

  /** Events count when they arrive, in the order they arrive. Without this call: event time if the stream has it. */
  inProcessingTime(): PatternStream<T, M> {
    return this.with({ time: 'processing' })
  }

  /** Events count by their timestamps; a stream without any is an error. */
  inEventTime(): PatternStream<T, M> {
    return this.with({ time: 'event' })
  }

  /** Sends events behind the watermark to a side output instead of dropping them. */
  sideOutputLateData(tag: OutputTag<T>): PatternStream<T, M> {
    return this.with({ lateTag: tag })
  }

  /** Gives every match to a function, which may also see the matches that ran out of time. */
  process<R>(fn: PatternProcessFunction<M, R>, name?: string): DataStream<R> {
    if (typeof fn?.processMatch !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `process: ${show(fn)} is not a PatternProcessFunction.`, {
        fix: 'Give it an object with processMatch(match, context, out).',
      })
    }
    const graph = compilePattern(this.pattern)
    const create = (keyOf: KeyReader) =>
      new CepOperator<T, R>({
        ...(this.options as unknown as Pick<CepSettings<R>, keyof PatternOptions<unknown>>),
        graph,
        skip: this.pattern.skip,
        keyOf,
        process: fn as unknown as CepSettings<R>['process'],
      }) as Operator<T, R>
    const label = name ?? fn.name ?? `pattern ${graph.patternNames.join(' ')}`
    if (this.input instanceof KeyedStream) return this.input.transform(label, create)
    return this.input.transform(label, () => create(() => undefined))
  }

  /** One result for each match; with a tag also one in a side output for each partial match that ran out of time. */
  select<R>(fn: (match: PatternMatch<M>) => R): DataStream<R>
  select<R, S>(
    timeoutTag: OutputTag<S>,
    timeout: (match: PatternMatch<M>, timestamp: number) => S,
    fn: (match: PatternMatch<M>) => R,
  ): DataStream<R>
  select<R, S>(
    ...args: SelectArguments<(m: PatternMatch<M>) => R, OutputTag<S>, (m: PatternMatch<M>, t: number) => S>
  ) {
    const [fn, tag, timeout] = selectArguments('select', args)
    return this.process<R>({
      processMatch: (match, _context, out) => out.collect(fn(match)),
      ...(tag && timeout && { processTimedOutMatch: (match, context) => emit(context, tag, timeout, match) }),
    })
  }

  /** None, one or several results for each match. */
  flatSelect<R>(fn: (match: PatternMatch<M>, out: Collector<R>) => void): DataStream<R>
  flatSelect<R, S>(
    timeoutTag: OutputTag<S>,
    timeout: (match: PatternMatch<M>, timestamp: number, out: Collector<S>) => void,
    fn: (match: PatternMatch<M>, out: Collector<R>) => void,
  ): DataStream<R>
  flatSelect<R, S>(
    ...args: SelectArguments<
      (match: PatternMatch<M>, out: Collector<R>) => void,
      OutputTag<S>,
      (match: PatternMatch<M>, timestamp: number, out: Collector<S>) => void
    >
  ) {
    const [fn, tag, timeout] = selectArguments('flatSelect', args)
    return this.process<R>({
      processMatch: (match, _context, out) => fn(match, out),
      ...(tag &&
        timeout && {
          processTimedOutMatch: (match, context) =>
            timeout(match, context.timestamp, { collect: value => context.output(tag, value) }),
        }),
    })
  }

  private with(change: Partial<PatternOptions<T>>): PatternStream<T, M> {
    return new PatternStream<T, M>(this.input, this.pattern, { ...this.options, ...change })
  }
}

type SelectArguments<Fn, Tag, Timeout> = readonly [Fn] | readonly [Tag, Timeout, Fn]

function selectArguments<Fn, Tag, Timeout>(
  call: string,
  args: SelectArguments<Fn, Tag, Timeout>,
): readonly [Fn, Tag?, Timeout?] {
  const [tag, timeout, fn] = args.length === 1 ? [undefined, undefined, args[0]] : args
  for (const [i, given] of (args.length === 1 ? [fn] : [timeout, fn]).entries()) {
    if (typeof given === 'function') continue
    throw new FlinknbError('INVALID_OPTION', `${call}: ${show(given)} is not a function.`, {
      fix:
        i === 0 && args.length > 1
          ? `Write ${call}(tag, timeout, select).`
          : `Write for example ${call}(match => match).`,
    })
  }
  return tag === undefined || timeout === undefined ? [fn as Fn] : [fn as Fn, tag as Tag, timeout as Timeout]
}

function emit<M, S>(
  context: PatternContext,
  tag: OutputTag<S>,
  timeout: (match: PatternMatch<M>, timestamp: number) => S,
  match: PatternMatch<M>,
): void {
  context.output(tag, timeout(match, context.timestamp))
}
