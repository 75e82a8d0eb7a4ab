import type { FileDecoder, FileEncoder, Format } from '../format.ts'
import { LineDecoder } from './lineDecoder.ts'
import { decodeUtf8 } from './utf8.ts'

/**
 * Plain text (UTF-8): a message is one record; in a file each line is one, blank lines too, without its line end.
 *
 * @example fileSource({ path: 'server.log', format: text(), follow: true })
 */
export function text(): Format<string> {
  return new TextFormat()
}

class TextFormat implements Format<string> {
  readonly name = 'text'

  decodeMessage(bytes: Uint8Array): string[] {
    return [decodeUtf8(bytes)]
  }

  encodeMessage(value: string): Uint8Array {
    return Buffer.from(String(value))
  }

  fileDecoder(state?: unknown): FileDecoder<string> {
    return new LineDecoder((line, values) => {
      values.push(line)
    }, state)
  }

  fileEncoder(): FileEncoder<string> {
    return {
      encode: values => values.map(value => `${value}\n`).join(''),
      end: () => '',
    }
  }
}
