import type { Clock } from '../../base/clock.ts'
import { FlinknbError, messageOf } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Format } from '../format.ts'
import { type KafkaKey, keyEncoder } from './keyEncoder.ts'
import type { RecordProducer } from './recordProducer.ts'

/** Adds records to a producer: encoded, with their key, at their event time or, without one, at the clock's. */
export type RecordEncoder<T> = (
  producer: RecordProducer,
  values: readonly T[],
  timestamps: Float64Array | undefined,
) => void

/** The encoder throws `MALFORMED_RECORD` naming a record that the format cannot hold, `UNKNOWN_COLUMN` without the key. */
export function recordEncoder<T>(format: Format<T>, key: KafkaKey<T> | undefined, clock: Clock): RecordEncoder<T> {
  const keyOf = keyEncoder(key)
  return (producer, values, timestamps) => {
    const now = clock.now()
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as T
      const timestamp = timestamps?.[i] ?? now
      producer.add(
        keyOf(value),
        encode(format, value),
        timestamp >= 0 && timestamp < Infinity ? Math.trunc(timestamp) : now,
      )
    }
  }
}

function encode<T>(format: Format<T>, value: T): Uint8Array {
  try {
    return format.encodeMessage(value)
  } catch (error) {
    throw new FlinknbError(
      'MALFORMED_RECORD',
      `kafkaSink: ${format.name} cannot hold the record ${show(value)}: ${messageOf(error)}`,
      {
        cause: error,
      },
    )
  }
}
