import type { KafkaCluster } from './kafkaCluster.ts'
import type { TopicMetadata } from './topicMetadata.ts'

/** Which transactions a reader sees: Kafka's `isolation.level`. */
export type Isolation = 'read_committed' | 'read_uncommitted'

/** Kafka's numbers for the ends of a partition, where a timestamp is expected. */
export const EARLIEST = -2
export const LATEST = -1

/**
 * For each partition asked for, the first offset whose record time is at or after `timestamp`, or the end of the
 * partition that {@link EARLIEST} or {@link LATEST} names; -1 where no record is that late. Under `read_committed` the
 * latest is the last stable offset: an open transaction and what follows it lie beyond.
 */
export async function listOffsets(
  cluster: KafkaCluster,
  topic: TopicMetadata,
  partitions: readonly number[],
  timestamp: number,
  isolation: Isolation,
): Promise<Map<number, number>> {
  const level = isolation === 'read_committed' ? 1 : 0
  const byLeader = Map.groupBy(partitions, partition => topic.leaders.get(partition) ?? -1)
  const answers = await Promise.all(
    [...byLeader].map(([leader, led]) =>
      cluster.toNode(leader, 'requests', cluster.client.listOffsetsV7.api, -1, level, [
        {
          name: topic.name,
          partitions: led.map(partitionIndex => ({
            partitionIndex,
            currentLeaderEpoch: -1,
            timestamp: BigInt(timestamp),
          })),
        },
      ]),
    ),
  )
  const found = answers.flatMap(answer => answer.topics.flatMap(answered => answered.partitions))
  return new Map(found.map(({ partitionIndex, offset }) => [partitionIndex, Number(offset)]))
}
