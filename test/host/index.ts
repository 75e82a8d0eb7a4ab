import { debugTests } from './debugTests.ts'
import { executionTests } from './executionTests.ts'
import { fileTests } from './fileTests.ts'
import { liveTests } from './liveTests.ts'
import { staleTests } from './staleTests.ts'
import { runHostTests } from './suite.ts'

/** Called by VS Code in the extension host. */
export async function run(): Promise<void> {
  const only = process.env.FLINKNB_TEST_ONLY ?? ''
  const tests = [...fileTests, ...executionTests, ...liveTests, ...debugTests, ...staleTests]
  await runHostTests(tests.filter(test => test.name.includes(only)))
}
