import { FlinknbError } from '../base/errors.ts'
import type { SourceContext } from '../engine/source.ts'

/** What becomes of a record that cannot be decoded: kept as a dead letter, or the end of the job. */
export type OnMalformed = 'dead-letter' | 'fail'

const MAX_RAW_CHARACTERS = 4_096

/**
 * Keeps or fails, as the source's `onMalformed` says.
 *
 * @param raw the record; bytes that are no text are kept in base64
 * @throws FlinknbError `MALFORMED_RECORD` where it is 'fail'
 */
export function rejectRecord(
  context: Pick<SourceContext, 'deadLetter' | 'clock'>,
  onMalformed: OnMalformed,
  record: { readonly origin: string; readonly reason: string; readonly raw: string | Uint8Array },
): void {
  const { origin, reason } = record
  const raw = rawText(record.raw)
  if (onMalformed === 'fail') {
    throw new FlinknbError('MALFORMED_RECORD', `${origin}: ${reason}: ${raw.slice(0, 200)}`, {
      fix: `With onMalformed: 'dead-letter' (the default) it would be kept apart and the job would go on.`,
    })
  }
  context.deadLetter({ origin, reason, raw, at: context.clock.now() })
}

function rawText(raw: string | Uint8Array): string {
  if (typeof raw === 'string') return raw.slice(0, MAX_RAW_CHARACTERS)
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const text = bytes.toString('utf8', 0, MAX_RAW_CHARACTERS * 4)
  return text.includes('\uFFFD')
    ? bytes.toString('base64', 0, (MAX_RAW_CHARACTERS / 4) * 3)
    : text.slice(0, MAX_RAW_CHARACTERS)
}
