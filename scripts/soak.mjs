// `npm run soak`: the long forms of the tests. Their lengths are given to the suites in the environment.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setUp } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = await setUp()
const env = {
  ...process.env,
  PATH: [path.dirname(node), process.env.PATH].join(path.delimiter),
  FLINKNB_KILLS: process.env.FLINKNB_KILLS ?? '200',
  FLINKNB_KAFKA_KILLS: process.env.FLINKNB_KAFKA_KILLS ?? '30',
  FLINKNB_SOAK_MS: process.env.FLINKNB_SOAK_MS ?? '600000',
  FLINKNB_LEARN_RECORDS: process.env.FLINKNB_LEARN_RECORDS ?? '100000000',
  FLINKNB_RANDOM_STREAMS: process.env.FLINKNB_RANDOM_STREAMS ?? '100000',
}
const suites = process.argv.slice(2)
const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--testTimeout=3600000',
  ...(suites.length > 0 ? suites : ['test/faults', 'test/engine', 'test/kafka', 'test/ml/linear/longRun.test.ts']),
]
process.exit(spawnSync(node, args, { cwd: root, stdio: 'inherit', env }).status ?? 1)
