// Runs exported programs in one Node process, each in a folder of its own: argv[2] is a JSON file of
// [{ program, value, name }]; prints a JSON array of { name, error } of those whose value is another one.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { inspect, isDeepStrictEqual } from 'node:util'
import { CELL_PROGRAMS } from '../kernel/cellPrograms.ts'

interface Shown {
  values: unknown[]
}

const programs = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as { index: number; program: string }[]
const results: { name: string; error: string | undefined }[] = []
const shown: Shown = { values: [] }
Reflect.set(globalThis, 'flinknbShown', shown)
for (const { index, program } of programs) {
  const { name, value } = CELL_PROGRAMS[index] as (typeof CELL_PROGRAMS)[number]
  shown.values = []
  let error: string | undefined
  try {
    await Promise.race([import(pathToFileURL(program).href), late()])
    const last = shown.values.at(-1)
    if (!isDeepStrictEqual(last, value)) error = `${inspect(last)} instead of ${inspect(value)}`
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  }
  results.push({ name, error })
}

async function late(): Promise<never> {
  await new Promise(resolve => setTimeout(resolve, 10_000))
  throw new Error('not done in ten seconds')
}

process.stdout.write(`${JSON.stringify(results)}\n`)
process.exit(0)
