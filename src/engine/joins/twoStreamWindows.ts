import type { Duration } from '../../base/duration.ts'
import type { DataStream } from '../dataStream.ts'
import { asUserCodeError } from '../userCodeError.ts'
import type { Evictor } from '../windows/evictor.ts'
import type { Trigger } from '../windows/trigger.ts'
import type { WindowPlan } from '../windows/windowPlan.ts'
import type { FromEither } from './keyedUnion.ts'

/** Windows that hold the records of two streams: what a window join and a coGroup have in common. Each call gives a new value. */
export abstract class TwoStreamWindows<L, R> {
  constructor(protected readonly plan: WindowPlan<FromEither<L, R>>) {}

  /** Decides when windows fire, in place of the default. */
  trigger(trigger: Trigger<FromEither<L, R>>): this {
    return this.with(this.plan.trigger(trigger))
  }

  /** Takes records of either side out of windows that fire. */
  evictor(evictor: Evictor<FromEither<L, R>>): this {
    return this.with(this.plan.evictor(evictor))
  }

  /** How long after its end a window still takes records; each makes it fire again as a whole, as in Flink. */
  allowedLateness(lateness: Duration): this {
    return this.with(this.plan.allowedLateness(lateness))
  }

  protected abstract with(plan: WindowPlan<FromEither<L, R>>): this

  /**
   * Calls `group` with the records of both sides for every key and window that has any.
   *
   * @param name of the operator, after that of its windows
   * @param group may name in `failedOn` what its error is about; the records of both sides otherwise
   */
  protected group<Out>(
    name: string,
    group: (lefts: readonly L[], rights: readonly R[], collect: (value: Out) => void, scope: GroupScope) => void,
  ): DataStream<Out> {
    const operator = this.plan.operatorName(name)
    return this.plan.process<Out>(
      {
        process: (key, _context, elements: readonly FromEither<L, R>[], out) => {
          const lefts: L[] = []
          const rights: R[] = []
          for (const one of elements) {
            if (one.from === 'left') lefts.push(one.record)
            else rights.push(one.record)
          }
          const scope: GroupScope = { failedOn: undefined }
          try {
            group(lefts, rights, value => out.collect(value), scope)
          } catch (error) {
            throw asUserCodeError(error, operator, scope.failedOn ?? { lefts, rights }, key)
          }
        },
      },
      name,
    )
  }
}

/** What a function over the records of both sides was at work on. */
export interface GroupScope {
  failedOn: unknown
}
