import type { CancelTimer, Clock } from '../../base/clock.ts'
import { Backoff, pause } from './backoff.ts'
import { BatchBuilder, type KafkaCompression, type ProducerIdentity } from './batchBuilder.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import { brokerErrors, isTransient, kafkaError, leafCause } from './kafkaError.ts'
import { partitionOfKey } from './murmur2.ts'
import { produceApi } from './produceRequest.ts'
import { describeTopics } from './topicMetadata.ts'

/** A batch is sent when it holds this much (before compression), or after {@link LINGER_MS}. */
const BATCH_BYTES = 256 * 1024
const LINGER_MS = 5
/** Writing waits while this much has not been acknowledged, until half of it has. */
const MAX_PENDING_BYTES = 8 * 1024 * 1024
/** How long a batch is tried for, as Kafka's `delivery.timeout.ms`. */
const DELIVERY_TIMEOUT_MS = 120_000

export interface RecordProducerSetup {
  readonly cluster: KafkaCluster
  readonly topic: string
  readonly compression: KafkaCompression
  readonly clock: Clock
  readonly status: (text: string | undefined) => void
}

/** Who a {@link RecordProducer} writes as, and what it must do before the first batch of a partition. */
export interface ProducerRole extends ProducerIdentity {
  readonly transactionalId: string | null
  /** Adds a partition to the transaction. */
  enlist?(partition: number): Promise<void>
}

interface Lane {
  leader: number
  open: BatchBuilder | undefined
  /** Sealed by size or time, in order; the first is under way. */
  readonly queue: BatchBuilder[]
  sequence: number
  enlisted: boolean
  running: Promise<void> | undefined
}

/**
 * Sends records to the partitions of one topic: batches, one under way a partition, each with its sequence number, so
 * that a batch sent again after a lost answer counts once and the order holds. Bounded by {@link MAX_PENDING_BYTES}:
 * beyond, {@link backpressure} gives a promise to wait for.
 */
export class RecordProducer {
  private readonly lanes: Lane[]
  private readonly backoff = new Backoff(Math.random)
  private pendingBytes = 0
  private room: PromiseWithResolvers<void> | undefined
  private linger: CancelTimer | undefined
  private failure: unknown
  private stickyPartition = 0
  private readonly stopping = new AbortController()

  constructor(
    private readonly setup: RecordProducerSetup,
    private readonly role: ProducerRole,
    leaders: ReadonlyMap<number, number>,
  ) {
    this.lanes = [...leaders].map(([, leader]) => ({
      leader,
      open: undefined,
      queue: [],
      sequence: 0,
      enlisted: role.enlist === undefined,
      running: undefined,
    }))
  }

  /** Whether a record was ever added. */
  get used(): boolean {
    return this.lanes.some(lane => lane.sequence > 0 || lane.open || lane.queue.length > 0)
  }

  /** @throws FlinknbError when an earlier record could not be delivered */
  add(key: Buffer | null, value: Uint8Array, timestamp: number): void {
    if (this.failure !== undefined) throw this.failure
    const partition = key === null ? this.stickyPartition : partitionOfKey(key, this.lanes.length)
    const lane = this.lanes[partition] as Lane
    lane.open ??= new BatchBuilder()
    const before = lane.open.count === 0 ? 0 : lane.open.byteLength
    lane.open.add(key, value, timestamp)
    this.pendingBytes += lane.open.byteLength - before
    if (lane.open.byteLength >= BATCH_BYTES) this.seal(partition)
    else this.linger ??= this.setup.clock.schedule(LINGER_MS, () => this.sealAll())
  }

  /** Undefined while there is room. */
  backpressure(): Promise<void> | undefined {
    if (this.pendingBytes < MAX_PENDING_BYTES) return undefined
    this.room ??= Promise.withResolvers<void>()
    return this.room.promise
  }

