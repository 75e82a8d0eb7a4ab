import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { checkBoolean, checkText, invalidOption } from '../sourceOptions.ts'

export interface WebSocketOptions {
  /** `ws://` or `wss://`. */
  url: string
  /** Sent with the opening request, such as `{ Authorization: 'Bearer …' }`. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Sub-protocols to offer. */
  protocols?: string | readonly string[] | undefined
  /**
   * Whether a lost connection is opened again, after up to 0.5 s, doubling to 30 s; never after 401, 403 or 1008. Default true.
   * The first connection must stand at once: an address that nobody answers fails the job.
   */
  reconnect?: boolean | undefined
  /** How often a ping asks whether the other side still lives; unanswered by the next, the connection counts as lost. Default '30s'; false: never. */
  heartbeat?: Duration | false | undefined
}

export interface CheckedWebSocketOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly protocols: readonly string[]
  readonly reconnect: boolean
  readonly heartbeatMs: number | undefined
}

export const WEB_SOCKET_OPTION_NAMES = ['url', 'headers', 'protocols', 'reconnect', 'heartbeat'] as const

/** @throws FlinknbError `INVALID_OPTION` */
export function checkWebSocketOptions(call: string, options: WebSocketOptions): CheckedWebSocketOptions {
  const { headers = {}, protocols = [], heartbeat = '30s' } = options
  if (typeof headers !== 'object' || Object.values(headers).some(value => typeof value !== 'string')) {
    // The values are credentials, as a rule: not shown.
    throw new FlinknbError('INVALID_OPTION', `${call}: headers must be an object of texts.`)
  }
  const list = typeof protocols === 'string' ? [protocols] : protocols
  if (!Array.isArray(list) || list.some(protocol => typeof protocol !== 'string')) {
    invalidOption(call, 'protocols', protocols, 'Give a text or an array of texts.')
  }
  const heartbeatMs = heartbeat === false ? undefined : durationMs(heartbeat, `${call}: heartbeat`)
  if (heartbeatMs === 0) invalidOption(call, 'heartbeat', heartbeat, `Give a duration such as '30s', or false.`)
  return {
    url: checkUrl(call, options.url),
    headers,
    protocols: list,
    reconnect: checkBoolean(call, 'reconnect', options.reconnect, true),
    heartbeatMs,
  }
}

function checkUrl(call: string, url: string): string {
  const example = 'wss://example.org/ticks'
  checkText(call, 'url', url, example)
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  if (protocol === 'ws:' || protocol === 'wss:') return url
  const fix = /^https?:$/.test(protocol) ? `Write ${url.replace(/^http/, 'ws')}.` : `Write it like '${example}'.`
  throw new FlinknbError('INVALID_OPTION', `${call}: url ${show(url)} is no WebSocket address.`, { fix })
}
