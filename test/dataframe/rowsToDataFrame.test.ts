import { describe, expect, expectTypeOf, test } from 'vitest'
import type { DataFrame } from '../../src/dataframe/dataFrame.ts'
import { dfd } from '../../src/dataframe/dfd.ts'
import { fromDataFrame, isDataFrame, isSeries } from '../../src/dataframe/fromDataFrame.ts'
import { loadDanfo } from '../../src/dataframe/loadDanfo.ts'
import { rowsToDataFrame, rowsToDataFrameNow } from '../../src/dataframe/rowsToDataFrame.ts'
import type { Series } from '../../src/dataframe/series.ts'
import { PURCHASES } from './purchases.ts'

interface Loose {
  a: number
  b?: string | undefined
  c?: Date
}

describe('construction', () => {
  test('aligns records by key and fills what is missing with null', async () => {
    const rows: Loose[] = [
      { a: 1, b: 'x' },
      { b: 'y', a: 2, c: new Date(5) },
      { a: 3, b: undefined },
    ]
    const df = await rowsToDataFrame(rows)
    expect(df.columns).toEqual(['a', 'b', 'c'])
    expect(df.values).toEqual([
      [1, 'x', null],
      [2, 'y', new Date(5)],
      [3, null, null],
    ])
    expect(df.dtypes).toEqual(['int32', 'string', 'datetime'])
    expect(df.shape).toEqual([3, 3])
    expect(df.column('c').values).toEqual([null, new Date(5), null])
  })

  test('types come from every row, not from the first twenty', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({
      x: i < 25 ? 1 : 0.5,
      big: 1700000000124 + i,
      t: i < 25 ? 1 : 'one',
    }))
    expect((await rowsToDataFrame<object>(rows)).dtypes).toEqual(['float32', 'float32', 'string'])
  })

  test('columns of objects, and columns that begin with null, can be read', async () => {
    const df = await rowsToDataFrame([
      { at: null, o: { k: 1 } },
      { at: 4, o: { k: 2 } },
    ])
    expect(df.column('o').values).toEqual([{ k: 1 }, { k: 2 }])
    expect(df.column('at').values).toEqual([null, 4])
  })

  test('no rows: an empty frame with the known columns', async () => {
    const df = await rowsToDataFrame<{ a: number; b: string }>([], ['a', 'b'])
    expect([df.shape, df.columns, df.values, df['a'].values]).toEqual([[0, 2], ['a', 'b'], [], []])
    expect(df.loc({ columns: ['b'] }).shape).toEqual([0, 1])
    expect(fromDataFrame(df)).toEqual([])
    expect((await rowsToDataFrame([])).shape).toEqual([0, 0])
  })

  test.each([
    'values',
    'index',
    'shape',
    'columns',
    'dtypes',
    'query',
    'loc',
    'T',
    '$data',
    'constructor',
  ])('a column named %s is an error that says so', async name => {
    await expect(rowsToDataFrame([{ [name]: 1 }])).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    await expect(rowsToDataFrame([{ [name]: 1 }])).rejects.toThrow(`'${name}'`)
  })

  test('a column named as a statistic is read with column(), and the statistic stays', async () => {
    const df = await rowsToDataFrame([
      { mean: 2, count: 10 },
      { mean: 4, count: 20 },
    ])
    expect(df.column('mean').values).toEqual([2, 4])
    expect(df.mean({ axis: 0 }).values).toEqual([3, 15])
    expect(fromDataFrame(df)).toEqual([
      { mean: 2, count: 10 },
      { mean: 4, count: 20 },
    ])
  })

  test('a row that is no object is an error', async () => {
    await expect(rowsToDataFrame([1] as unknown as object[])).rejects.toThrow('row 0 is 1')
  })
})

test('a frame gives its rows back', async () => {
  const df = await rowsToDataFrame(PURCHASES)
  const rows = fromDataFrame(df)
  expectTypeOf(rows).toEqualTypeOf<typeof PURCHASES>()
  expect(rows).toEqual(PURCHASES)
  expect(() => fromDataFrame([1] as never)).toThrow('expected a DataFrame')
  expect([isDataFrame(df), isDataFrame(df['age']), isSeries(df['age']), isSeries(df), isDataFrame(null)]).toEqual([
    true,
    false,
    true,
    false,
    false,
  ])
})

describe('selection', () => {
  test('columns by name, rows by position, types kept', async () => {
    const df = await rowsToDataFrame(PURCHASES)
    const part = df.iloc({ rows: [4, 0] })
    expect(part.dtypes).toEqual(df.dtypes)
    expect(part['price'].values).toEqual([33.3, 19.5])
    expect(part.index).toEqual([4, 0])
    expect(df.iloc({ rows: ['1:3'] })['id'].values).toEqual([2, 3])
    expect(df.iloc({ rows: [], columns: [0] }).shape).toEqual([0, 1])
    expect(df.loc({ columns: ['id:price'] as string[] }).columns).toEqual(['id', 'ts', 'age'])
    expect(df.tail(2)['id'].values).toEqual([4, 5])
  })

  test('what does not exist is named', async () => {
    const df = await rowsToDataFrame(PURCHASES)
    expect(() => df.loc({ columns: ['pric'] as string[] })).toThrow(`no column 'pric'. Did you mean 'price'?`)
    expect(() => df.iloc({ rows: [5] })).toThrow('no row 5 among 5')
    expect(() => df.loc({ rows: ['x'] })).toThrow(`no row has the label "x"`)
    expect(() => df.loc({ colums: ['id'] } as never)).toThrow(`unknown option 'colums'`)
    expect(() => df.query(df['age'] as never)).toThrow('query: the condition')
  })
})

