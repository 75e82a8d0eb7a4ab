import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { seededRandom } from '../src/base/random.ts'
import type { Regressor } from '../src/ml/estimator/regressor.ts'
import { prequential } from '../src/ml/evaluation/prequential.ts'
import { SGDRegressor } from '../src/ml/gradient/sgdRegressor.ts'
import { LinearRegression } from '../src/ml/linear/linearRegression.ts'
import { pipeline } from '../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../src/ml/preprocessing/standardScaler.ts'
import { benchEnvironment, countingSink, memorySource, Results } from './benchEnvironment.ts'
import { type Comparison, compare, median } from './compare.ts'
import { StandardisedLeastSquares } from './standardisedLeastSquares.ts'

const WANTED = 0.6
/** Records by the number of features. */
const SIZES: readonly (readonly [features: number, records: number])[] = [
  [3, 300_000],
  [20, 60_000],
  [100, 30_000],
]
/** Gradient learners take that many times the records, or V8's compiling of their steps is what is measured. */
const MORE = 4
const BATCH = 1_000
const ROUNDS = 5

type Row = Record<string, number>

/** What Python's models do a second, by `bench/python/regressionWidth.py`: one record at a time, or in batches. */
interface PythonSpeeds {
  readonly versions: string
  readonly speeds: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/**
 * Test-then-train of a standardised linear regression over 3, 20 and 100 features, on records as objects and as columns,
 * beside a hand-written loop (`StandardisedLeastSquares`) and beside River and scikit-learn where Python has them
 * (`FLINKNB_PYTHON` names another Python than `python3`).
 */
export async function regressionWidth(): Promise<void> {
  console.log('\nstandardise + linear regression, test then train, records a second')
  const head = ['features', 'records as', 'exact', 'loop', 'ratio', 'wanted']
  console.log(`  ${head.map(text => text.padStart(12)).join('')}`)
  for (const [features, records] of SIZES) {
    const rows = makeRows(features, records)
    for (const [as, comparison] of [
      ['objects', onObjects(rows)],
      ['columns', onColumns(rows)],
    ] as const) {
      const { ours, handWritten, ratio } = await compare(comparison)
      const cells = [features, as, speed(ours), speed(handWritten), ratio.toFixed(2), WANTED.toFixed(1)]
      console.log(`  ${cells.map(cell => String(cell).padStart(12)).join('')}`)
    }
  }
  await besidePython()
}

async function besidePython(): Promise<void> {
  const python = pythonSpeeds()
  if (!python) {
    console.log(
      '  River and scikit-learn: no Python with both was found (pip install river scikit-learn; FLINKNB_PYTHON).',
    )
    return
  }
  console.log(`\n  beside ${python.versions}, records a second of processor time`)
  for (const [features] of SIZES) {
    const speeds = python.speeds[features] ?? {}
    const ours = (what: keyof typeof MEASURED): number => inOwnProcess(what, features)
    const line = (what: string, our: number, peer: string, wanted: number): void => {
      const their = speeds[peer]
      if (their === undefined) return
      const ratio = `${(our / their).toFixed(our / their < 10 ? 2 : 0)} × (wanted ${wanted})`
      const left = `  d ${String(features).padStart(3)}  ${what.padEnd(28)}${speed(our).padStart(10)}`
      console.log(`${left}  ${peer.padEnd(42)}${speed(their).padStart(10)}  ${ratio}`)
    }
    for (const what of ['exact, by record, objects', 'exact, by record, columns'] as const) {
      const exact = ours(what)
      line(what, exact, 'River StandardScaler | LinearRegression', 100)
      line(what, exact, 'River BayesianLinearRegression', 100)
    }
    line('SGD, by record, objects', ours('SGD, by record, objects'), 'River StandardScaler | LinearRegression', 100)
    line('SGD, by record, columns', ours('SGD, by record, columns'), 'River StandardScaler | LinearRegression', 100)
    line('exact, batches of 1,000', ours('exact, batches of 1,000'), 'scikit-learn LinearRegression.fit', 1)
    line('SGD, batches of 1,000', ours('SGD, batches of 1,000'), 'scikit-learn StandardScaler | SGDRegressor', 1)
  }
}

const scaled = (model: Regressor) => pipeline(new StandardScaler(), model)

/** What is measured beside Python. */
const MEASURED = {
  'exact, by record, objects': (rows: readonly Row[]) => () => streamed(scaled(new LinearRegression()), rows),
  'exact, by record, columns': (rows: readonly Row[]) => onColumns(rows, () => scaled(new LinearRegression())).ours,
  'SGD, by record, objects': (rows: readonly Row[]) => () => streamed(scaled(new SGDRegressor()), rows),
  'SGD, by record, columns': (rows: readonly Row[]) => onColumns(rows, () => scaled(new SGDRegressor())).ours,
  'exact, batches of 1,000': (rows: readonly Row[]) => {
    const batches = batchesOf(rows)
    return () => inBatches(new LinearRegression(), batches)
  },
  'SGD, batches of 1,000': (rows: readonly Row[]) => {
    const batches = batchesOf(rows)
    return () => inBatches(scaled(new SGDRegressor()), batches)
  },
} as const

/** Measures one thing alone, as it is in a notebook with one model, and prints it. */
export async function regressionWidthOne(what: string, features: number): Promise<void> {
  const times = what.startsWith('SGD') ? MORE : 1
  const records = times * (SIZES.find(([width]) => width === features)?.[1] ?? 1)
  const work = MEASURED[what as keyof typeof MEASURED](makeRows(features, records))
  console.log(await medianSpeed(records, work))
}

function inOwnProcess(what: string, features: number): number {
  const script = process.argv[1] as string
  const args = ['--expose-gc', script, 'regressionWidthOne', what, String(features)]
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${what}, ${features} features: ${run.stderr}`)
  return Number(run.stdout)
}

function onObjects(rows: readonly Row[]): Comparison {
  return {
    name: `regression on objects, ${featuresOf(rows).length} features`,
    records: rows.length,
    wanted: WANTED,
    rounds: ROUNDS,
    ours: () => streamed(pipeline(new StandardScaler(), new LinearRegression()), rows),
    handWritten: () => {
      const results = new Results<unknown>()
      const names = featuresOf(rows)
      const model = new StandardisedLeastSquares(names.length)
      const x = new Float64Array(names.length)
      let version = 0
      for (const row of rows) {
        for (let j = 0; j < names.length; j++) x[j] = row[names[j] as string] as number
        const prediction = model.predictAndLearn(x, row.y as number)
        results.push({ ...row, prediction, residual: (row.y as number) - prediction, modelVersion: version++ })
      }
      return results.count
    },
  }
}

/** The same without a stream: columns of numbers in, a column of predictions out. */
function onColumns(rows: readonly Row[], make: () => Regressor = () => scaled(new LinearRegression())): Comparison {
  const names = featuresOf(rows)
  const columns = names.map(name => Float64Array.from(rows, row => row[name] as number))
  const labels = Float64Array.from(rows, row => row.y as number)
  const through = (step: (x: Float64Array, y: number) => number): number => {
    const x = new Float64Array(names.length)
    const predictions = new Float64Array(labels.length)
    for (let i = 0; i < labels.length; i++) {
      for (let j = 0; j < x.length; j++) x[j] = (columns[j] as Float64Array)[i] as number
      predictions[i] = step(x, labels[i] as number)
    }
    return predictions.length
  }
  return {
    name: `regression on columns, ${names.length} features`,
    records: rows.length,
    wanted: WANTED,
    rounds: ROUNDS,
    ours: () => {
      const model = make()
      model.useFeatures(names)
      return through((x, y) => model.predictAndLearnVector(x, y, 1))
    },
    handWritten: () => {
      const model = new StandardisedLeastSquares(names.length)
      return through((x, y) => model.predictAndLearn(x, y))
    },
  }
}

async function streamed(model: Regressor, rows: readonly Row[]): Promise<number> {
  const env = benchEnvironment()
  const sink = countingSink<unknown>()
  env
    .fromSource(memorySource<Row>(rows))
    .process(prequential(model, { features: featuresOf(rows), label: 'y' }))
    .sinkTo(sink)
  await env.execute()
  return sink.count
}

interface LearnsBatches {
  readonly n: number
  predict(X: readonly number[][]): number[]
  partialFit(X: readonly number[][], y: readonly number[]): unknown
}

/** Predicts a batch, then learns it, as scikit-learn's users do. */
function inBatches(model: LearnsBatches, batches: readonly { X: number[][]; y: number[] }[]): number {
  let predicted = 0
  for (const { X, y } of batches) {
    if (model.n > 0) predicted += model.predict(X).length
    model.partialFit(X, y)
  }
  return predicted
}

function batchesOf(rows: readonly Row[]): { X: number[][]; y: number[] }[] {
  const names = featuresOf(rows)
  return Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, k) => {
    const batch = rows.slice(k * BATCH, (k + 1) * BATCH)
    return { X: batch.map(row => names.map(name => row[name] as number)), y: batch.map(row => row.y as number) }
  })
}

async function medianSpeed(records: number, work: () => Promise<number> | number): Promise<number> {
  const speeds: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    globalThis.gc?.()
    const start = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(start)
    if (round > 0) speeds.push((1e6 * records) / (user + system))
  }
  return median(speeds)
}

function makeRows(features: number, records: number): Row[] {
  const random = seededRandom(features)
  return Array.from({ length: records }, () => {
    const row: Row = {}
    let y = 1
    for (let j = 0; j < features; j++) {
      const value = 10 * random() + j
      row[`x${j}`] = value
      y += value * Math.sin(j + 1)
    }
    row.y = y + random()
    // As a JSON source gives rows: an object that was filled by computed names is a hash table to V8, ten times as slow to copy.
    return JSON.parse(JSON.stringify(row)) as Row
  })
}

function featuresOf(rows: readonly Row[]): string[] {
  return Object.keys(rows[0] ?? {}).filter(name => name !== 'y')
}

function pythonSpeeds(): PythonSpeeds | undefined {
  const script = path.resolve('bench/python/regressionWidth.py')
  const run = spawnSync(process.env.FLINKNB_PYTHON ?? 'python3', [script], { encoding: 'utf8' })
  if (run.status !== 0) return undefined
  return JSON.parse(run.stdout) as PythonSpeeds
}

function speed(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} M` : `${(perSecond / 1e3).toFixed(1)} k`
}
