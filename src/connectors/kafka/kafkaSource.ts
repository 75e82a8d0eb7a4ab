import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { Source, SourceContext, SourceReader } from '../../engine/source.ts'
import type { OnMalformed } from '../deadLetters.ts'
import type { Format } from '../format.ts'
import { checkFormat, checkOnMalformed, checkText, invalidOption } from '../sourceOptions.ts'
import { addressText } from './brokerAddress.ts'
import {
  CONNECTION_OPTION_NAMES,
  checkConnection,
  type KafkaConnection,
  type KafkaConnectionOptions,
} from './connectionOptions.ts'
import { loadKafkaClient } from './kafkaClient.ts'
import { KafkaCluster } from './kafkaCluster.ts'
import { type KafkaPosition, KafkaSourceReader } from './kafkaSourceReader.ts'
import type { Isolation } from './listOffsets.ts'
import { type PartitionPosition, PartitionReader } from './partitionReader.ts'
import { retrying } from './retrying.ts'
import {
  checkOffsets,
  resolveStart,
  resolveStop,
  type StartingOffsets,
  type StoppingOffsets,
} from './startingOffsets.ts'
import { describeTopics, listTopicNames, type TopicMetadata } from './topicMetadata.ts'
import { withoutSecrets } from './withoutSecrets.ts'

export interface KafkaSourceOptions<T> extends KafkaConnectionOptions {
  /** One topic or several; or `topicPattern`. A topic that does not exist is an error and is not created. */
  readonly topic?: string | readonly string[] | undefined
  /** All topics whose whole name matches, as they are when the job starts. */
  readonly topicPattern?: RegExp | undefined
  readonly format: Format<T>
  /** Where offsets are committed at checkpoints, and where `'committed'` reads them. The group is never joined. */
  readonly groupId?: string | undefined
  /** Default `'earliest'`, as Flink's. */
  readonly startingOffsets?: StartingOffsets | undefined
  /** Makes the source end there; unbounded when undefined. */
  readonly bounded?: StoppingOffsets | undefined
  /** Default `'read_committed'`: records of open and aborted transactions are not delivered. */
  readonly isolation?: Isolation | undefined
  /** What happens to a message that cannot be decoded or has no value: kept as a dead letter (default), or the job fails. */
  readonly onMalformed?: OnMalformed | undefined
}

const CALL = 'kafkaSource'
const OPEN_RETRY_MS = 6_000

/**
 * Reads Kafka topics without joining a group, as Flink's `KafkaSource`: one split a partition (`topic-partition`),
 * timestamps are the records' own, and the position is exact to the record.
 *
 * @throws FlinknbError `INVALID_OPTION` naming the option, the value and the fix
 * @example createKafkaSource<Purchase>({ brokers: 'localhost:9092', topic: 'purchases', format: json() })
 */
export function createKafkaSource<T>(options: KafkaSourceOptions<T>): Source<T> {
  const settings = checkSourceOptions(options)
  const topics = options.topicPattern ? String(options.topicPattern) : settings.topics.join(', ')
  return {
    kind: 'kafka',
    description: `kafka ${topics} at ${settings.connection.brokers.map(addressText).join(', ')}`,
    boundedness: options.bounded === undefined ? 'unbounded' : 'bounded',
    open: context => openSource(options, settings, context),
  }
}

interface SourceSettings {
  readonly connection: KafkaConnection
  readonly topics: readonly string[]
}

