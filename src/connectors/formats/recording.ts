import { parse, stringify } from 'devalue'
import { messageOf } from '../../base/errors.ts'
import type { RecordedRecord } from '../../engine/operators/recordOperator.ts'
import type { FileDecoder, FileEncoder, Format } from '../format.ts'
import { LineDecoder } from './lineDecoder.ts'
import { decodeUtf8 } from './utf8.ts'

/**
 * What passed an edge, a line each, in devalue's form of JSON, which keeps dates, maps, sets, big integers, NaN and undefined:
 * `[value, timestamp, watermark, at]`.
 */
export function recording(): Format<RecordedRecord> {
  return {
    name: 'recording',
    decodeMessage: bytes => [decodeLine(decodeUtf8(bytes))],
    encodeMessage: record => Buffer.from(encodeLine(record)),
    fileDecoder: (state): FileDecoder<RecordedRecord> =>
      new LineDecoder((line, records) => {
        if (line.trim() !== '') records.push(decodeLine(line))
      }, state),
    fileEncoder: (): FileEncoder<RecordedRecord> => ({
      encode: records => records.map(record => `${encodeLine(record)}\n`).join(''),
      end: () => '',
    }),
  }
}

function encodeLine({ value, timestamp, watermark, at }: RecordedRecord): string {
  return stringify([value, timestamp, watermark, at])
}

function decodeLine(line: string): RecordedRecord {
  let fields: unknown
  try {
    fields = parse(line)
  } catch (error) {
    throw new Error(`it is no line of a recording: ${messageOf(error)}`)
  }
  if (!Array.isArray(fields) || fields.length !== 4 || fields.slice(1).some(field => typeof field !== 'number')) {
    throw new Error('it is no line of a recording: expected a value, a timestamp, a watermark and a time')
  }
  const [value, timestamp, watermark, at] = fields as [unknown, number, number, number]
  return { value, timestamp, watermark, at }
}
