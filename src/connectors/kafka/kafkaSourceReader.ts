import type { SourceBatch, SourceContext, SourceReader } from '../../engine/source.ts'
import { commitGroupOffsets } from './groupOffsets.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import { leafCause } from './kafkaError.ts'
import { Latch } from './latch.ts'
import type { Isolation } from './listOffsets.ts'
import { PartitionFetcher } from './partitionFetcher.ts'
import type { PartitionPosition, PartitionReader } from './partitionReader.ts'

/** Plain data: topic → partition → position. */
export type KafkaPosition = Readonly<Record<string, Readonly<Record<string, PartitionPosition>>>>

/** Reads partitions in turn, from what the fetcher has brought. */
export class KafkaSourceReader<T> implements SourceReader<T> {
  private readonly fetcher: PartitionFetcher
  private readonly wakeup = new Latch()
  private unfinished: PartitionReader<T>[]
  private failure: unknown
  private turn = 0

  constructor(
    private readonly cluster: KafkaCluster,
    private readonly partitions: readonly PartitionReader<T>[],
    private readonly groupId: string | undefined,
    isolation: Isolation,
    private readonly context: SourceContext,
  ) {
    const report = {
      arrived: () => this.wakeup.wake(),
      failed: (error: unknown) => {
        this.failure = error
        this.wakeup.wake()
      },
    }
    this.fetcher = new PartitionFetcher(cluster, partitions, isolation, context, report)
    this.unfinished = [...partitions]
    for (const { split } of partitions) context.splitAdded(split)
    this.dropFinished()
    this.fetcher.start()
  }

  get finished(): boolean {
    return this.unfinished.length === 0
  }

  poll(maxRecords: number): SourceBatch<T> | undefined {
    if (this.failure !== undefined) throw this.failure
    // Not before: the engine has taken the last batch of a split when it asks for the next.
    if (this.unfinished.some(partition => partition.finished)) this.dropFinished()
    for (let tried = this.unfinished.length; tried > 0; tried--) {
      const partition = this.unfinished[this.turn++ % this.unfinished.length] as PartitionReader<T>
      const before = partition.bufferedBytes
      const batch = partition.read(maxRecords)
      if (partition.bufferedBytes < before) this.fetcher.roomMade()
      if (batch) return batch
    }
    this.dropFinished()
    return undefined
  }

  /** Resolves at once while something is buffered: a poll takes from one partition only. */
  available(): Promise<void> {
    if (this.finished || this.failure !== undefined || this.partitions.some(p => p.bufferedBytes > 0))
      return Promise.resolve()
    return this.wakeup.wait()
  }

  position(): KafkaPosition {
    const position: Record<string, Record<string, PartitionPosition>> = {}
    for (const { topic, partition, position: at } of this.partitions) {
      position[topic] ??= {}
      ;(position[topic] as Record<string, PartitionPosition>)[partition] = at
    }
    return position
  }

  /** Tells the group, for others to see the progress; a group that cannot be told does not stop the job, as in Flink. */
  async checkpointCompleted(position: unknown): Promise<void> {
    if (this.groupId === undefined) return
    const topics = Object.entries(position as KafkaPosition).map(([name, partitions]) => ({
      name,
      offsets: new Map(Object.entries(partitions).map(([partition, { offset }]) => [Number(partition), offset])),
    }))
    try {
      await commitGroupOffsets(this.cluster, this.groupId, topics)
    } catch (error) {
      this.context.status(`group '${this.groupId}' was not told its offsets (${leafCause(error)})`)
    }
  }

  async close(): Promise<void> {
    const stopped = this.fetcher.stop()
    await this.cluster.close()
    await stopped
    this.wakeup.wake()
  }

  private dropFinished(): void {
    for (const { split } of this.unfinished.filter(partition => partition.finished)) this.context.splitFinished(split)
    this.unfinished = this.unfinished.filter(partition => !partition.finished)
  }
}
