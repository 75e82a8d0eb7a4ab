import { type Duration, durationMs } from '../../base/duration.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { Format } from '../format.ts'
import { checkFormat, checkText, invalidOption } from '../sourceOptions.ts'
import type { KafkaCompression } from './batchBuilder.ts'
import {
  CONNECTION_OPTION_NAMES,
  checkConnection,
  type KafkaConnection,
  type KafkaConnectionOptions,
} from './connectionOptions.ts'
import type { KafkaKey } from './keyEncoder.ts'
import { withoutSecrets } from './withoutSecrets.ts'

export interface KafkaSinkOptions<T> extends KafkaConnectionOptions {
  /** A topic that does not exist is an error and is not created. */
  readonly topic: string
  readonly format: Format<T>
  /** A column, or a function of the record: records with the same key keep their order and their partition. */
  readonly key?: KafkaKey<T> | undefined
  /**
   * `'at-least-once'` (default, as Flink's) shows records as soon as they are written. `'exactly-once'` shows them to
   * `read_committed` readers when a checkpoint is complete.
   */
  readonly delivery?: 'at-least-once' | 'exactly-once' | undefined
  /**
   * Starts the transactional ids of `'exactly-once'`; two jobs that run at once need different ones. With a prefix of
   * your own, what a crashed run left open is aborted by the next run at once. Default: a new one each start.
   */
  readonly transactionalIdPrefix?: string | undefined
  /**
   * After this long the broker aborts a transaction that nobody ended: it must cover a checkpoint and a restart. Default
   * `'15min'` (a broker's usual maximum) with a prefix of your own, else `'1min'`, as readers may have to wait for it.
   */
  readonly transactionTimeout?: Duration | undefined
  /** How often `'exactly-once'` commits when checkpoints are not enabled. Default `'1s'`. */
  readonly commitInterval?: Duration | undefined
  /** Default `'none'`. */
  readonly compression?: KafkaCompression | undefined
}

/** The same, checked and with every default. */
export interface KafkaSinkSettings {
  readonly connection: KafkaConnection
  readonly exactlyOnce: boolean
  readonly transactionalIdPrefix: string | undefined
  readonly transactionTimeoutMs: number
  readonly commitIntervalMs: number
  readonly compression: KafkaCompression
}

const CALL = 'kafkaSink'
const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
const DELIVERIES = ['at-least-once', 'exactly-once'] as const
const OPTION_NAMES = [
  ...CONNECTION_OPTION_NAMES,
  ...[
    'topic',
    'format',
    'key',
    'delivery',
    'transactionalIdPrefix',
    'transactionTimeout',
    'commitInterval',
    'compression',
  ],
]

/** @throws FlinknbError `INVALID_OPTION` naming the option, the value and the fix */
export function checkSinkOptions<T>(options: KafkaSinkOptions<T>): KafkaSinkSettings {
  checkOptionNames(CALL, withoutSecrets(options), OPTION_NAMES)
  const { topic, key, delivery, transactionalIdPrefix, transactionTimeout, commitInterval, compression } = options
  checkText(CALL, 'topic', topic, 'predictions')
  checkFormat(CALL, options.format)
  if (key !== undefined && typeof key !== 'string' && typeof key !== 'function') {
    invalidOption(CALL, 'key', key, 'Give a column or a function of the record.')
  }
  if (delivery !== undefined) checkOneOf('delivery', delivery, DELIVERIES)
  if (compression !== undefined) checkOneOf('compression', compression, COMPRESSIONS)
  if (transactionalIdPrefix !== undefined)
    checkText(CALL, 'transactionalIdPrefix', transactionalIdPrefix, 'my-notebook')
  return {
    connection: checkConnection(CALL, options),
    exactlyOnce: delivery === 'exactly-once',
    transactionalIdPrefix,
    transactionTimeoutMs: durationMs(
      transactionTimeout ?? (transactionalIdPrefix ? '15min' : '1min'),
      `${CALL} transactionTimeout`,
    ),
    commitIntervalMs: durationMs(commitInterval ?? '1s', `${CALL} commitInterval`),
    compression: compression ?? 'none',
  }
}

function checkOneOf(option: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    invalidOption(CALL, option, value, `Give one of ${known.map(word => `'${word}'`).join(', ')}.`)
}