  /** Resolves when everything added so far has been acknowledged by all in-sync replicas. @throws FlinknbError when it cannot */
  async flush(): Promise<void> {
    this.sealAll()
    while (this.failure === undefined && this.lanes.some(lane => lane.running)) {
      await Promise.all(this.lanes.map(lane => lane.running))
    }
    if (this.failure !== undefined) throw this.failure
  }

  /** Drops what has not been sent; resolves when nothing is under way any more. */
  async discard(): Promise<void> {
    this.stopping.abort()
    this.linger?.()
    for (const lane of this.lanes) {
      lane.open = undefined
      lane.queue.length = 0
    }
    this.room?.resolve()
    await Promise.all(this.lanes.map(lane => lane.running))
  }

  private get discarded(): boolean {
    return this.stopping.signal.aborted
  }

  private sealAll(): void {
    this.linger?.()
    this.linger = undefined
    for (let partition = 0; partition < this.lanes.length; partition++) this.seal(partition)
  }

  private seal(partition: number): void {
    const lane = this.lanes[partition]
    if (!lane?.open) return
    lane.queue.push(lane.open)
    lane.open = undefined
    // Records without a key stay together for a batch, then go on to the next partition (Kafka's sticky partitioner).
    if (partition === this.stickyPartition) this.stickyPartition = (partition + 1) % this.lanes.length
    this.run(lane, partition)
  }

  private run(lane: Lane, partition: number): void {
    if (lane.running || lane.queue.length === 0 || this.failure !== undefined || this.discarded) return
    lane.running = this.drain(lane, partition).finally(() => {
      lane.running = undefined
      this.run(lane, partition) // a batch may have been sealed since the last look
    })
  }

  private async drain(lane: Lane, partition: number): Promise<void> {
    try {
      for (let batch = lane.queue[0]; batch && !this.discarded; batch = lane.queue[0]) {
        if (!lane.enlisted) await this.role.enlist?.(partition)
        lane.enlisted = true
        await this.deliver(lane, partition, batch)
        lane.sequence = (lane.sequence + batch.count) % 2 ** 31
        lane.queue.shift()
        this.delivered(batch.byteLength)
      }
    } catch (error) {
      this.failure ??= kafkaError(`write to '${this.setup.topic}'`, error)
      this.room?.resolve()
    }
  }

  private delivered(bytes: number): void {
    this.pendingBytes -= bytes
    if (this.pendingBytes > MAX_PENDING_BYTES / 2) return
    this.room?.resolve()
    this.room = undefined
  }

  private async deliver(lane: Lane, partition: number, builder: BatchBuilder): Promise<void> {
    const { cluster, topic, clock } = this.setup
    const { transactionalId } = this.role
    const batch = builder.seal(
      cluster.client,
      this.role,
      lane.sequence,
      transactionalId !== null,
      this.setup.compression,
    )
    const start = clock.monotonic()
    for (let failed = false; ; failed = true) {
      try {
        await cluster.toNode(lane.leader, 'produce', produceApi(cluster.client), {
          topic,
          partition,
          batch,
          transactionalId,
        })
        if (failed) this.setup.status(undefined)
        this.backoff.reset()
        return
      } catch (error) {
        if (brokerErrors(error).includes('DUPLICATE_SEQUENCE_NUMBER')) return // an earlier try had arrived
        if (!isTransient(error) || this.discarded || clock.monotonic() - start > DELIVERY_TIMEOUT_MS) throw error
        await this.waitForLeaders(error)
      }
    }
  }

  private async waitForLeaders(error: unknown): Promise<void> {
    const { cluster, topic, clock, status } = this.setup
    const delayMs = this.backoff.next()
    status(`reconnecting in ${(delayMs / 1_000).toFixed(1)} s (${leafCause(error)})`)
    await pause(clock, delayMs, this.stopping.signal)
    try {
      const [described] = await describeTopics(cluster, [topic])
      for (const [partition, leader] of described?.leaders ?? []) {
        const lane = this.lanes[partition]
        if (lane) lane.leader = leader
      }
    } catch (failure) {
      if (!isTransient(failure)) throw failure
    }
  }
}
