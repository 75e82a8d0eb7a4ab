import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { compileFeatureReader } from '../../src/ml/estimator/featureReader.ts'
import { accumulateGram, accumulateWeightedGram } from '../../src/ml/linear/accumulateGram.ts'
import { compileFastSolve } from '../../src/ml/linear/compileFastSolve.ts'
import { compileLearn, compilePredictAndLearn } from '../../src/ml/linear/compileLearn.ts'
import {
  add,
  divide,
  fromNumber,
  multiply,
  subtract,
  toNumber,
  twoProduct,
  twoSum,
} from '../../src/ml/linear/doubleDouble.ts'
import { fastSolve } from '../../src/ml/linear/fastSolve.ts'
import { RegressionMemory, regressionLayout } from '../../src/ml/linear/regressionMemory.ts'
import { updateMoments } from '../../src/ml/linear/updateMoments.ts'
import { StandardScaler } from '../../src/ml/preprocessing/standardScaler.ts'

const random = seededRandom(3)
/** A number of any sign and of magnitudes from 1e-6 to 1e6. */
const anyNumber = (): number => (random() - 0.5) * 10 ** Math.floor(12 * random() - 6)

describe('generated code gives the bits of the simple form', () => {
  test.each([1, 2, 3, 4, 5, 6, 7])('learning and solving %s features', width => {
    const learn = compileLearn(width)
    const solve = compileFastSolve(width)
    const generated = new RegressionMemory(width)
    const simple = new RegressionMemory(width)
    const scratch = new Float64Array(2 * (width + 2))
    const step = compilePredictAndLearn(width)
    const stepped = new RegressionMemory(width)
    const at = regressionLayout(width)
    let solved = 0
    let stepSafe = false
    let before: number[] = []
    for (let n = 0; n < 200; n++) {
      const x = Float64Array.from({ length: width }, (_, j) => (n % 50 === 7 ? anyNumber() : random() * 10 ** j))
      const y = anyNumber()
      const safe = fastSolve(simple, x)
      expect(solve(generated.all, x)).toBe(safe)
      if (safe) {
        solved++
        // Penalties are 0 here, so all that stands in the memory is sums, moments, slopes and the prediction.
        expect([...generated.all]).toEqual([...simple.all])
      }
      const slopes = [...simple.slopes]
      const v = Float64Array.of(1, ...x, y)
      learn(generated.all, x, y)
      const safeThen = step(stepped.all, x, y)
      accumulateGram(simple.hi, simple.lo, v, scratch)
      updateMoments(simple, v, 1)
      const learned = (memory: RegressionMemory): number[] => [...memory.all.subarray(0, at.penalty)]
      expect(learned(generated)).toEqual(learned(simple))
      expect(learned(stepped)).toEqual(learned(simple))
      if (safe) expect(stepped.prediction[0]).toBe(simple.prediction[0])
      if (safe && stepSafe) expect(before).toEqual(slopes)
      before = [...stepped.slopes]
      stepSafe = safeThen
    }
    expect(solved).toBeGreaterThan(20)
  })

  test.each([
    [1, true, true],
    [3, true, true],
    [3, false, true],
    [3, true, false],
    [3, false, false],
    [20, true, true],
  ])('scaling %s features before and after learning them: mean %s, deviation %s', (width, withMean, withStd) => {
    const generated = new StandardScaler({ withMean, withStd })
    const simple = new StandardScaler({ withMean, withStd })
    const names = Array.from({ length: width }, (_, j) => `x${j}`)
    for (const scaler of [generated, simple]) scaler.useFeatures(names)
    const [before, after, expected] = [0, 1, 2].map(() => new Float64Array(width)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    for (let n = 0; n < 200; n++) {
      // The first column stays the same for a while, and is scaled by 1 as long.
      const x = Float64Array.from({ length: width }, (_, j) => (j === 0 && n < 100 ? 0.1 : anyNumber()))
      generated.transformAroundLearning(x, before, after)
      simple.transformVector(x, expected)
      expect([...before]).toEqual([...expected])
      simple.learnVector(x)
      simple.transformVector(x, expected)
      expect([...after]).toEqual([...expected])
      expect(generated.scale).toEqual(simple.scale)
      if (n % 50 === 20) for (const scaler of [generated, simple]) scaler.learnVector(x)
      if (n % 50 === 30) for (const scaler of [generated, simple]) scaler.restore(scaler.toJSON())
      if (n === 40) generated.merge(simple)
      if (n === 40) simple.restore(generated.toJSON())
    }
    expect(generated.toJSON()).toEqual(simple.toJSON())
  })

  test('reading features', () => {
    const read = compileFeatureReader(['a', 'b-"c', 'd'])
    const x = new Float64Array(3)
    expect(read({ a: 1, 'b-"c': 2, d: 3 }, x)).toBe(-1)
    expect([...x]).toEqual([1, 2, 3])
    for (const bad of [undefined, null, '2', Number.NaN, Number.POSITIVE_INFINITY, 1e141, -1e141, true]) {
      expect(read({ a: 1, 'b-"c': bad, d: 3 } as never, x)).toBe(1)
    }
  })
})

/** An integer scaled so that float64 inputs below become exact. */
const SCALE = 2n ** 1200n
function exact(value: number): bigint {
  let [whole, shift] = [value, 0]
  while (!Number.isInteger(whole)) {
    whole *= 2
    shift++
  }
  return (BigInt(whole) * SCALE) >> BigInt(shift)
}

describe('double-double against exact integers', () => {
  test('sums and products of float64 are exact', () => {
    for (let i = 0; i < 500; i++) {
      const [a, b] = [anyNumber(), anyNumber()]
      const sum = twoSum(a, b)
      expect(exact(sum.hi) + exact(sum.lo)).toBe(exact(a) + exact(b))
      const product = twoProduct(a, b)
      expect((exact(product.hi) + exact(product.lo)) * SCALE).toBe(exact(a) * exact(b))
    }
  })

  test('sums, products and quotients of double-doubles to 1e-30', () => {
    const pair = (): { hi: number; lo: number } => twoSum(anyNumber(), anyNumber() * 1e-17)
    const of = (value: { hi: number; lo: number }): bigint => exact(value.hi) + exact(value.lo)
    const close = (found: bigint, truth: bigint): void => {
      const error = found > truth ? found - truth : truth - found
      expect(error * 10n ** 30n <= (truth < 0n ? -truth : truth)).toBe(true)
    }
    for (let i = 0; i < 500; i++) {
      const [a, b] = [pair(), pair()]
      close(of(add(a, b)), of(a) + of(b))
      close(of(subtract(a, b)), of(a) - of(b))
      close(of(multiply(a, b)), (of(a) * of(b)) / SCALE)
      close(of(divide(a, b)), (of(a) * SCALE) / of(b))
    }
    expect(toNumber(divide(fromNumber(1), fromNumber(3)))).toBe(1 / 3)
  })

  test('ten thousand records: every sum to 25 digits, with weights too', () => {
    const size = 4
    const hi = new Float64Array(10)
    const lo = new Float64Array(10)
    const truth = new Array<bigint>(10).fill(0n)
    const scratch = new Float64Array(2 * size)
    for (let n = 0; n < 10_000; n++) {
      const v = Float64Array.of(1, 1e6 + random(), 0.1, random() * 1e-3)
      const weight = n % 2 ? 1 : 0.3
      if (n % 2) accumulateGram(hi, lo, v, scratch)
      else accumulateWeightedGram(hi, lo, v, weight)
      let k = 0
      for (let i = 0; i < size; i++) {
        for (let j = i; j < size; j++, k++) {
          const triple = exact(v[i] as number) * exact(v[j] as number) * exact(weight)
          truth[k] = (truth[k] as bigint) + triple / SCALE / SCALE
        }
      }
    }
    for (const [k, sum] of truth.entries()) {
      const error = exact(hi[k] as number) + exact(lo[k] as number) - sum
      expect((error < 0n ? -error : error) * 10n ** 25n <= sum).toBe(true)
    }
  })
})
