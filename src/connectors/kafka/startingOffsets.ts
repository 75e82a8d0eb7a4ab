import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import { fetchGroupOffsets } from './groupOffsets.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import { EARLIEST, type Isolation, LATEST, listOffsets } from './listOffsets.ts'
import type { TopicMetadata } from './topicMetadata.ts'

/** Offsets by partition number. */
export interface PartitionOffsets {
  readonly [partition: number]: number
}

/** The first record at or after a time: epoch milliseconds or a `Date`. */
export interface AtTimestamp {
  readonly timestamp: number | Date
}

/**
 * Where reading starts, as Flink's `OffsetsInitializer`: `'earliest'` (the default, as there), `'latest'`, what `groupId`
 * has `'committed'` (a partition without: the earliest), a time (no record so late: the latest), or offsets by partition
 * (a partition that is not named: the earliest).
 */
export type StartingOffsets = 'earliest' | 'latest' | 'committed' | AtTimestamp | PartitionOffsets

/** Where a bounded read ends: the `'latest'` record at the time of opening, the first at or after a time, or before given offsets. */
export type StoppingOffsets = 'latest' | AtTimestamp | PartitionOffsets

/** @throws FlinknbError `INVALID_OPTION` naming the option and the value */
export function checkOffsets(call: string, option: string, value: unknown, words: readonly string[]): void {
  if (value === undefined || (typeof value === 'string' && words.includes(value))) return
  if (typeof value === 'object' && value !== null) {
    if (isAtTimestamp(value) && Object.keys(value).length === 1 && Number.isFinite(Number(value.timestamp))) return
    const entries = Object.entries(value)
    if (entries.length > 0 && entries.every(([key, offset]) => /^\d+$/.test(key) && isOffset(offset))) return
  }
  throw new FlinknbError('INVALID_OPTION', `${call}: ${option} ${show(value)} is not known.`, {
    fix: `Use ${words.map(word => `'${word}'`).join(', ')}, { timestamp: epoch milliseconds or a Date } or { partition: offset }.`,
  })
}

/** The offset where each partition starts. */
export async function resolveStart(
  cluster: KafkaCluster,
  topic: TopicMetadata,
  option: StartingOffsets,
  groupId: string | undefined,
  isolation: Isolation,
): Promise<Map<number, number>> {
  const partitions = [...topic.leaders.keys()]
  const earliest = () => listOffsets(cluster, topic, partitions, EARLIEST, isolation)
  if (option === 'earliest') return earliest()
  if (option === 'latest') return listOffsets(cluster, topic, partitions, LATEST, isolation)
  if (option === 'committed') {
    const committed = await fetchGroupOffsets(cluster, groupId ?? '', topic.name, partitions)
    return new Map([...(await earliest()), ...committed])
  }
  if (isAtTimestamp(option)) return atTimestamp(cluster, topic, option, isolation)
  return new Map([...(await earliest()), ...namedPartitions('startingOffsets', topic, option)])
}

/** The first offset of each partition that a bounded read leaves out; a partition that is not named ends at its latest. */
export async function resolveStop(
  cluster: KafkaCluster,
  topic: TopicMetadata,
  option: StoppingOffsets,
  isolation: Isolation,
): Promise<Map<number, number>> {
  const latest = () => listOffsets(cluster, topic, [...topic.leaders.keys()], LATEST, isolation)
  if (option === 'latest') return latest()
  if (isAtTimestamp(option)) return atTimestamp(cluster, topic, option, isolation)
  return new Map([...(await latest()), ...namedPartitions('bounded', topic, option)])
}

async function atTimestamp(cluster: KafkaCluster, topic: TopicMetadata, option: AtTimestamp, isolation: Isolation) {
  const partitions = [...topic.leaders.keys()]
  const found = await listOffsets(cluster, topic, partitions, Number(option.timestamp), isolation)
  const without = partitions.filter(partition => (found.get(partition) ?? -1) < 0)
  if (without.length === 0) return found
  return new Map([...found, ...(await listOffsets(cluster, topic, without, LATEST, isolation))])
}

function namedPartitions(option: string, topic: TopicMetadata, offsets: PartitionOffsets): [number, number][] {
  return Object.entries(offsets).map(([key, offset]) => {
    if (topic.leaders.has(Number(key))) return [Number(key), Number(offset)]
    throw new FlinknbError(
      'INVALID_OPTION',
      `${option} names partition ${key}, which topic '${topic.name}' does not have.`,
      {
        fix: `It has the partitions 0 to ${topic.leaders.size - 1}.`,
      },
    )
  })
}

function isAtTimestamp(value: object): value is AtTimestamp {
  return 'timestamp' in value
}

function isOffset(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
