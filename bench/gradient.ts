import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { RandomSource } from '../src/base/random.ts'
import { AdaGrad } from '../src/ml/gradient/optimizers/adaptive.ts'
import { Adam } from '../src/ml/gradient/optimizers/moments.ts'
import { SGD } from '../src/ml/gradient/optimizers/plain.ts'
import { SGDClassifier } from '../src/ml/gradient/sgdClassifier.ts'
import { SGDRegressor } from '../src/ml/gradient/sgdRegressor.ts'
import { pipeline } from '../src/ml/pipeline/pipeline.ts'
import { StandardScaler } from '../src/ml/preprocessing/standardScaler.ts'
import { type Comparison, compare } from './compare.ts'
import { adaGradLoop, adamLoop, logisticLoop, scaledSgdLoop, sgdLoop } from './gradientLoops.ts'

const WANTED = 0.6
const WANTED_OF_RIVER = 100
/** Records by the number of features. */
const SIZES: readonly (readonly [features: number, records: number])[] = [
  [3, 1_000_000],
  [20, 300_000],
  [100, 150_000],
]

/** Records as one array of numbers, row by row, and labels: what is measured is the model. */
export interface Numbers {
  readonly width: number
  readonly x: Float64Array
  readonly y: Float64Array
}

/** What River does a second, by `bench/python/gradient.py`. */
interface RiverSpeeds {
  readonly versions: string
  readonly speeds: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/**
 * Test then train of gradient learners over 3, 20 and 100 features, beside loops written for each by hand and beside River
 * where Python has it (`FLINKNB_PYTHON` names another Python than `python3`).
 */
export async function gradient(): Promise<void> {
  const river = riverSpeeds()
  console.log(
    `\ngradient learners, test then train, records a second of processor time${river ? `, beside ${river.versions}` : ''}`,
  )
  const head = ['features', 'ours', 'loop', 'ratio', 'wanted', ...(river ? ['River', 'times', 'wanted'] : [])]
  console.log(`  ${'model'.padEnd(20)}${head.map(text => text.padStart(10)).join('')}`)
  for (const [features, records] of SIZES) {
    const data = makeNumbers(features, records)
    for (const comparison of comparisons(data)) {
      const { name, ours, handWritten, ratio } = await compare(comparison)
      const theirs = river?.speeds[features]?.[name]
      const beside = theirs === undefined ? [] : [speed(theirs), (ours / theirs).toFixed(0), String(WANTED_OF_RIVER)]
      const cells = [String(features), speed(ours), speed(handWritten), ratio.toFixed(2), WANTED.toFixed(1), ...beside]
      console.log(`  ${name.padEnd(20)}${cells.map(cell => cell.padStart(10)).join('')}`)
    }
  }
  if (!river) console.log('  River: no Python with it was found (pip install river; FLINKNB_PYTHON).')
}

function comparisons(data: Numbers): Comparison[] {
  const names = Array.from({ length: data.width }, (_, j) => `x${j}`)
  const regressor = (name: string, optimizer: ReturnType<typeof SGD>, handWritten: () => number): Comparison =>
    entry(data, name, handWritten, () => {
      const model = new SGDRegressor({ optimizer })
      model.useFeatures(names)
      return (x, y) => model.predictAndLearnVector(x, y, 1)
    })
  return [
    regressor('SGD, squared', SGD(), () => sgdLoop(data)),
    regressor('AdaGrad, squared', AdaGrad(), () => adaGradLoop(data)),
    regressor('Adam, squared', Adam(), () => adamLoop(data)),
    entry(
      data,
      'SGD, log',
      () => logisticLoop(data),
      () => {
        const model = new SGDClassifier({ classes: [false, true] })
        model.useFeatures(names)
        const out = new Float64Array(2)
        return (x, y) => {
          model.predictAndLearnVector(x, y > 0 ? 1 : 0, 1, out)
          return out[1] as number
        }
      },
    ),
    entry(
      data,
      'scaler and SGD',
      () => scaledSgdLoop(data),
      () => {
        const model = pipeline(new StandardScaler(), new SGDRegressor())
        model.useFeatures(names)
        return (x, y) => model.predictAndLearnVector(x, y, 1)
      },
    ),
  ]
}

function entry(
  data: Numbers,
  name: string,
  handWritten: () => number,
  create: () => (x: Float64Array, y: number) => number,
): Comparison {
  return {
    name,
    records: data.y.length,
    wanted: WANTED,
    rounds: 5,
    byProcessor: true,
    handWritten,
    ours: () => {
      const step = create()
      const x = new Float64Array(data.width)
      const predictions = new Float64Array(data.y.length)
      for (let r = 0; r < predictions.length; r++) {
        for (let j = 0; j < x.length; j++) x[j] = data.x[r * x.length + j] as number
        predictions[r] = step(x, data.y[r] as number)
      }
      return predictions.length
    },
  }
}

function makeNumbers(width: number, records: number): Numbers {
  const random = new RandomSource(width)
  const x = Float64Array.from({ length: width * records }, () => random.gaussian())
  const y = new Float64Array(records)
  for (let r = 0; r < records; r++) {
    let sum = 0.1 * random.gaussian()
    for (let j = 0; j < width; j++) sum += (x[r * width + j] as number) * Math.sin(j + 1)
    y[r] = sum
  }
  return { width, x, y }
}

function riverSpeeds(): RiverSpeeds | undefined {
  const script = path.resolve('bench/python/gradient.py')
  const run = spawnSync(process.env.FLINKNB_PYTHON ?? 'python3', [script], { encoding: 'utf8' })
  return run.status === 0 ? (JSON.parse(run.stdout) as RiverSpeeds) : undefined
}

function speed(perSecond: number): string {
  return perSecond >= 1e6 ? `${(perSecond / 1e6).toFixed(2)} M` : `${(perSecond / 1e3).toFixed(1)} k`
}
