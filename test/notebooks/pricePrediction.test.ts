import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildCli, CliHarness } from '../cli/cliHarness.ts'
import { prequentialErrorByRls } from './recursiveLeastSquares.ts'
import { copyNotebooks, isUnmodified, readNumbers } from './sharedNotebooks.ts'

let harness: CliHarness

beforeAll(async () => {
  harness = new CliHarness(await buildCli())
  copyNotebooks(harness.directory)
}, 60_000)

test('the main case from the command line: every cleaned purchase predicted, as well as exact recursive least squares', async () => {
  expect(isUnmodified('price-prediction.flinknb')).toBe(true)
  const result = await harness.run([
    'run',
    'price-prediction.flinknb',
    '--param',
    'speed=1e9',
    '--output',
    'out.flinknb',
  ])
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)

  const clean = readNumbers(path.join(harness.directory, 'data/purchases.csv'))
    .filter(row => (row.price as number) > 0 && (row.age as number) >= 18)
    .map(row => ({ ...row, incomeK: (row.income as number) / 1000 }) as Record<string, number>)
  const predictions = readNumbers(path.join(harness.directory, 'predictions.csv'))
  expect(predictions.map(row => row.id)).toEqual(clean.map(row => row.id))
  const mse = predictions.reduce((sum, row) => sum + (row.residual as number) ** 2, 0) / predictions.length
  const expected = prequentialErrorByRls(clean, ['age', 'incomeK', 'buy_count'], 'price')
  expect(Math.abs(mse / expected - 1)).toBeLessThan(0.001)

  expect(readdirSync(harness.directory).filter(name => name.includes('predictions'))).toEqual(['predictions.csv'])
  expect(result.stdout).toMatch(/test MSE \d+\.\d\d, coefficients \[ [\d., ]+ \] intercept \d+/)
}, 60_000)

test('the executed notebook holds what was shown, in MIME types that every notebook tool knows', () => {
  const { cells } = JSON.parse(readFileSync(path.join(harness.directory, 'out.flinknb'), 'utf8'))
  const types = cells
    .flatMap((cell: { outputs?: { data?: object }[] }) => cell.outputs ?? [])
    .map((output: { data?: object }) => Object.keys(output.data ?? {}))
  expect(types.filter((names: string[]) => names.includes('application/vnd.plotly.v1+json')).length).toBe(2)
  expect(types.filter((names: string[]) => names.includes('text/html')).length).toBeGreaterThanOrEqual(3)
})
