import { FlinknbError, messageOf } from '../../base/errors.ts'

/** An address as it may be shown: without user, password and query, where tokens stand. */
export function shownHttpUrl(url: string): string {
  const { origin, pathname } = new URL(url)
  return pathname === '/' ? origin : `${origin}${pathname}`
}

/** Why nothing answered. `fetch` hides the reason in `cause`. */
export function fetchError(url: string, error: unknown): FlinknbError {
  const cause = (error as { cause?: unknown } | undefined)?.cause ?? error
  const first = cause instanceof AggregateError ? cause.errors[0] : cause
  const code = (first as NodeJS.ErrnoException | undefined)?.code
  const fix =
    code === 'ECONNREFUSED'
      ? 'Nobody listens there: check the port, and that the server runs.'
      : code === 'ENOTFOUND'
        ? 'There is no such host: check its name, and the network.'
        : 'Check the address and the network.'
  return new FlinknbError('UNREACHABLE', `Cannot reach ${shownHttpUrl(url)}: ${code ?? messageOf(first)}.`, {
    fix,
    cause: error,
    retriable: true,
  })
}

/** Why an answer is none to read from. */
export function statusError(url: string, status: number, statusText: string): FlinknbError {
  const shown = shownHttpUrl(url)
  if (status === 401 || status === 403) {
    return new FlinknbError('NOT_AUTHORIZED', `${shown} refuses: HTTP ${status} ${statusText}.`, {
      fix: 'Check the credentials (headers, or the token in the url).',
    })
  }
  return new FlinknbError('UNREACHABLE', `${shown} answers HTTP ${status} ${statusText}.`, {
    fix: status === 404 ? 'Check the path of the url.' : undefined,
    retriable: status >= 500 || status === 429 || status === 408,
  })
}
