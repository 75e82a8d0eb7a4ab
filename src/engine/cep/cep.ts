import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { compilePattern } from './compilePattern.ts'
import { Pattern, type PatternSequence, type PatternStart } from './pattern.ts'
import { type PatternInput, PatternStream } from './patternStream.ts'

/** Complex event processing: finds sequences of events (Flink's `CEP`). */
export class CEP {
  private constructor() {}

  /**
   * Looks for a pattern in a stream, or in the events of each key of a keyed one.
   *
   * @param pattern the sequence, or a function that builds it: then the names of its patterns are known to the compiler
   * @param comparator orders events of the same time; without it they are taken as they came
   * @throws FlinknbError `INVALID_OPTION` for a sequence that cannot match as it stands
   * @example
   * CEP.pattern(logins.keyBy('user'), p => p.begin('failed').where(e => !e.ok).times(3).consecutive().within('1min'))
   *   .select(match => ({ user: match.failed[0]!.user, count: match.failed.length }))
   */
  static pattern<T, M>(
    input: PatternInput<T>,
    pattern: PatternSequence<T, M> | ((start: PatternStart<T>) => PatternSequence<T, M>),
    comparator?: (a: T, b: T) => number,
  ): PatternStream<T, M> {
    if (typeof input?.transform !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `CEP.pattern: ${show(input)} is not a stream.`)
    }
    const sequence = typeof pattern === 'function' ? pattern(Pattern.of<T>()) : pattern
    if (!sequence?.node) {
      throw new FlinknbError('INVALID_OPTION', `CEP.pattern: ${show(sequence)} is not a Pattern.`, {
        fix: `Write for example Pattern.begin('a').where(…).followedBy('b').where(…).`,
      })
    }
    compilePattern(sequence.node) // an error belongs to this line, not to the running job
    return new PatternStream<T, M>(input, sequence.node, { comparator, lateTag: undefined, time: undefined })
  }
}