function checkSourceOptions<T>(options: KafkaSourceOptions<T>): SourceSettings {
  checkOptionNames(CALL, withoutSecrets(options), [
    ...CONNECTION_OPTION_NAMES,
    ...['topic', 'topicPattern', 'format', 'groupId', 'startingOffsets', 'bounded', 'isolation', 'onMalformed'],
  ])
  const { topic, topicPattern, groupId, isolation } = options
  const topics = typeof topic === 'string' ? [topic] : (topic ?? [])
  if (topics.length > 0 === (topicPattern !== undefined)) {
    invalidOption(CALL, 'topic', topic, "Give either topic: 'name' or topicPattern: /…/.")
  }
  for (const name of topics) checkText(CALL, 'topic', name, 'purchases')
  if (topicPattern !== undefined && !(topicPattern instanceof RegExp)) {
    invalidOption(CALL, 'topicPattern', topicPattern, 'Write a regular expression such as /orders-.*/.')
  }
  checkFormat(CALL, options.format)
  checkOffsets(CALL, 'startingOffsets', options.startingOffsets, ['earliest', 'latest', 'committed'])
  checkOffsets(CALL, 'bounded', options.bounded, ['latest'])
  if (groupId !== undefined) checkText(CALL, 'groupId', groupId, 'my-notebook')
  if (options.startingOffsets === 'committed' && groupId === undefined) {
    invalidOption(CALL, 'groupId', groupId, "startingOffsets: 'committed' needs the group whose offsets are meant.")
  }
  if (isolation !== undefined && isolation !== 'read_committed' && isolation !== 'read_uncommitted') {
    invalidOption(CALL, 'isolation', isolation, "Give 'read_committed' or 'read_uncommitted'.")
  }
  checkOnMalformed(CALL, options.onMalformed)
  return { connection: checkConnection(CALL, options), topics }
}

async function openSource<T>(
  options: KafkaSourceOptions<T>,
  { connection, topics }: SourceSettings,
  context: SourceContext,
): Promise<SourceReader<T>> {
  const client = await loadKafkaClient()
  const cluster = await KafkaCluster.connect(client, connection)
  try {
    const retry = {
      clock: context.clock,
      signal: context.signal,
      forMs: OPEN_RETRY_MS,
      doing: `read ${topics.join(', ')}`,
    }
    const isolation = options.isolation ?? 'read_committed'
    const partitions = await retrying(retry, async () => {
      const names = options.topicPattern ? await matchingTopics(cluster, options.topicPattern) : topics
      const described = await describeTopics(cluster, names)
      const restored = context.restoredPosition as KafkaPosition | undefined
      const setup = { client, format: options.format, onMalformed: options.onMalformed ?? 'dead-letter', context }
      const found = await Promise.all(
        described.map(async topic => {
          const positions = await startPositions(cluster, topic, options, restored, isolation)
          return [...topic.leaders].map(([partition, leader]) => {
            const reader = new PartitionReader<T>(
              setup,
              topic.name,
              partition,
              positions.get(partition) ?? { offset: 0 },
            )
            reader.leader = leader
            return reader
          })
        }),
      )
      return found.flat()
    })
    return new KafkaSourceReader<T>(cluster, partitions, options.groupId, isolation, context)
  } catch (error) {
    await cluster.close()
    throw error
  }
}

async function matchingTopics(cluster: KafkaCluster, pattern: RegExp): Promise<string[]> {
  const names = await listTopicNames(cluster)
  const matching = names.filter(name =>
    new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, '')).test(name),
  )
  if (matching.length > 0) return matching
  throw new FlinknbError('TOPIC_NOT_FOUND', `No Kafka topic matches topicPattern ${pattern}.`, {
    fix: names.length > 0 ? `Topics here: ${names.slice(0, 10).join(', ')}.` : 'The cluster has no topics.',
  })
}

/** Where each partition starts and ends. What a checkpoint knows wins; a partition made since then is read from its start. */
async function startPositions<T>(
  cluster: KafkaCluster,
  topic: TopicMetadata,
  options: KafkaSourceOptions<T>,
  restored: KafkaPosition | undefined,
  isolation: Isolation,
): Promise<Map<number, PartitionPosition>> {
  const option = restored === undefined ? (options.startingOffsets ?? 'earliest') : 'earliest'
  const [starts, stops] = await Promise.all([
    resolveStart(cluster, topic, option, options.groupId, isolation),
    options.bounded === undefined ? undefined : resolveStop(cluster, topic, options.bounded, isolation),
  ])
  const fresh = (partition: number): PartitionPosition => {
    const stop = stops?.get(partition)
    return { offset: starts.get(partition) ?? 0, ...(stop === undefined ? {} : { stop }) }
  }
  return new Map(
    [...topic.leaders.keys()].map(partition => [partition, restored?.[topic.name]?.[partition] ?? fresh(partition)]),
  )
}
