// Installs a real Apache Kafka broker for the tests: `node scripts/installKafka.mjs`. Running it again changes nothing.
// With FLINKNB_KAFKA=host:port the tests use that broker, and nothing is installed.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { maven, missingJavaTool } from './kafka/javaTools.mjs'
import { isKafkaComplete, KAFKA_VERSION, kafkaHome } from './kafka/kafkaHome.mjs'
import { kafkaPom } from './kafka/kafkaPom.mjs'

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

const home = kafkaHome()
if (process.env.FLINKNB_KAFKA) {
  console.log(`FLINKNB_KAFKA is set: the tests use the broker at ${process.env.FLINKNB_KAFKA}.`)
} else if (isKafkaComplete(home)) {
  console.log(`Apache Kafka ${KAFKA_VERSION} is installed in ${home}.`)
} else {
  const missing = missingJavaTool()
  if (missing) fail(missing)
  install()
  console.log(`Apache Kafka ${KAFKA_VERSION} is now installed in ${home}.`)
}

/** Into a folder beside, moved into place when complete: an interrupted or a second run leaves no half of a broker. */
function install() {
  mkdirSync(path.dirname(home), { recursive: true })
  const work = mkdtempSync(`${home}-`)
  try {
    writeFileSync(path.join(work, 'pom.xml'), kafkaPom(KAFKA_VERSION))
    const options = ['-B', '-q', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=lib']
    const { status } = spawnSync(maven, options, { cwd: work, stdio: 'inherit', shell: process.platform === 'win32' })
    if (status !== 0) fail(`Maven could not fetch Apache Kafka ${KAFKA_VERSION} (its messages stand above).`)
    writeFileSync(path.join(work, 'complete'), `${KAFKA_VERSION}\n`)
    if (!isKafkaComplete(home)) {
      rmSync(home, { recursive: true, force: true })
      renameSync(work, home)
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
