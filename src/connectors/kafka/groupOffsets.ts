import type { KafkaCluster } from './kafkaCluster.ts'

/** Offsets by partition, of one topic. */
export interface TopicOffsets {
  readonly name: string
  readonly offsets: ReadonlyMap<number, number>
}

/** The offsets a consumer group has committed; a partition without one is left out. */
export async function fetchGroupOffsets(
  cluster: KafkaCluster,
  groupId: string,
  topic: string,
  partitions: readonly number[],
): Promise<Map<number, number>> {
  const { offsetFetchV8 } = cluster.client
  const coordinator = await findCoordinator(cluster, 'group', groupId)
  const group = {
    groupId,
    memberId: null,
    memberEpoch: -1,
    topics: [{ name: topic, partitionIndexes: [...partitions] }],
  }
  const { groups } = await cluster.toNode(coordinator, 'requests', offsetFetchV8.api, [group], true)
  const found = groups.flatMap(answer => answer.topics.flatMap(answered => answered.partitions))
  return new Map(found.filter(p => p.committedOffset >= 0n).map(p => [p.partitionIndex, Number(p.committedOffset)]))
}

/** Commits offsets for a group without joining it, as Flink does: others see the progress; Flinknb itself never needs it. */
export async function commitGroupOffsets(
  cluster: KafkaCluster,
  groupId: string,
  topics: readonly TopicOffsets[],
): Promise<void> {
  const coordinator = await findCoordinator(cluster, 'group', groupId)
  const request = topics.map(({ name, offsets }) => ({
    name,
    partitions: [...offsets].map(([partitionIndex, offset]) => ({
      partitionIndex,
      committedOffset: BigInt(offset),
      committedLeaderEpoch: -1,
      committedMetadata: null,
    })),
  }))
  await cluster.toNode(coordinator, 'requests', cluster.client.offsetCommitV8.api, groupId, -1, '', null, request)
}

/** The broker that keeps a group or a transactional id. */
export async function findCoordinator(
  cluster: KafkaCluster,
  kind: 'group' | 'transaction',
  key: string,
): Promise<number> {
  const { findCoordinatorV4, FindCoordinatorKeyTypes } = cluster.client
  const type = kind === 'group' ? FindCoordinatorKeyTypes.GROUP : FindCoordinatorKeyTypes.TRANSACTION
  const { coordinators } = await cluster.toAny(findCoordinatorV4.api, type, [key])
  cluster.learnBrokers(coordinators)
  return coordinators[0]?.nodeId ?? -1
}
