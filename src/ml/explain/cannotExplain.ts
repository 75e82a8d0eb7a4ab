import { FlinknbError } from '../../base/errors.ts'

/** The error for a model without weights. */
export function cannotExplain(call: string, type: string): FlinknbError {
  return new FlinknbError('MODEL', `${call}: ${type} has no weights of features.`, {
    fix: 'Use ml.permutationImportance() or ml.streamingImportance(), which ask any model.',
  })
}
