import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { plainGramKernel, wasmGramKernel } from '../../../src/ml/linear/gramKernel.ts'
import { LinearRegression } from '../../../src/ml/linear/linearRegression.ts'
import { householderFit } from '../batchFit.ts'
import { expectClose } from './closeTo.ts'

const random = seededRandom(31)
/** A number of any sign and of magnitudes from 1e-6 to 1e6. */
const anyNumber = (): number => (random() - 0.5) * 10 ** Math.floor(12 * random() - 6)

describe('the WebAssembly kernel gives the bits of the simple form', () => {
  const kernels = [wasmGramKernel(false), wasmGramKernel(true)]

  test('this machine runs it; whether multiply-adds are fused is the processor’s affair', () => {
    expect(kernels[0]).toBeDefined()
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 22, 102])('records of %s values', size => {
    const sums = (size * (size + 1)) / 2
    for (const kernel of kernels) {
      if (!kernel) continue
      const [plainHi, plainLo, hi, lo] = Array.from({ length: 4 }, () => new Float64Array(sums)) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ]
      for (const count of [1, 2, 7, 32]) {
        const block = Float64Array.from({ length: 32 * size }, anyNumber)
        plainGramKernel(plainHi, plainLo, block, count, size)
        kernel(hi, lo, block, count, size)
      }
      expect(hi).toEqual(plainHi)
      expect(lo).toEqual(plainLo)
    }
  })
})

/** Records with everything a wide stream has: an unseen category, dummies that add up to one, a copy, a far mean. */
function records(count: number): { x: Float64Array; y: number }[] {
  return Array.from({ length: count }, (_, i) => {
    const values = Array.from({ length: 8 }, () => random())
    const category = Math.floor(3 * random())
    const x = [...values, 1e5 + (values[0] as number), i < 300 ? 0 : random()]
    x.push(category === 0 ? 1 : 0, category === 1 ? 1 : 0, category === 2 ? 1 : 0, 7)
    const y = values.reduce((sum, value, j) => sum + j * value, 0) + category + 0.1 * random()
    return { x: Float64Array.from(x), y }
  })
}

describe('predictions after every record of a wide stream', () => {
  test('equal those of the exact solution, through columns that are constant, follow from others, or come alive', () => {
    const model = new LinearRegression()
    const stream = records(700)
    const features = Array.from(stream[0]?.x ?? [], (_, j) => `x${j}`)
    model.useFeatures(features)
    const dropped: Record<number, readonly string[]> = {}
    for (const [i, { x, y }] of stream.entries()) {
      const predicted = model.predictAndLearnVector(x, y, 1)
      expect(Number.isFinite(predicted)).toBe(true)
      if (i % 50 !== 49) continue
      const next = stream[(i + 1) % stream.length]?.x as Float64Array
      const { intercept, coefficients } = model
      const exact = coefficients.reduce<number>((sum, value, j) => sum + (value ?? 0) * (next[j] as number), intercept)
      // The far mean costs the sum of products digits, not the model.
      expect(model.predictVector(next)).toBeCloseTo(exact, 6)
      dropped[i + 1] = model.dropped
    }
    expect(dropped[300]).toEqual(['x8', 'x9', 'x12', 'x13'])
    expect(dropped[700]).toEqual(['x8', 'x12', 'x13'])
  })

  test('a batch, then records one by one, weights, merged parts: the same model', () => {
    const stream = records(400)
    const arrays = stream.map(({ x }) => [...x.subarray(0, 8), ...x.subarray(10, 12)])
    const y = stream.map(record => record.y)
    const truth = householderFit(arrays, y)
    const mixed = new LinearRegression().fit(arrays.slice(0, 300), y.slice(0, 300))
    for (let i = 300; i < 400; i++) mixed.predictAndLearnVector(Float64Array.from(arrays[i] ?? []), y[i] as number, 1)
    const left = new LinearRegression().fit(arrays.slice(0, 123), y.slice(0, 123))
    const merged = left.merge(new LinearRegression().fit(arrays.slice(123), y.slice(123)))
    const weighted = new LinearRegression()
    weighted.useFeatures(mixed.features)
    for (const [i, row] of arrays.entries()) weighted.predictAndLearnVector(Float64Array.from(row), y[i] as number, 3)
    const probe = Float64Array.from(arrays[5] ?? [])
    const expected = truth.slice(0, -1).reduce((sum, value, j) => sum + value * (probe[j] as number), truth.at(-1) ?? 0)
    for (const model of [mixed, merged, weighted]) {
      expectClose([...model.coefficients, model.intercept], truth, 1e-9)
      expectClose([model.predictVector(probe)], [expected], 1e-10)
    }
  })

  test.each([1e3, 1e6, 1e9])('a mean of %s deviations costs a wide model nothing', offset => {
    const stream = records(300).map(({ x, y }) => ({ x: x.slice(0, 8), y }))
    const far = stream.map(({ x }) => x.map((value, j) => (j === 3 ? value + offset : value)))
    // What float64 made of the shifted column, taken back exactly (Sterbenz), is the data the model saw.
    const near = far.map(x => [...x.map((value, j) => (j === 3 ? value - offset : value))])
    const features = Array.from({ length: 8 }, (_, j) => `x${j}`)
    const model = new LinearRegression()
    model.useFeatures(features)
    for (const [i, x] of far.entries()) model.predictAndLearnVector(x, stream[i]?.y as number, 1)
    const y = stream.map(record => record.y)
    const truth = householderFit(near, y)
    const probe = near[17] as number[]
    const expected = truth.slice(0, -1).reduce((sum, value, j) => sum + value * (probe[j] as number), truth.at(-1) ?? 0)
    expectClose(model.coefficients, truth.slice(0, -1), 1e-9)
    expectClose([model.predictVector(far[17] as Float64Array)], [expected], 1e-9)
  })

  test('fewer records than features: the shortest solution, as numpy.linalg.lstsq gives it', () => {
    // numpy 2.4: lstsq of the centred rows [[1,2,…,9],[9,…,1],[1,1,2,3,5,8,13,21,34]] with labels [1, 2, 4]
    const rows = [
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
      [9, 8, 7, 6, 5, 4, 3, 2, 1],
      [1, 1, 2, 3, 5, 8, 13, 21, 34],
    ]
    const y = [1, 2, 4]
    const model = new LinearRegression()
    model.useFeatures(rows[0]?.map((_, j) => `x${j}`) ?? [])
    for (const [i, row] of rows.entries()) model.learnVector(Float64Array.from(row), y[i] as number, 1)
    expectClose(model.coefficients, LSTSQ, 1e-10)
    for (const [i, row] of rows.entries())
      expect(model.predictVector(Float64Array.from(row))).toBeCloseTo(y[i] as number, 10)
  })
})

const LSTSQ = [
  0.1436304583182967, 0.09731745458919766, 0.061409840009623504, 0.025502225430049315, 0.0, -0.015096836280524483,
  -0.009382894261999255, 0.027547215205100506, 0.11650427041982445,
]
