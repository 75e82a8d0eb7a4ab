import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildCli, CliHarness } from '../cli/cliHarness.ts'
import { copyNotebooks } from './sharedNotebooks.ts'
import { ShownOutputs, type ShownTrace } from './shownOutputs.ts'

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples')

/** Notebooks whose outputs are kept in their files: `flinknb test` holds every run against them. */
const KEPT = [
  'arrival-times',
  'loan-risk',
  'patient-vitals',
  'recommendations',
  'shop-drift',
  'ticker-forecast',
] as const

/** The others, and who runs them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'price-prediction': 'pricePrediction.test.ts',
  'websocket-ticks': 'webSocketTicks.test.ts',
  'kafka-live': 'kafkaLive.test.ts',
}

let harness: CliHarness

beforeAll(async () => {
  harness = new CliHarness(await buildCli())
  copyNotebooks(harness.directory)
}, 120_000)

const shown = (name: string) => new ShownOutputs(path.join(EXAMPLES, `${name}.flinknb`))
const traceOf = (traces: Readonly<Record<string, ShownTrace>>, name: string): ShownTrace => {
  const trace = traces[name]
  if (!trace) throw new Error(`There is no trace '${name}' among ${Object.keys(traces)}.`)
  return trace
}
const numbers = (trace: ShownTrace) => trace.y.map(y => y ?? Number.NaN)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

test('every example is run by a test', () => {
  const names = readdirSync(EXAMPLES).filter(name => name.endsWith('.flinknb'))
  const known = [...KEPT, 'tables', ...Object.keys(ELSEWHERE)].map(name => `${name}.flinknb`)
  expect(names.sort()).toEqual(known.sort())
  for (const file of Object.values(ELSEWHERE))
    expect([file, existsSync(path.join(import.meta.dirname, file))]).toEqual([file, true])
})

test.each(KEPT)('%s.flinknb shows what its file holds, and is small', async name => {
  // As fast as it goes: what is shown must not depend on the pace.
  const result = await harness.run(['test', `${name}.flinknb`, '--param', 'rowsPerSecond=1e9'])
  expect(result.stdout).toMatch(/: \d+ cells, all as stored\n$/)
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)
  expect(statSync(path.join(EXAMPLES, `${name}.flinknb`)).size).toBeLessThan(300_000)
})

const hasTables = /\bsql\b/.test(readFileSync(path.join(EXAMPLES, '../src/api/index.ts'), 'utf8'))

// The notebook waits for tables and SQL, and runs once the module has them.
if (hasTables) {
  test('tables.flinknb runs', async () => {
    const result = await harness.run(['run', 'tables.flinknb'])
    expect(result.stderr).toBe('')
    expect(result.code).toBe(0)
  })
}

// What the texts of the notebooks say, held against their outputs, which the runs above gave again.

describe('shop-drift', () => {
  const outputs = shown('shop-drift')
  const CHANGE = 3_000
  /** Mean of |x| of a normal distribution of deviation 8. */
  const FLOOR = 8 * Math.sqrt(2 / Math.PI)

  test('within 1,000 purchases after the change the error is within 10 % of the floor, and stays there', () => {
    const traces = outputs.plot('detector, forgetting, promotion')
    const champion = traceOf(traces, 'champion')
    const floor = numbers(traceOf(traces, 'floor'))
    const until = champion.x as readonly number[]
    const errors = numbers(champion)
    expect(until).toHaveLength(60)
    const settled = until.flatMap((last, i) => (last >= CHANGE + 900 ? [i] : []))
    expect(settled).toHaveLength(21)
    for (const i of settled) expect((errors[i] ?? 0) / (floor[i] ?? 0)).toBeLessThan(1.1)
    // The floor that the plot draws is that of the noise, not of any model.
    expect(mean(floor) / FLOOR).toBeCloseTo(1, 1)
    expect(mean(settled.map(i => errors[i] ?? 0)) / FLOOR).toBeLessThan(1.1)
    // The change itself is a blow.
    expect(errors[30]).toBeGreaterThan(3 * FLOOR)
    expect(outputs.printedNumber(/^(\d+) purchases after the change/m)).toBeLessThan(1000)
    expect(outputs.printedNumber(/it is (-?[\d.]+) % above the floor/)).toBeLessThan(10)
  })

  test('alarms and promotions stand in the plots; who is never told does not recover', () => {
    const unaware = outputs.plot('never told')
    const last = (name: string) => numbers(traceOf(unaware, name)).at(-1) ?? Number.NaN
    expect(last('error') / last('floor')).toBeGreaterThan(2)
    for (const detector of ['ADWIN', 'PageHinkley']) {
      const first = outputs.table(detector).find(row => Number(row[detector]) > 0)
      expect(Number(first?.id)).toBeGreaterThanOrEqual(CHANGE)
      expect(Number(first?.id)).toBeLessThan(CHANGE + 40)
      expect(unaware).toHaveProperty(detector)
    }
    expect(outputs.plot('detector, forgetting, promotion')).toHaveProperty('promoted')
    const promotions = outputs.table('promotion').filter(row => Number(row.id) >= CHANGE)
    expect(promotions.length).toBeGreaterThanOrEqual(2)
  })
})

