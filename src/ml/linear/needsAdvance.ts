import { FlinknbError } from '../../base/errors.ts'

/** The error for learning without a time where an option speaks of time. */
export function needsAdvance(option: 'halfLife' | 'window'): FlinknbError {
  return new FlinknbError('INVALID_STATE', `${option} is a time, and nobody said what time it is.`, {
    fix: `Name the event time's column where the model is fed (ml.prequential(model, { …, timestamp: 'ts' })), or call model.advanceTo(ms) before each record.`,
  })
}
