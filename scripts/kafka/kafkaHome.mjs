import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** The Apache Kafka that the tests run against. */
export const KAFKA_VERSION = '4.1.1'

/** Where it lies (the folder need not exist): below `FLINKNB_CACHE`, or below the user's cache folder. */
export function kafkaHome() {
  const cache = process.env.FLINKNB_CACHE || path.join(homedir(), '.cache', 'flinknb')
  return path.join(cache, `kafka-${KAFKA_VERSION}`)
}

/** Whether the installer has completed there: it writes this mark last. */
export function isKafkaComplete(home = kafkaHome()) {
  return existsSync(path.join(home, 'complete'))
}