test('loan-risk: close to the true probabilities, calibrated, and the rule is nearly the cheapest line', () => {
  const outputs = shown('loan-risk')
  const best = outputs.printedNumber(/true probabilities: .*log loss ([\d.]+)/)
  expect(outputs.metric('LogLoss') - best).toBeLessThan(0.015)
  expect(outputs.metric('LogLoss')).toBeGreaterThan(best)
  expect(outputs.printedNumber(/true probabilities: ROC AUC ([\d.]+)/) - outputs.metric('ROCAUC')).toBeLessThan(0.015)
  expect(outputs.printedNumber(/expected calibration error ([\d.]+)/)).toBeLessThan(0.03)
  const { observed, diagonal } = outputs.plot('Reliability')
  for (const [i, share] of (observed?.y ?? []).entries())
    expect(Math.abs((share ?? 0) - (diagonal?.y[i] ?? 0))).toBeLessThan(0.08)
  const cheapest = outputs.printedNumber(/on, ([\d.]+) an application/)
  expect(outputs.printedNumber(/by the rule ([\d.]+)/)).toBeLessThan(1.03 * cheapest)
  expect(outputs.printedNumber(/one half on ([\d.]+)/)).toBeGreaterThan(1.5 * cheapest)
})

test('ticker-forecast: both forecasts beat the last price, and intervals keep their word', () => {
  const outputs = shown('ticker-forecast')
  expect(outputs.printedNumber(/Holt-Winters: .* ([-\d.]+) % less/)).toBeGreaterThan(4)
  expect(outputs.printedNumber(/autoregression: .* ([-\d.]+) % less/)).toBeGreaterThan(10)
  expect(Math.abs(outputs.printedNumber(/([\d.]+) % of all prices/) - 90)).toBeLessThan(2)
  expect(Object.keys(outputs.plot('Mean error of a day'))).toEqual(['lastPrice', 'holtWinters', 'autoregression'])
})

test('arrival-times: the tree is behind in the first week and ends with 40 % less error', () => {
  const traces = shown('arrival-times').plot('over 1,000 parcels')
  const [baseline, linear, tree] = ['baseline', 'linear', 'tree'].map(name => numbers(traceOf(traces, name))) as [
    number[],
    number[],
    number[],
  ]
  const { x } = traceOf(traces, 'tree')
  expect(mean(baseline)).toBeGreaterThan(19)
  for (const [i, n] of x.entries()) {
    expect(linear[i]).toBeLessThan(baseline[i] ?? 0)
    // Five days of 720 parcels, and the second Monday to Friday.
    if (Number(n) <= 3_400) expect(tree[i]).toBeGreaterThan(linear[i] ?? 0)
    if (Number(n) >= 6_200) expect(tree[i]).toBeLessThan(linear[i] ?? 0)
  }
  expect(1 - (tree.at(-1) ?? 1) / (linear.at(-1) ?? 1)).toBeCloseTo(0.4, 1)
})

test('patient-vitals: Ida alone is called for, three minutes after she begins to get worse', () => {
  const alerts = shown('patient-vitals').table('clock')
  expect(new Set(alerts.map(row => row.patient))).toEqual(new Set(['Ida']))
  expect(alerts[0]).toMatchObject({ clock: '20:03', heartRate: 79 })
  const readings = shown('patient-vitals').table('unusual')
  for (const row of readings) expect(row.unusual).toBeGreaterThan(0)
})

test('recommendations: tastes leave little more than half of the error of the mean; the five are liked', () => {
  const outputs = shown('recommendations')
  const traces = outputs.plot('RMSE')
  const last = (name: string) => numbers(traceOf(traces, name)).at(-1) ?? Number.NaN
  expect(last('taste') / last('productMean')).toBeLessThan(0.6)
  expect(last('biases')).toBeLessThan(last('productMean'))
  expect(last('taste')).toBeLessThan(last('biases'))
  const five = outputs.printedNumber(/opinion of the five is ([\d.]+)/)
  expect(five - outputs.printedNumber(/has not rated ([\d.]+)/)).toBeGreaterThan(0.7)
  expect(outputs.table('opinion')).toHaveLength(5)
})
