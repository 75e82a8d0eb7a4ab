import { FlinknbError } from '../../base/errors.ts'

/** A join by event time got records that have none. */
export class NoEventTimeError extends FlinknbError {
  constructor(operator: string, side: 'left' | 'right') {
    super('INVALID_STATE', `${operator}: joins by event time, and the ${side} stream has none.`, {
      fix: `Give both sources a strategy, such as WatermarkStrategy.forBoundedOutOfOrderness('5s').withTimestampAssigner('ts').`,
    })
  }
}
