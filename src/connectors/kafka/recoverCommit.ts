import { FlinknbError } from '../../base/errors.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import { identityOf, type KafkaCommittable } from './kafkaCommittable.ts'
import type { RetryOptions } from './retrying.ts'
import { describeTransaction, endTransaction, type TransactionState } from './transactionRequests.ts'

/**
 * Commits what another process prepared. It may have been committed already: then the id stands at this epoch with a
 * completed commit, or has gone on to later epochs, for every transaction takes a new one.
 *
 * @throws FlinknbError `INVALID_STATE` when the broker has aborted it in the meantime: its records are lost
 */
export async function recoverCommit(
  cluster: KafkaCluster,
  retry: Omit<RetryOptions, 'doing'>,
  committable: KafkaCommittable,
): Promise<void> {
  const found = await describeTransaction(cluster, retry, committable.transactionalId)
  if (!found || isAborted(found, committable)) throw lost(committable, found)
  const { producerId, epoch } = identityOf(committable)
  if (found.producerId !== producerId || found.epoch !== epoch) return
  await endTransaction(cluster, retry, committable.transactionalId, { producerId, epoch }, true)
}

/** A time-out raises the epoch by one as it aborts; what follows a commit begins two epochs later, and may be aborted there. */
function isAborted(found: TransactionState, committable: KafkaCommittable): boolean {
  if (found.producerId !== identityOf(committable).producerId) return false
  const aborted = ['PrepareAbort', 'CompleteAbort', 'PrepareEpochFence', 'Dead'].includes(found.state)
  return aborted && found.epoch - committable.epoch <= 1
}

function lost(committable: KafkaCommittable, found: TransactionState | undefined): FlinknbError {
  const state = found ? `is in the state ${found.state}` : 'is not known any more'
  return new FlinknbError(
    'INVALID_STATE',
    `kafkaSink: transaction '${committable.transactionalId}' of the checkpoint ${state}: the broker aborted it before this restart.`,
    {
      fix: 'Set a longer transactionTimeout, and restart from an older checkpoint or from the beginning to write these records again.',
    },
  )
}
