import { FlinknbError } from '../../base/errors.ts'
import type { SourceContext } from '../../engine/source.ts'
import { Backoff, pause } from './backoff.ts'
import type { FetchedPartition } from './fetchRequest.ts'
import { fetchApi } from './fetchRequest.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import { brokerErrors, isTransient, kafkaError, leafCause } from './kafkaError.ts'
import { Latch } from './latch.ts'
import { EARLIEST, type Isolation, LATEST, listOffsets } from './listOffsets.ts'
import type { PartitionReader } from './partitionReader.ts'
import { describeTopics } from './topicMetadata.ts'

/** One answer is at most this large, and one partition's part of it a quarter: larger answers stall a slow reader. */
const MAX_FETCH_BYTES = 4 * 1024 * 1024
const MAX_PARTITION_BYTES = 1024 * 1024
/** Fetching pauses while this much waits to be polled. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024
/** How long a broker may hold a fetch back when it has nothing. */
const MAX_WAIT_MS = 500
/** The same while another partition is full: it must not wait for a fetch that it is not part of. */
const SHORT_WAIT_MS = 20
/** How often a topic may seem to be gone, while a restarted broker catches up, before it is. */
const PATIENCE_WITH_MISSING_TOPICS = 6

/** What a fetcher reports to the reader it works for. */
export interface FetcherReport {
  /** A partition has more to read. */
  arrived(): void
  /** Reading cannot go on. */
  failed(error: unknown): void
}

/**
 * Keeps partitions filled: one loop a broker, each with one fetch under way, as long as there is room. A connection that
 * breaks, a leader that moves and a broker that restarts are met by waiting and asking anew who leads; each partition
 * goes on at its own offset, so nothing is lost or doubled.
 */
