import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** An error about data, with the record it happened at; anything else as it is. */
export function atRecord(error: unknown, row: object): unknown {
  if (!(error instanceof FlinknbError) || error.code !== 'MODEL') return error
  return new FlinknbError('MODEL', `${error.message} The record: ${show(row)}.`, { cause: error })
}
