// `npm test`: everything this machine can test, and by name what it could not and what that needs. Ends with one line
// `N passed, N failed, N skipped` over all suites.
//
//   npm test                     all
//   npm test -- test/engine      only the unit suites whose path contains the words
//   FLINKNB_REQUIRE='Kafka|…'    a skipped suite whose name matches is a failure (what CI sets, having installed the parts)
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setUp } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const filters = process.argv.slice(2)
const node = await setUp()
const environment = {
  ...process.env,
  PATH: [path.dirname(node), path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter),
}

/** @type {{ passed: number, failed: number, skipped: string[] }[]} */
const results = []
results.push(command('types', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']))
results.push(command('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']))
results.push(unitSuites())
if (filters.length === 0) results.push(uiSuite())

const passed = sum(results.map(result => result.passed))
const failed = sum(results.map(result => result.failed))
const skipped = results.flatMap(result => result.skipped)
if (skipped.length > 0) console.log(`\nNot run on this machine:\n${skipped.map(name => `  ${name}`).join('\n')}`)
const required = process.env.FLINKNB_REQUIRE ? new RegExp(process.env.FLINKNB_REQUIRE, 'i') : undefined
const missing = skipped.filter(name => required?.test(name))
if (missing.length > 0)
  console.log(`\nSkipped although their parts were to be there:\n${missing.map(name => `  ${name}`).join('\n')}`)
console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
process.exit(failed > 0 || missing.length > 0 || passed === 0 ? 1 : 0)

/** A check that passes or fails as a whole. */
function command(name, args) {
  const run = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: environment })
  console.log(`${run.status === 0 ? 'ok' : 'FAILED'}  ${name}`)
  return { passed: run.status === 0 ? 1 : 0, failed: run.status === 0 ? 0 : 1, skipped: [] }
}

/** The suites that vitest runs. */
function unitSuites() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'flinknb-test-'))
  const report = path.join(folder, 'report.json')
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const run = spawnSync(node, [...args, ...filters], { cwd: root, stdio: 'inherit', env: environment })
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: [] }
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(folder, { recursive: true })
  const tests = testResults.flatMap(file =>
    file.assertionResults.map(test => ({ ...test, file: path.relative(root, file.name) })),
  )
  const broken = testResults.filter(
    file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'),
  )
  const count = status => tests.filter(test => test.status === status).length
  const skipped = tests.filter(test => test.status === 'skipped' || test.status === 'pending' || test.status === 'todo')
  const failed = count('failed') + broken.length
  return {
    passed: count('passed'),
    failed: failed === 0 && run.status !== 0 ? 1 : failed,
    skipped: skipped.map(test => `${test.file}: ${test.fullName}`),
  }
}

/** The tests in a real VS Code, which count themselves. */
function uiSuite() {
  const run = spawnSync(node, ['test/ui/run.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  process.stdout.write(run.stdout ?? '')
  const line = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(run.stdout ?? '')
  if (!line) return { passed: 0, failed: 1, skipped: [] }
  const reasons = [...(run.stdout ?? '').matchAll(/^skipped: (.*)$/gm)].map(match => `test/ui: ${match[1]}`)
  const skipped = Number(line[3])
  const failed = Number(line[2])
  return {
    passed: Number(line[1]),
    failed: failed === 0 && run.status !== 0 ? 1 : failed,
    skipped:
      reasons.length === skipped ? reasons : Array.from({ length: skipped }, (_, i) => reasons[i] ?? 'test/ui: a test'),
  }
}

function sum(numbers) {
  return numbers.reduce((total, n) => total + n, 0)
}
