/** danfo over our float64 parts and repairs, held against what pandas 3.1.1 (Python 3) computed from the same rows. */
import { describe, expect, test } from 'vitest'
import { rowsToDataFrame } from '../../src/dataframe/rowsToDataFrame.ts'
import { PURCHASES } from './purchases.ts'

const df = await rowsToDataFrame(PURCHASES)

test('adding to epoch milliseconds is exact', () => {
  const expected = [1700000000124, 1700000001124, 1700000002524, 1700000003124, 1700000009999]
  expect(df.loc({ columns: ['ts'] }).add(0).values).toEqual(expected.map(ts => [ts]))
  expect(df['ts'].add(0).values).toEqual(expected)
})

describe('describe', () => {
  const PANDAS = {
    ts: [5, 1700000003379.0, 3882.66982886776, 1700000000124.0, 1700000002524.0, 1700000009999.0, 15075125.0],
    age: [5, 37.6, 17.714400921284355, 23.0, 31.0, 64.0, 313.8],
    price: [4, 45.037499999999994, 51.160554059418345, 7.25, 26.4, 120.1, 2617.4022916666668],
  }
  const described = df.describe()
  test.each(Object.entries(PANDAS))('%s', (column, [count, mean, std, min, median, max, variance]) => {
    const own = described.column(column as 'ts').values
    const wanted = [count, mean, std, min, median, max, variance] as number[]
    own.forEach((value, i) => void expect(value / (wanted[i] as number)).toBeCloseTo(1, 14))
    expect(own).toHaveLength(7)
  })
})

test('sorting: by number with missing last, by whole text, stable when equal', () => {
  expect(df.sortValues('price')['id'].values).toEqual([3, 1, 5, 4, 2])
  expect(df.sortValues('city')['id'].values).toEqual([4, 2, 5, 1, 3])
  expect(df.sortValues('age', { ascending: false })['id'].values).toEqual([4, 2, 1, 3, 5])
})

test('a mask after a filter or a sort means rows, not labels', () => {
  const older = df.query(df['age'].gt(25))
  expect(older.index).toEqual([0, 1, 3])
  expect(older.query(older['price'].gt(50))['id'].values).toEqual([4])
  const byAge = df.sortValues('age')
  expect(byAge['id'].values).toEqual([3, 5, 1, 2, 4])
  expect(byAge.query(byAge['city'].eq('Oslo'))['id'].values).toEqual([3, 1])
  expect(byAge.loc({ rows: byAge['city'].eq('Oslo') })['id'].values).toEqual([3, 1])
  expect(byAge.iloc({ rows: [0, 2] })['id'].values).toEqual([3, 1])
  expect(byAge.loc({ rows: [0, 2] })['id'].values).toEqual([1, 3])
})

test('groups', () => {
  const byCity = df.groupby(['city']).col(['age'])
  expect(byCity.mean().toJSON()).toEqual([
    { city: 'Oslo', age_mean: 27 },
    { city: 'Bergen', age_mean: 35 },
    { city: 'Alta', age_mean: 64 },
  ])
  expect(byCity.sum().column('age_sum').values).toEqual([54, 70, 64])
})

test('arithmetic over frames', () => {
  const numbers = df.loc({ columns: ['age', 'id'] })
  expect(numbers.mod(7).values).toEqual([
    [3, 1],
    [5, 2],
    [2, 3],
    [1, 4],
    [2, 5],
  ])
  expect(numbers.sub(40).mod(7).values).toEqual([
    [5, 3],
    [0, 4],
    [4, 5],
    [3, 6],
    [4, 0],
  ])
  expect(numbers.pow(2).values).toEqual([
    [961, 1],
    [2209, 4],
    [529, 9],
    [4096, 16],
    [529, 25],
  ])
  expect(df['age'].mode()).toEqual([23])
})

test('CSV is quoted, from a frame that an operation gave back too', async () => {
  const text = await rowsToDataFrame([
    { a: 'x,y', b: 'say "hi"' },
    { a: 'line\nbreak', b: null },
    { a: 'z', b: null },
  ])
  expect(text.head(2).toCSV()).toBe('a,b\n"x,y","say ""hi"""\n"line\nbreak",\n')
})