describe('types', () => {
  test('columns are known', async () => {
    const df = await rowsToDataFrame(PURCHASES)
    expectTypeOf(df['price']).toEqualTypeOf<Series<number | null>>()
    expectTypeOf(df.loc({ columns: ['id', 'city'] })['city']).toEqualTypeOf<Series<string>>()
    expectTypeOf(df.rename({ age: 'years' })['years']).toEqualTypeOf<Series<number>>()
    expectTypeOf(df.drop({ columns: ['id', 'ts'] })).toEqualTypeOf<
      DataFrame<Omit<(typeof PURCHASES)[number], 'id' | 'ts'>>
    >()
    const names = ['id', 'age']
    const wide = df.loc({ columns: names })
    expectTypeOf(wide.values).toEqualTypeOf<(string | number | null)[][]>()
    const added = df.addColumn('twice', df['age'].mul(2))
    expectTypeOf(added['twice']).toEqualTypeOf<Series<number>>()
    expect(added['twice'].values).toEqual([62, 94, 46, 128, 46])
    expect(wide.shape).toEqual([5, 2])
    // @ts-expect-error a misspelt column
    expect(df['pricee']).toBeUndefined()
    // @ts-expect-error a misspelt column
    expect(() => df.loc({ columns: ['pricee'] })).toThrow('pricee')
    const loose: DataFrame = new dfd.DataFrame([[1, 2]], { columns: ['x', 'y'] })
    expect(loose['x']?.values).toEqual([1])
    expectTypeOf(loose.values).toEqualTypeOf<unknown[][]>()
  })
})

describe('dfd', () => {
  test('is danfo itself', async () => {
    const danfo = await loadDanfo()
    expect(dfd.DataFrame).toBe(danfo.DataFrame)
    expect(Object.keys(dfd)).toContain('merge')
    expect('readCSV' in dfd).toBe(true)
    const df = new dfd.DataFrame({ k: ['a', 'b'], v: [1, 2] })
    expect(df['v'].sum()).toBe(3)
    const merged = dfd.merge({ left: df, right: new dfd.DataFrame({ k: ['b'], w: [9] }), on: ['k'], how: 'inner' })
    expect(merged.values).toEqual([['b', 2, 9]])
    expect(new dfd.StandardScaler().fitTransform([1, 2, 3, 4, 5])).toEqual([-2, -1, 0, 1, 2].map(x => x / Math.SQRT2))
    expect(await df.sample(2, { seed: 3 }).then(s => s['v'].sum())).toBe(3)
  })
})

test('Excel is refused in words, where the caller can catch it', async () => {
  const all = dfd as unknown as Record<string, () => unknown>
  await expect(all.readExcel?.()).rejects.toThrow('Excel files are not supported')
  expect(() => all.toExcel?.()).toThrow('Save the sheet as CSV')
})

describe('time', () => {
  const wide = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      id: i,
      ts: 1.7e12 + i,
      age: i % 80,
      price: i / 7,
      city: `c${i % 5}`,
      ok: i % 2 === 0,
    }))

  test('selecting and sorting grow with the rows, not with their square', async () => {
    const time = async (n: number) => {
      const df = await rowsToDataFrame(wide(n))
      const rows = df.index.map(i => (n - 1 - (i as number)) as number)
      const start = performance.now()
      df.loc({ columns: ['age', 'price'] })
      df.iloc({ rows })
      df.sortValues('price', { ascending: false })
      df.loc({ rows })
      return performance.now() - start
    }
    await time(2_000)
    const best = async (n: number) => Math.min(await time(n), await time(n), await time(n))
    const small = await best(10_000)
    const large = await best(80_000)
    expect(large / small).toBeLessThan(32) // 8 when linear, 64 when quadratic
  })

  test('a window of 1,000 records becomes a frame well within a millisecond', () => {
    const rows = wide(1_000)
    for (let i = 0; i < 50; i++) rowsToDataFrameNow(rows)
    const times = Array.from({ length: 51 }, () => {
      const start = performance.now()
      rowsToDataFrameNow(rows)
      return performance.now() - start
    }).sort((a, b) => a - b)
    expect(times[25]).toBeLessThan(2)
    if (process.env.FLINKNB_FIGURES) console.log(`1,000 × 6 to a DataFrame: ${times[25]?.toFixed(3)} ms`)
  })
})
