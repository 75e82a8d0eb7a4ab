import { spawnSync } from 'node:child_process'

/** What is missing on this machine to install and run a broker, as a sentence; undefined when nothing is. */
export function missingJavaTool() {
  const major = javaMajor()
  if (major === undefined)
    return "No 'java' on the PATH: Apache Kafka needs Java 17 or newer (Debian: apt install openjdk-17-jre-headless)."
  if (major < 17) return `Java ${major} is too old: Apache Kafka needs Java 17 or newer.`
  if (spawnSync(maven, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status !== 0) {
    return "No 'mvn' on the PATH: the broker is installed from Maven Central (Debian: apt install maven)."
  }
  return undefined
}

/** Maven's command: a batch file on Windows. */
export const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn'

/** 17 for `openjdk version "17.0.15"`, 8 for `java version "1.8.0"`; undefined without a Java. */
export function javaMajor() {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const match = status === 0 ? /version "(?:1\.)?(\d+)/.exec(stderr) : null
  return match ? Number(match[1]) : undefined
}
