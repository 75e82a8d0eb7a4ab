import type * as client from '@platformatic/kafka'

/** The module of @platformatic/kafka. Only {@link loadKafkaClient} imports it at run time. */
export type KafkaClient = typeof client

/** Loads the client when the first Kafka source or sink is opened: it costs too much to load with the kernel. */
export function loadKafkaClient(): Promise<KafkaClient> {
  return import('@platformatic/kafka')
}
