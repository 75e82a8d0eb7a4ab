import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Which partial matches are given up once a match has been found; read by the matcher. */
export interface AfterMatchSkip {
  readonly kind: 'noSkip' | 'skipToNext' | 'skipPastLastEvent' | 'skipToFirst' | 'skipToLast'
  /** The pattern that `skipToFirst` and `skipToLast` skip to. */
  readonly patternName: string | undefined
  /** Whether a match without an event of that pattern fails the job, rather than skipping nothing. */
  readonly throwsOnMiss: boolean
}

/** A strategy that skips to an event of a pattern. */
export interface SkipToElement extends AfterMatchSkip {
  /** Fails the job when a match has no event of the pattern, or when that event is the match's first. */
  throwExceptionOnMiss(): AfterMatchSkip
}

/**
 * In how many matches one event may stand (Flink's `AfterMatchSkipStrategy`; "Event Processing (CEP)", After Match Skip
 * Strategy). Given to the first pattern: `Pattern.begin('a', AfterMatchSkipStrategy.skipPastLastEvent())`.
 */
export class AfterMatchSkipStrategy {
  private constructor() {}

  /** Every possible match. */
  static noSkip(): AfterMatchSkip {
    return { kind: 'noSkip', patternName: undefined, throwsOnMiss: false }
  }

  /** Gives up partial matches that began with the event the match began with. */
  static skipToNext(): AfterMatchSkip {
    return { kind: 'skipToNext', patternName: undefined, throwsOnMiss: false }
  }

  /** Gives up partial matches that began before the match ended. */
  static skipPastLastEvent(): AfterMatchSkip {
    return { kind: 'skipPastLastEvent', patternName: undefined, throwsOnMiss: false }
  }

  /** Gives up partial matches that began before the match's first event of pattern `name`. */
  static skipToFirst(name: string): SkipToElement {
    return skipTo('skipToFirst', name)
  }

  /** Gives up partial matches that began before the match's last event of pattern `name`. */
  static skipToLast(name: string): SkipToElement {
    return skipTo('skipToLast', name)
  }
}

function skipTo(kind: 'skipToFirst' | 'skipToLast', patternName: string): SkipToElement {
  if (typeof patternName !== 'string') {
    throw new FlinknbError('INVALID_OPTION', `AfterMatchSkipStrategy.${kind}: ${show(patternName)} is no pattern name.`)
  }
  return {
    kind,
    patternName,
    throwsOnMiss: false,
    throwExceptionOnMiss: () => ({ kind, patternName, throwsOnMiss: true }),
  }
}
