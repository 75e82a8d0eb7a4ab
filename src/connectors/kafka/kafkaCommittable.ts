import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { ProducerIdentity } from './batchBuilder.ts'

/** A transaction that is written and not yet visible, as it stands in a checkpoint: any process can commit it. */
export interface KafkaCommittable {
  readonly prefix: string
  readonly transactionalId: string
  /** A 64-bit number as text. */
  readonly producerId: string
  readonly epoch: number
}

/** One text for one transaction: every transaction has an epoch of its own. */
export function committableKey({ transactionalId, producerId, epoch }: KafkaCommittable): string {
  return `${transactionalId}/${producerId}/${epoch}`
}

export function identityOf({ producerId, epoch }: KafkaCommittable): ProducerIdentity {
  return { producerId: BigInt(producerId), epoch }
}

/** @throws FlinknbError `INVALID_STATE` when a checkpoint holds something else */
export function asKafkaCommittable(value: unknown): KafkaCommittable {
  const { prefix, transactionalId, producerId, epoch } = (value ?? {}) as Partial<KafkaCommittable>
  if (
    typeof prefix === 'string' &&
    typeof transactionalId === 'string' &&
    typeof producerId === 'string' &&
    typeof epoch === 'number'
  ) {
    return { prefix, transactionalId, producerId, epoch }
  }
  throw new FlinknbError('INVALID_STATE', `kafkaSink: ${show(value)} is no Kafka transaction.`, {
    fix: 'The checkpoint belongs to another sink: start without it.',
  })
}
