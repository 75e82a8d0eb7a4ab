import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { seededRandom } from '../src/base/random.ts'
import { HalfSpaceTrees } from '../src/ml/anomaly/halfSpaceTrees.ts'
import { KMeans } from '../src/ml/cluster/kMeans.ts'
import type { Classifier } from '../src/ml/estimator/classifier.ts'
import type { Regressor } from '../src/ml/estimator/regressor.ts'
import { AdaptiveRandomForestClassifier } from '../src/ml/trees/adaptiveRandomForestClassifier.ts'
import { AdaptiveRandomForestRegressor } from '../src/ml/trees/adaptiveRandomForestRegressor.ts'
import { AggregatedMondrianForestClassifier } from '../src/ml/trees/aggregatedMondrianForestClassifier.ts'
import { AggregatedMondrianForestRegressor } from '../src/ml/trees/aggregatedMondrianForestRegressor.ts'
import { HoeffdingAdaptiveTreeClassifier } from '../src/ml/trees/hoeffdingAdaptiveTreeClassifier.ts'
import { HoeffdingAdaptiveTreeRegressor } from '../src/ml/trees/hoeffdingAdaptiveTreeRegressor.ts'
import { HoeffdingTreeClassifier } from '../src/ml/trees/hoeffdingTreeClassifier.ts'
import { HoeffdingTreeRegressor } from '../src/ml/trees/hoeffdingTreeRegressor.ts'
import { median } from './compare.ts'

const WANTED = 20
const FEATURES = 10
const RECORDS = 20_000
const ROUNDS = 5
/** Rounds that are not counted, until the code is compiled. */
const WARM_UP = 4

/** Records as objects, with a class and a number each. */
interface TreeRecords {
  readonly names: readonly string[]
  readonly rows: readonly Readonly<Record<string, number>>[]
  readonly k: readonly number[]
  readonly y: readonly number[]
}

/** What River does a second, by `bench/python/river_trees.py`. */
interface RiverSpeeds {
  readonly versions: string
  readonly speeds: Readonly<Record<string, number>>
}

/**
 * Test-then-train of trees and forests by record, over 10 features, beside River where Python has it (`FLINKNB_PYTHON` names another
 * Python than `python3`). Both predict, then learn, the same records as objects.
 */
export function trees(): void {
  const data = makeRecords()
  const river = riverSpeeds(data)
  console.log(`\ntrees and forests, predict then learn, ${FEATURES} features, records a second of processor time`)
  if (!river) console.log('  River: no Python with it was found (pip install river; FLINKNB_PYTHON).')
  for (const [name, records, run] of [
    ['HoeffdingTreeClassifier', RECORDS, n => classify(new HoeffdingTreeClassifier(), data, n)],
    ['HoeffdingTreeRegressor', 10_000, n => regress(new HoeffdingTreeRegressor(), data, n)],
    [
      'HoeffdingAdaptiveTreeClassifier',
      10_000,
      n => classify(new HoeffdingAdaptiveTreeClassifier({ seed: 1 }), data, n),
    ],
    ['HoeffdingAdaptiveTreeRegressor', 10_000, n => regress(new HoeffdingAdaptiveTreeRegressor({ seed: 1 }), data, n)],
    ['ARFClassifier', 2_000, n => classify(new AdaptiveRandomForestClassifier({ seed: 1 }), data, n)],
    ['ARFRegressor', 2_000, n => regress(new AdaptiveRandomForestRegressor({ seed: 1 }), data, n)],
    ['AMFClassifier', 2_000, n => classify(new AggregatedMondrianForestClassifier({ seed: 1 }), data, n)],
    ['AMFRegressor', 2_000, n => regress(new AggregatedMondrianForestRegressor({ seed: 1 }), data, n)],
    ['HalfSpaceTrees', 3_000, n => halfSpaces(data, n)],
    ['KMeans', 10_000, n => clusters(data, n)],
  ] as readonly (readonly [string, number, (records: number) => void])[]) {
    const ours = medianSpeed(records, () => run(records))
    const theirs = river?.speeds[name]
    const beside =
      theirs === undefined
        ? ''
        : `${speed(theirs).padStart(12)}${(ours / theirs).toFixed(0).padStart(7)} × (wanted ${WANTED})`
    console.log(`  ${name.padEnd(34)}${speed(ours).padStart(12)}${beside}`)
  }
  if (river) console.log(`  beside ${river.versions}`)
}

function classify(model: Classifier, { rows, k }: TreeRecords, records: number): void {
  for (let i = 0; i < records; i++) {
    const row = rows[i] as object
    model.predictOne(row)
    model.learnOne(row, k[i] as number)
  }
}

function regress(model: Regressor, { rows, y }: TreeRecords, records: number): void {
  for (let i = 0; i < records; i++) {
    const row = rows[i] as object
    model.predictOne(row)
    model.learnOne(row, y[i] as number)
  }
}

function halfSpaces({ rows }: TreeRecords, records: number): void {
  const model = new HalfSpaceTrees({ trees: 10, seed: 1 })
  for (const row of rows.slice(0, records)) {
    model.scoreOne(row)
    model.learnOne(row)
  }
}

function clusters({ rows }: TreeRecords, records: number): void {
  const model = new KMeans({ clusters: 5 })
  for (const row of rows.slice(0, records)) {
    model.predictOne(row)
    model.learnOne(row)
  }
}

/** By processor time, as River's script measures it: what else the machine does counts for neither. */
function medianSpeed(records: number, work: () => void): number {
  const speeds: number[] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    globalThis.gc?.()
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    if (round >= WARM_UP) speeds.push((1e6 * records) / (user + system))
  }
  return median(speeds)
}

function makeRecords(): TreeRecords {
  const random = seededRandom(1)
  const names = Array.from({ length: FEATURES }, (_, j) => `x${j}`)
  const rows = Array.from({ length: RECORDS }, () => Object.fromEntries(names.map(name => [name, random()])))
  const kOf = ({ x0 = 0, x1 = 0, x2 = 0 }: Record<string, number>): number =>
    random() < 0.05 ? Math.floor(3 * random()) : x0 + 0.3 * x1 < 0.5 ? 0 : x2 < 0.6 ? 1 : 2
  const yOf = ({ x0 = 0, x1 = 0, x2 = 0 }: Record<string, number>): number =>
    10 * Math.sin(Math.PI * x0 * x1) + 20 * (x2 - 0.5) ** 2 + random()
  return { names, rows, k: rows.map(kOf), y: rows.map(yOf) }
}

function riverSpeeds({ names, rows, k, y }: TreeRecords): RiverSpeeds | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-trees-'))
  try {
    const file = path.join(folder, 'records.json')
    writeFileSync(file, JSON.stringify({ names, x: rows.map(row => names.map(name => row[name])), k, y }))
    const script = path.resolve('bench/python/river_trees.py')
    const run = spawnSync(process.env.FLINKNB_PYTHON ?? 'python3', [script, file], { encoding: 'utf8' })
    return run.status === 0 ? (JSON.parse(run.stdout) as RiverSpeeds) : undefined
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function speed(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} M` : `${(perSecond / 1e3).toFixed(1)} k`
}
