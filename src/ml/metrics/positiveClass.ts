import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ClassLabel } from '../estimator/classifier.ts'

/**
 * Which of two classes a binary metric is about: the one that was named, else `true` or `1`.
 *
 * @throws FlinknbError `MODEL` for a label that leaves it open
 */
export function isPositive(metric: string, label: ClassLabel, named: ClassLabel | undefined): boolean {
  if (named !== undefined) return label === named
  if (label === true || label === 1) return true
  if (label === false || label === 0 || label === -1) return false
  throw new FlinknbError('MODEL', `${metric}: which class is it about? Labels such as ${show(label)} do not say.`, {
    fix: `Name it, as in ml.${metric}.of({ positive: ${show(label)} }), or take an average over classes.`,
  })
}

/** The probability of the positive class among probabilities by name; 0 for a class not known yet. */
export function positiveProbability(
  probabilities: Readonly<Record<string, number>>,
  named: ClassLabel | undefined,
): number {
  if (named !== undefined) return probabilities[String(named)] ?? 0
  return probabilities.true ?? probabilities['1'] ?? 0
}
