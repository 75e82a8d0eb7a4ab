import type { ProducerIdentity } from './batchBuilder.ts'
import { findCoordinator } from './groupOffsets.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import { brokerErrors } from './kafkaError.ts'
import { type RetryOptions, retrying } from './retrying.ts'

type Retry = Omit<RetryOptions, 'doing'>

/**
 * Takes a transactional id over, or with `current` moves on to its next epoch. A transaction that was open under it is
 * aborted, and whoever held it is fenced. Resolves when its last transaction is completed, so that its records are visible.
 */
export function initProducerId(
  cluster: KafkaCluster,
  retry: Retry,
  transactionalId: string,
  timeoutMs: number,
  current?: ProducerIdentity,
): Promise<ProducerIdentity> {
  return retrying({ ...retry, doing: `begin a transaction as '${transactionalId}'` }, async () => {
    const node = await findCoordinator(cluster, 'transaction', transactionalId)
    const api = cluster.client.initProducerIdV4.api
    const { producerId: id, epoch } = current ?? { producerId: -1n, epoch: -1 }
    const { producerId, producerEpoch } = await cluster.toNode(
      node,
      'requests',
      api,
      transactionalId,
      timeoutMs,
      id,
      epoch,
    )
    return { producerId, epoch: producerEpoch }
  })
}

/** A producer id without transactions: what makes a batch that is sent again count once. */
export function initIdempotentProducer(cluster: KafkaCluster, retry: Retry): Promise<ProducerIdentity> {
  return retrying({ ...retry, doing: 'get a producer id' }, async () => {
    const { producerId, producerEpoch } = await cluster.toAny(cluster.client.initProducerIdV4.api, null, 0, -1n, -1)
    return { producerId, epoch: producerEpoch }
  })
}

/** Makes partitions part of the open transaction. Version 3: later ones are for brokers among themselves. */
export async function addPartitions(
  cluster: KafkaCluster,
  retry: Retry,
  transactionalId: string,
  producer: ProducerIdentity,
  topic: string,
  partitions: readonly number[],
): Promise<void> {
  await retrying({ ...retry, doing: `write to '${topic}' in transaction '${transactionalId}'` }, async () => {
    const node = await findCoordinator(cluster, 'transaction', transactionalId)
    const transaction = {
      transactionalId,
      producerId: producer.producerId,
      producerEpoch: producer.epoch,
      verifyOnly: false,
      topics: [{ name: topic, partitions: [...partitions] }],
    }
    await cluster.toNode(node, 'requests', cluster.client.addPartitionsToTxnV3.api, [transaction])
  })
}

/** Ends a transaction. Ending it again the same way changes nothing. */
export async function endTransaction(
  cluster: KafkaCluster,
  retry: Retry,
  transactionalId: string,
  producer: ProducerIdentity,
  committed: boolean,
): Promise<void> {
  await retrying(
    { ...retry, doing: `${committed ? 'commit' : 'abort'} transaction '${transactionalId}'` },
    async () => {
      const node = await findCoordinator(cluster, 'transaction', transactionalId)
      await cluster.toNode(
        node,
        'requests',
        cluster.client.endTxnV3.api,
        transactionalId,
        producer.producerId,
        producer.epoch,
        committed,
      )
    },
  )
}

/** What the coordinator knows of a transactional id. */
export interface TransactionState extends ProducerIdentity {
  /** 'Empty', 'Ongoing', 'PrepareCommit', 'CompleteCommit', 'CompleteAbort', … */
  readonly state: string
}

/** Undefined when the coordinator knows nothing of it any more. */
export function describeTransaction(
  cluster: KafkaCluster,
  retry: Retry,
  transactionalId: string,
): Promise<TransactionState | undefined> {
  return retrying({ ...retry, doing: `look up transaction '${transactionalId}'` }, async () => {
    const node = await findCoordinator(cluster, 'transaction', transactionalId)
    try {
      const { transactionStates } = await cluster.toNode(node, 'requests', cluster.client.describeTransactionsV0.api, [
        transactionalId,
      ])
      const found = transactionStates[0]
      return found && { state: found.transactionState, producerId: found.producerId, epoch: found.producerEpoch }
    } catch (error) {
      if (brokerErrors(error).includes('TRANSACTIONAL_ID_NOT_FOUND')) return undefined
      throw error
    }
  })
}
