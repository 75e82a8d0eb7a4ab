import { debugPointTests } from './debugPointTests.ts'
import { debugTests } from './debugTests.ts'
import { exampleTests } from './exampleTests.ts'
import { executionTests } from './executionTests.ts'
import { exportTests } from './exportTests.ts'
import { fileTests } from './fileTests.ts'
import { graphTests } from './graphTests.ts'
import { languageTests } from './languageTests.ts'
import { limitTests } from './limitTests.ts'
import { liveTests } from './liveTests.ts'
import { liveTypesTests } from './liveTypesTests.ts'
import { staleTests } from './staleTests.ts'
import { runHostTests } from './suite.ts'
import { valueTests } from './valueTests.ts'
import { variablesTests } from './variablesTests.ts'

/** Called by VS Code in the extension host. */
export async function run(): Promise<void> {
  const only = process.env.FLINKNB_TEST_ONLY ?? ''
  const tests = [
    ...fileTests,
    ...executionTests,
    ...languageTests,
    ...liveTests,
    ...graphTests,
    ...debugTests,
    ...debugPointTests,
    ...exportTests,
    ...staleTests,
    ...limitTests,
    ...valueTests,
    ...variablesTests,
    ...liveTypesTests,
    ...exampleTests,
  ]
  await runHostTests(tests.filter(test => test.name.includes(only)))
}
