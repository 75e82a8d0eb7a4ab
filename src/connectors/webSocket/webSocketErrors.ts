import { FlinknbError, messageOf } from '../../base/errors.ts'

/** An address as it may be shown: without user, password and query, where tokens stand. */
export function shownUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}

/** Why no WebSocket could be opened, from the error of the network. */
export function connectError(url: string, cause: unknown): FlinknbError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? ''
  const fixes: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Nobody listens there: check the port, and that the server runs.',
    ENOTFOUND: 'There is no such host: check its name, and the network.',
    EAI_AGAIN: 'The name could not be looked up: check the network.',
    ECONNRESET: 'The server broke off: check ws:// against wss://, and the port.',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is its own: name a file with it in NODE_EXTRA_CA_CERTS.',
    SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate authority is not known: name a file with it in NODE_EXTRA_CA_CERTS.',
    CERT_HAS_EXPIRED: 'Its certificate has expired.',
    EPROTO: 'That port speaks no TLS: try ws:// instead of wss://.',
  }
  const tls = /wrong version number|SSL routines/i.test(messageOf(cause)) ? fixes.EPROTO : undefined
  return new FlinknbError('UNREACHABLE', `Cannot reach ${shownUrl(url)}: ${causeOf(cause)}.`, {
    fix: fixes[code] ?? tls ?? 'Check the address and the network.',
    cause,
    retriable: true,
  })
}

/** Why the server refused to speak WebSocket: its HTTP answer. */
export function refusedError(url: string, status: number, statusMessage: string): FlinknbError {
  const shown = shownUrl(url)
  if (status === 401 || status === 403) {
    return new FlinknbError('NOT_AUTHORIZED', `${shown} refuses the connection: HTTP ${status} ${statusMessage}.`, {
      fix: 'Check the credentials (headers, or the token in the url).',
    })
  }
  return new FlinknbError('UNREACHABLE', `${shown} does not speak WebSocket there: HTTP ${status} ${statusMessage}.`, {
    fix: status === 404 ? 'Check the path of the url.' : 'Check the url.',
    retriable: status >= 500 || status === 429,
  })
}

/** Why a connection that stood is not opened again. */
export function lostError(url: string, code: number, reason: string): FlinknbError {
  const said = reason ? `: ${reason}` : ''
  if (code === 1008) {
    return new FlinknbError(
      'NOT_AUTHORIZED',
      `${shownUrl(url)} closed the connection for a breach of its policy (1008${said}).`,
      {
        fix: 'Check the credentials and the subscription.',
      },
    )
  }
  return new FlinknbError('CONNECTION_LOST', `The connection to ${shownUrl(url)} was lost (${code}${said}).`, {
    fix: 'With reconnect: true (the default) it would be opened again.',
    retriable: true,
  })
}

/** 'ECONNREFUSED' where there is such a code, else the message. Of several addresses tried, the first. */
export function causeOf(cause: unknown): string {
  const first = cause instanceof AggregateError ? cause.errors[0] : cause
  return (first as NodeJS.ErrnoException | undefined)?.code ?? messageOf(first)
}
