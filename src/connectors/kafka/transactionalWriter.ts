import { RingBuffer } from '../../base/ringBuffer.ts'
import type { Committable, SinkWriter } from '../../engine/sink.ts'
import type { ProducerIdentity } from './batchBuilder.ts'
import { asKafkaCommittable, committableKey, type KafkaCommittable } from './kafkaCommittable.ts'
import { leafCause } from './kafkaError.ts'
import type { RecordEncoder } from './recordEncoder.ts'
import { RecordProducer, type RecordProducerSetup } from './recordProducer.ts'
import { recoverCommit } from './recoverCommit.ts'
import { addPartitions, endTransaction, initProducerId } from './transactionRequests.ts'

const COMMIT_RETRY_MS = 60_000
const ABORT_RETRY_MS = 5_000

export interface TransactionalSetup<T> extends RecordProducerSetup {
  readonly prefix: string
  readonly timeoutMs: number
  readonly leaders: ReadonlyMap<number, number>
  readonly encode: RecordEncoder<T>
}

/** A transactional id whose next transaction can begin. */
interface FreeId extends ProducerIdentity {
  readonly transactionalId: string
}

interface Transaction extends FreeId {
  readonly producer: RecordProducer
}

/**
 * Exactly-once: one Kafka transaction a checkpoint. A few transactional ids take turns, so that writing goes on while a
 * prepared transaction waits for its checkpoint; each transaction has an epoch of its own, so that committing an old one
 * again can never commit a later one. (Flink's `KafkaSink` with pooled ids.)
 */
export class TransactionalWriter<T> implements SinkWriter<T> {
  private readonly free: FreeId[] = []
  private readonly prepared = new Map<string, Transaction & { asked: boolean }>()
  /** Commits may be repeated, but only the latest ones are. */
  private readonly committed = new RingBuffer<string>(64)
  private readonly closing = new AbortController()
  private current: Transaction | undefined
  private ids = 0

  private constructor(private readonly setup: TransactionalSetup<T>) {}

  /** Commits what a checkpoint had prepared, aborts what a crashed run left open, and begins. */
  static async open<T>(
    setup: TransactionalSetup<T>,
    restored: readonly KafkaCommittable[],
    ownPrefix: boolean,
  ): Promise<TransactionalWriter<T>> {
    const writer = new TransactionalWriter(setup)
    for (const committable of restored) await recoverCommit(setup.cluster, writer.retry(COMMIT_RETRY_MS), committable)
    // Two ids take turns as long as commits follow checkpoints; what earlier runs left is under these and the restored ones.
    const ids = new Set([
      writer.nextId(),
      ...(ownPrefix || restored.length > 0 ? [writer.nextId()] : []),
      ...restored.map(c => c.transactionalId),
    ])
    await Promise.all([...ids].map(id => writer.take(id)))
    writer.current = await writer.begin()
    return writer
  }

  write(values: readonly T[], timestamps: Float64Array | undefined): void | Promise<void> {
    const { producer } = this.current as Transaction
    this.setup.encode(producer, values, timestamps)
    return producer.backpressure()
  }

  async prepareCommit(last: boolean): Promise<KafkaCommittable | undefined> {
    const transaction = this.current as Transaction
    await transaction.producer.flush()
    if (!transaction.producer.used) return undefined
    const { transactionalId, producerId, epoch } = transaction
    const committable = { prefix: this.setup.prefix, transactionalId, producerId: String(producerId), epoch }
    this.prepared.set(committableKey(committable), { ...transaction, asked: false })
    this.current = undefined
    if (!last) this.current = await this.begin()
    return committable
  }

  async commit(committable: Committable): Promise<void> {
    const wanted = asKafkaCommittable(committable)
    const key = committableKey(wanted)
    if (this.committed.toArray().includes(key)) return
    const transaction = this.prepared.get(key)
    const retry = this.retry(COMMIT_RETRY_MS)
    if (!transaction) return recoverCommit(this.setup.cluster, retry, wanted)
    transaction.asked = true
    await endTransaction(this.setup.cluster, retry, transaction.transactionalId, transaction, true)
    // The next epoch is granted when the commit is complete on all partitions: from then on everyone sees the records.
    // The one after it is left out: there stands what timed out before it could be committed (see recoverCommit).
    const next = await initProducerId(
      this.setup.cluster,
      retry,
      transaction.transactionalId,
      this.setup.timeoutMs,
      transaction,
    )
    await this.take(transaction.transactionalId, next)
    this.prepared.delete(key)
    this.committed.push(key)
  }

  /** A transaction whose commit was asked for stays: its checkpoint is durable, so it will be committed again. */
  async abort(): Promise<void> {
    const current = this.current
    this.current = undefined
    await current?.producer.discard()
    const doomed = [...this.prepared.values()].filter(transaction => !transaction.asked)
    this.prepared.clear()
    await Promise.all(
      [...(current?.producer.used ? [current] : []), ...doomed].map(transaction => this.abortOne(transaction)),
    )
  }

  async close(): Promise<void> {
    this.closing.abort()
    await this.current?.producer.discard()
    await this.setup.cluster.close()
  }

  private async abortOne(transaction: Transaction): Promise<void> {
    const { transactionalId } = transaction
    try {
      await endTransaction(this.setup.cluster, this.retry(ABORT_RETRY_MS), transactionalId, transaction, false)
    } catch (error) {
      this.setup.status(`transaction '${transactionalId}' is left to its time-out (${leafCause(error)})`)
    }
  }

  private nextId(): string {
    return `${this.setup.prefix}-${this.ids++}`
  }

  /** Makes an id free for the next transaction. */
  private async take(transactionalId: string, current?: ProducerIdentity): Promise<void> {
    const { cluster, timeoutMs } = this.setup
    this.free.push({
      transactionalId,
      ...(await initProducerId(cluster, this.retry(COMMIT_RETRY_MS), transactionalId, timeoutMs, current)),
    })
  }

  private async begin(): Promise<Transaction> {
    if (this.free.length === 0) await this.take(this.nextId())
    const id = this.free.shift() as FreeId
    const { cluster, topic, leaders } = this.setup
    const enlist = (partition: number) =>
      addPartitions(cluster, this.retry(COMMIT_RETRY_MS), id.transactionalId, id, topic, [partition])
    return { ...id, producer: new RecordProducer(this.setup, { ...id, enlist }, leaders) }
  }

  private retry(forMs: number) {
    return { clock: this.setup.clock, signal: this.closing.signal, forMs }
  }
}
