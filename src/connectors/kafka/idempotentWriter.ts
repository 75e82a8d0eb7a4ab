import type { SinkWriter } from '../../engine/sink.ts'
import type { KafkaCluster } from './kafkaCluster.ts'
import type { RecordEncoder } from './recordEncoder.ts'
import type { RecordProducer } from './recordProducer.ts'

/** At-least-once: what is written is visible as soon as the broker has it; a checkpoint waits for all of it. */
export class IdempotentWriter<T> implements SinkWriter<T> {
  constructor(
    private readonly cluster: KafkaCluster,
    private readonly producer: RecordProducer,
    private readonly encode: RecordEncoder<T>,
  ) {}

  write(values: readonly T[], timestamps: Float64Array | undefined): void | Promise<void> {
    this.encode(this.producer, values, timestamps)
    return this.producer.backpressure()
  }

  async prepareCommit(): Promise<undefined> {
    await this.producer.flush()
  }

  async commit(): Promise<void> {}

  async abort(): Promise<void> {
    await this.producer.discard()
  }

  async close(): Promise<void> {
    await this.producer.discard()
    await this.cluster.close()
  }
}