export class PartitionFetcher {
  private readonly loops = new Map<number, { readonly room: Latch; readonly done: Promise<void> }>()
  private readonly stopping = new AbortController()
  private readonly backoff = new Backoff(Math.random)
  private recovering: Promise<void> | undefined
  private troubled = false
  private turn = 0

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly partitions: readonly PartitionReader<unknown>[],
    private readonly isolation: Isolation,
    private readonly context: SourceContext,
    private readonly report: FetcherReport,
  ) {}

  /** The leaders must have been set. */
  start(): void {
    for (const { leader } of this.partitions.filter(partition => partition.wantsMore)) {
      if (leader < 0 || this.loops.has(leader)) continue
      const room = new Latch()
      this.loops.set(leader, { room, done: this.loop(leader, room) })
    }
  }

  /** Something was polled: there may be room again. */
  roomMade(): void {
    for (const { room } of this.loops.values()) room.wake()
  }

  /** Resolves when nothing runs any more; the cluster must be closed as well, to end a fetch that waits. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.roomMade()
    await Promise.all([...this.loops.values()].map(({ done }) => done))
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted
  }

  private async loop(node: number, room: Latch): Promise<void> {
    while (!this.stopped) {
      const led = this.partitions.filter(partition => partition.leader === node && partition.wantsMore)
      if (led.length === 0) break
      const buffered = this.partitions.reduce((sum, partition) => sum + partition.bufferedBytes, 0)
      const hungry = buffered < MAX_BUFFERED_BYTES ? led.filter(partition => partition.hasRoom) : []
      if (hungry.length === 0) await room.wait()
      else await this.fetch(node, hungry, hungry.length < led.length ? SHORT_WAIT_MS : MAX_WAIT_MS)
    }
    this.loops.delete(node)
  }

  private async fetch(node: number, hungry: readonly PartitionReader<unknown>[], waitMs: number): Promise<void> {
    try {
      const level = this.isolation === 'read_committed' ? 1 : 0
      // Brokers fill an answer in the order asked: everyone comes first in turn.
      const from = this.turn++ % hungry.length
      const topics = fetchTopics([...hungry.slice(from), ...hungry.slice(0, from)])
      const answer = await this.cluster.toNode(
        node,
        'fetch',
        fetchApi(this.cluster.client),
        waitMs,
        1,
        MAX_FETCH_BYTES,
        level,
        0,
        -1,
        topics,
        [],
        '',
      )
      if (this.stopped) return
      const failures = await Promise.all(answer.map(part => this.accept(part)))
      const failure = failures.find(code => code !== 0)
      if (failure !== undefined) throw new this.cluster.client.ProtocolError(failure)
      this.recovered()
    } catch (error) {
      await this.recover(error)
    }
  }

  /** Kafka's error number when this partition could not be read. */
  private async accept(part: FetchedPartition): Promise<number> {
    const partition = this.partitions.find(({ topic, partition: p }) => topic === part.topic && p === part.partition)
    if (!partition) return 0
    if (this.cluster.client.protocolErrorsCodesById[part.errorCode] === 'OFFSET_OUT_OF_RANGE')
      return this.reposition(partition)
    if (part.errorCode !== 0) return part.errorCode
    partition.accept(part)
    if (part.records.length > 0) this.report.arrived()
    return 0
  }

  /** Retention, or someone, deleted what was to be read next: goes on with what is left and says so. */
  private async reposition(partition: PartitionReader<unknown>): Promise<number> {
    const { split, fetchOffset } = partition
    const topic = { name: partition.topic, leaders: new Map([[partition.partition, partition.leader]]) }
    const offsetAt = async (end: number) =>
      (await listOffsets(this.cluster, topic, [partition.partition], end, 'read_uncommitted')).get(
        partition.partition,
      ) ?? 0
    const [first, end] = await Promise.all([offsetAt(EARLIEST), offsetAt(LATEST)])
    if (fetchOffset > end) {
      throw new FlinknbError(
        'INVALID_STATE',
        `Kafka ${split} ends at offset ${end}, before ${fetchOffset}, where reading should go on.`,
        {
          fix: 'Check startingOffsets; if the topic was created anew, start without the checkpoint.',
        },
      )
    }
    if (fetchOffset < first) partition.skipTo(first, 'they were deleted (retention)')
    this.report.arrived()
    return 0
  }

  private recovered(): void {
    this.backoff.reset()
    if (!this.troubled) return
    this.troubled = false
    this.context.status(undefined)
  }

  /** Shared by all loops: one waits and asks, the others wait for it. */
  private recover(error: unknown): Promise<void> {
    this.recovering ??= this.reconnect(error).finally(() => {
      this.recovering = undefined
    })
    return this.recovering
  }

  private async reconnect(error: unknown): Promise<void> {
    let cause = error
    for (let missing = 0; !this.stopped; ) {
      missing += brokerErrors(cause).includes('UNKNOWN_TOPIC_OR_PARTITION') || isMissingTopic(cause) ? 1 : 0
      if (!(isTransient(cause) || isMissingTopic(cause)) || missing > PATIENCE_WITH_MISSING_TOPICS)
        return this.fail(cause)
      const delayMs = this.backoff.next()
      this.troubled = true
      this.context.status(`reconnecting in ${(delayMs / 1_000).toFixed(1)} s (${leafCause(cause)})`)
      await pause(this.context.clock, delayMs, this.stopping.signal)
      try {
        if (!this.stopped) await this.findLeaders()
        return
      } catch (failure) {
        cause = failure
      }
    }
  }

  private async findLeaders(): Promise<void> {
    const wanting = this.partitions.filter(partition => partition.wantsMore)
    const topics = await describeTopics(this.cluster, [...new Set(wanting.map(({ topic }) => topic))])
    for (const partition of wanting) {
      partition.leader = topics.find(({ name }) => name === partition.topic)?.leaders.get(partition.partition) ?? -1
    }
    if (wanting.some(({ leader }) => leader < 0)) throw new this.cluster.client.ProtocolError('LEADER_NOT_AVAILABLE')
    this.start()
  }

  private fail(error: unknown): void {
    this.stopping.abort()
    this.roomMade()
    this.report.failed(kafkaError('read', error))
  }
}

function isMissingTopic(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'TOPIC_NOT_FOUND'
}

function fetchTopics(partitions: readonly PartitionReader<unknown>[]) {
  return [...Map.groupBy(partitions, ({ topic }) => topic)].map(([topicId, members]) => ({
    topicId, // the name: version 12 knows no ids
    partitions: members.map(({ partition, fetchOffset }) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset: BigInt(fetchOffset),
      lastFetchedEpoch: -1,
      partitionMaxBytes: MAX_PARTITION_BYTES,
    })),
  }))
}
