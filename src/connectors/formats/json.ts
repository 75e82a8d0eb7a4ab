import { messageOf } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { FileDecoder, FileEncoder, Format } from '../format.ts'
import { JsonDecoder } from './jsonDecoder.ts'
import { parseJson } from './parseJson.ts'
import { decodeUtf8 } from './utf8.ts'

/**
 * JSON: a message is one value; a file is JSON Lines (one value a line, blank lines skipped) or one array. An array at
 * the top level stands for its elements, as in Flink. An integer that a JavaScript number cannot hold exactly (beyond ±2⁵³)
 * is read as its text, so that no digit is lost; a number beyond ±1.8e308 is malformed. Written, a `bigint` is its digits
 * as text, NaN and infinities are null (JSON has none), and a `Date` is ISO 8601.
 *
 * @example webSocketSource<Tick>({ url, format: json() })
 */
export function json<T = unknown>(): Format<T> {
  return new JsonFormat<T>()
}

class JsonFormat<T> implements Format<T> {
  readonly name = 'json'

  decodeMessage(bytes: Uint8Array): T[] {
    const value = parseJson(decodeUtf8(bytes))
    return (Array.isArray(value) ? value : [value]) as T[]
  }

  encodeMessage(value: T): Uint8Array {
    return Buffer.from(stringify(value))
  }

  fileDecoder(state?: unknown): FileDecoder<T> {
    return new JsonDecoder<T>(state)
  }

  fileEncoder(): FileEncoder<T> {
    return {
      encode: values => values.map(value => `${stringify(value)}\n`).join(''),
      end: () => '',
    }
  }
}

function stringify(value: unknown): string {
  let encoded: string | undefined
  try {
    encoded = JSON.stringify(value)
  } catch (error) {
    // The common reason is a bigint; anything else (a cycle) throws again.
    if (!/bigint/i.test(messageOf(error))) throw error
    encoded = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
  }
  if (encoded === undefined) throw new TypeError(`json(): ${show(value)} has no JSON form.`)
  return encoded
}
