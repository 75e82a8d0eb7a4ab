/** Every error code of the project. Codes are stable: users and tests match on them, not on messages. */
export const ERROR_CODES = [
  'INVALID_OPTION', // an option of a call has a wrong name, type or value
  'INVALID_STATE', // a call at a moment when it cannot be done (a stopped job, a frozen graph)
  'UNKNOWN_COLUMN', // a column that the rows do not have
  'FILE_NOT_FOUND',
  'FILE_UNREADABLE',
  'FILE_UNWRITABLE',
  'MALFORMED_RECORD', // a record that cannot be decoded, where `onMalformed: 'fail'`
  'UNREACHABLE', // nobody answers at an address
  'CONNECTION_LOST',
  'NOT_AUTHORIZED',
  'TOPIC_NOT_FOUND',
  'USER_CODE', // a function of the user threw
  'TYPE_CHECK', // a cell does not type-check
  'SYNTAX', // a cell cannot be parsed
  'IMPORT', // a module of a cell cannot be found or loaded
  'NOTEBOOK_INVALID', // a notebook file that is not nbformat JSON
  'KERNEL_DIED',
  'OUT_OF_MEMORY',
  'INTERRUPTED',
  'TIMEOUT',
  'STATE_MISMATCH', // a checkpoint that does not fit the job, or is damaged
  'MODEL', // data that a model cannot learn from or predict
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

export interface ErrorDetails {
  /** What the reader should do now; appended to the message. */
  readonly fix?: string | undefined
  readonly cause?: unknown
  /** Whether the same call may succeed later without a change. */
  readonly retriable?: boolean | undefined
}

/** The one error class: a code, a message that names the thing, the value and the fix, and the cause. */
export class FlinknbError extends Error {
  override readonly name = 'FlinknbError'
  readonly retriable: boolean

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(
      details.fix ? `${message} ${details.fix}` : message,
      details.cause === undefined ? {} : { cause: details.cause },
    )
    this.retriable = details.retriable ?? false
  }
}

/** The message of anything that was thrown, also of what is not an `Error`. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
