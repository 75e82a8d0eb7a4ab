import { type Duration, durationMs } from '../../base/duration.ts'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Random } from '../../base/random.ts'
import type { Boundedness, Source, SourceContext, SourceReader } from '../../engine/source.ts'
import { systemRandom } from '../backoff.ts'
import type { OnMalformed } from '../deadLetters.ts'
import type { Format } from '../format.ts'
import { checkFormat, checkOnMalformed, checkText, invalidOption } from '../sourceOptions.ts'
import { shownHttpUrl } from './httpErrors.ts'
import { HttpReader } from './httpReader.ts'

export interface HttpSourceOptions<T> {
  /** `http://` or `https://`. */
  url: string
  format: Format<T>
  /** How long after an answer the next is asked for. Default '10s'; false: it is asked for once, and the stream ends with it. */
  every?: Duration | false | undefined
  headers?: Readonly<Record<string, string>> | undefined
  /** What becomes of a record that cannot be decoded. Default 'dead-letter'. */
  onMalformed?: OnMalformed | undefined
}

/** The options with every default in place. */
export interface CheckedHttpOptions<T> {
  readonly url: string
  readonly format: Format<T>
  readonly everyMs: number | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly onMalformed: OnMalformed
}

/**
 * Reads from a web address. Where it answers with server-sent events (`text/event-stream`), each event is a message, and a
 * lost connection is opened again with `Last-Event-ID`; a job started from a checkpoint goes on after the last event that
 * had an id. Anything else is read like a file, as it comes (so JSON Lines may stream), and asked for again `every` so long; an
 * answer that has not changed (ETag, Last-Modified) gives no records, one that has gives all of its records.
 *
 * The first request must succeed; later failures are tried again with growing delays, but not 401, 403 or other 4xx.
 *
 * @throws FlinknbError `INVALID_OPTION` here; when opened, `UNREACHABLE` or `NOT_AUTHORIZED`
 * @example createHttpSource<Quake>({ url: 'https://example.org/quakes.json', format: json(), every: '1min' })
 */
export function createHttpSource<T>(options: HttpSourceOptions<T>, random: Random = systemRandom): Source<T> {
  const call = 'httpSource()'
  checkOptionNames(call, options, ['url', 'format', 'every', 'headers', 'onMalformed'])
  const { every = '10s', headers = {} } = options
  const everyMs = every === false ? undefined : durationMs(every, `${call}: every`)
  if (everyMs === 0) invalidOption(call, 'every', every, `Give a duration such as '10s', or false.`)
  if (typeof headers !== 'object' || Object.values(headers).some(value => typeof value !== 'string')) {
    throw new FlinknbError('INVALID_OPTION', `${call}: headers must be an object of texts.`)
  }
  const format = checkFormat(call, options.format)
  const onMalformed = checkOnMalformed(call, options.onMalformed)
  return new HttpSource<T>({ url: checkUrl(call, options.url), format, everyMs, headers, onMalformed }, random)
}

class HttpSource<T> implements Source<T> {
  readonly kind = 'http'
  readonly description: string
  readonly boundedness: Boundedness

  constructor(
    private readonly options: CheckedHttpOptions<T>,
    private readonly random: Random,
  ) {
    this.description = `http ${shownHttpUrl(options.url)}`
    this.boundedness = options.everyMs === undefined ? 'bounded' : 'unbounded'
  }

  async open(context: SourceContext): Promise<SourceReader<T>> {
    const reader = new HttpReader<T>(this.options, context, this.random)
    await reader.open()
    return reader
  }
}

function checkUrl(call: string, url: string): string {
  const example = 'https://example.org/data.json'
  checkText(call, 'url', url, example)
  const protocol = URL.canParse(url) ? new URL(url).protocol : ''
  if (protocol === 'http:' || protocol === 'https:') return url
  const fix = /^wss?:$/.test(protocol) ? 'Use webSocketSource().' : `Write it like '${example}'.`
  throw new FlinknbError('INVALID_OPTION', `${call}: url ${show(url)} is no web address.`, { fix })
}
