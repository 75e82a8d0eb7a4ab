import { FlinknbError } from '../../base/errors.ts'
import { nearestName } from '../../base/options.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import { brokerErrors } from './kafkaError.ts'

/** Who leads each partition of a topic, by partition number; -1 while there is no leader. */
export interface TopicMetadata {
  readonly name: string
  readonly leaders: ReadonlyMap<number, number>
}

type MetadataResponse = Awaited<ReturnType<KafkaCluster['client']['metadataV12']['api']['async']>>

/**
 * Asks for topics, never creating one.
 *
 * @throws FlinknbError `TOPIC_NOT_FOUND` naming the topic and the nearest existing name
 */
export async function describeTopics(cluster: KafkaCluster, names: readonly string[]): Promise<TopicMetadata[]> {
  const response = await requestMetadata(cluster, [...names])
  return Promise.all(
    names.map(async name => {
      const topic = response.topics.find(candidate => candidate.name === name)
      if (!topic || topic.partitions.length === 0) throw await topicNotFound(cluster, name)
      return { name, leaders: leadersOf(topic.partitions) }
    }),
  )
}

function leadersOf(partitions: MetadataResponse['topics'][number]['partitions']): Map<number, number> {
  return new Map(partitions.map(p => [p.partitionIndex, p.leaderId] as const).sort(([a], [b]) => a - b))
}

/** The names of all topics a user may see, without Kafka's own. */
export async function listTopicNames(cluster: KafkaCluster): Promise<string[]> {
  const { topics } = await requestMetadata(cluster, null)
  return topics.flatMap(topic => (topic.name && !topic.isInternal ? [topic.name] : [])).sort()
}

/** The client throws when any part of the response holds an error; the response is in the error, and says more. */
async function requestMetadata(cluster: KafkaCluster, names: string[] | null): Promise<MetadataResponse> {
  let response: MetadataResponse
  try {
    response = await cluster.toAny(cluster.client.metadataV12.api, names, false, false)
  } catch (error) {
    const known = brokerErrors(error)
    const tolerable = [
      'UNKNOWN_TOPIC_OR_PARTITION',
      'LEADER_NOT_AVAILABLE',
      'REPLICA_NOT_AVAILABLE',
      'INVALID_TOPIC_EXCEPTION',
    ]
    if (known.length === 0 || !known.every(id => tolerable.includes(id))) throw error
    response = (error as { response: MetadataResponse }).response
  }
  cluster.learnBrokers(response.brokers)
  return response
}

async function topicNotFound(cluster: KafkaCluster, name: string): Promise<FlinknbError> {
  const existing = await listTopicNames(cluster)
  const near = nearestName(name, existing)
  const some = existing.slice(0, 10).map(other => `'${other}'`)
  const list =
    some.length === 0
      ? 'The cluster has no topics.'
      : `Topics here: ${some.join(', ')}${existing.length > 10 ? ', …' : ''}.`
  return new FlinknbError('TOPIC_NOT_FOUND', `There is no Kafka topic '${name}'.`, {
    fix: near ? `Did you mean '${near}'?` : `Create it first, or check the name. ${list}`,
  })
}
