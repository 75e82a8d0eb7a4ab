import { expect, test } from 'vitest'
import { csv } from '../../../src/connectors/csv/csv.ts'
import { decodeFile } from '../decodeFile.ts'

const HEADER = 'id,age,name\n'

test('types are found for each column', () => {
  const file = 'n,big,zip,flag,text,none,e\n1,9007199254740993,007,true,x,,1e-5\n-2.5,1,123,FALSE,"y ""z""",,2E3\n'
  expect(decodeFile(csv(), file)).toEqual({
    values: [
      { n: 1, big: '9007199254740993', zip: '007', flag: true, text: 'x', none: null, e: 1e-5 },
      { n: -2.5, big: '1', zip: '123', flag: false, text: 'y "z"', none: null, e: 2000 },
    ],
    malformed: [],
  })
})

test('RFC 4180: quotes, doubled quotes, line breaks and delimiters in quotes, CRLF, a byte order mark', () => {
  const file = '\uFEFFid,"the, name"\r\n1,"a ""b"", c"\r\n2,"two\r\nlines"\r\n\r\n3,käse 🧀\r\n4,"last"'
  const expected = [
    { id: 1, 'the, name': 'a "b", c' },
    { id: 2, 'the, name': 'two\r\nlines' },
    { id: 3, 'the, name': 'käse 🧀' },
    { id: 4, 'the, name': 'last' },
  ]
  // Also one byte at a time: characters, CRLF and doubled quotes are split over chunks.
  for (const chunkBytes of [1, 2, 3, 7, 1000]) {
    expect(decodeFile(csv(), file, chunkBytes)).toEqual({ values: expected, malformed: [] })
  }
})

test('a row with too few or too many fields is malformed; all others are kept', () => {
  const { values, malformed } = decodeFile(csv(), `${HEADER}1,30,a\n2,31\n3,32,c,x\n4,33,d\n`)
  expect(values.map(row => row.id)).toEqual([1, 4])
  expect(malformed).toEqual([
    { line: 3, raw: '2,31', reason: '2 fields, expected 3 (id, age, name); missing: name' },
    { line: 4, raw: '3,32,c,x', reason: '4 fields, expected 3 (id, age, name)' },
  ])
})

test('a value that does not fit its column is malformed, wherever it stands', () => {
  const rows = Array.from({ length: 3_000 }, (_, i) => `${i},${20 + (i % 50)},n${i}`)
  for (const bad of [0, 5, 2_500]) {
    const file = HEADER + rows.with(bad, `${bad},abc,x`).join('\n')
    const { values, malformed } = decodeFile(csv<{ id: number }>(), file)
    expect(values.length).toBe(2_999)
    expect(values.some(row => row.id === bad)).toBe(false)
    expect(malformed).toEqual([
      {
        line: bad + 2,
        raw: `${bad},abc,x`,
        reason: `column 'age': 'abc' is not a number; csv({ columnTypes: { "age": 'text' } }) reads the column as text`,
      },
    ])
  }
})

test('numbers that a double cannot hold are not changed silently', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => `${i}\n`).join('')
  const { values, malformed } = decodeFile(
    csv<{ v: number }>(),
    `v\n${many}9007199254740993\n1e400\n007\n-0\n9007199254740991\n`,
  )
  expect(malformed.map(({ raw, reason }) => [raw, reason.split(';')[0]])).toEqual([
    ['9007199254740993', `column 'v': '9007199254740993' is larger than a number can hold`],
    ['1e400', `column 'v': '1e400' is larger than a number can hold`],
    ['007', `column 'v': '007' is not a number (it has leading zeros)`],
  ])
  expect(values.slice(1_000).map(row => row.v)).toEqual([-0, 9007199254740991])
})

test('a stray quote costs its own line only', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i},5,"q ${i}"`)
  for (const stray of ['7,5" pipe,x', '7,5,"open', '7,5,"a"b', '7,5,"a"b"']) {
    const { values, malformed } = decodeFile(csv(), HEADER + rows.with(7, stray).join('\n'))
    expect(values.length).toBe(39)
    expect(malformed.map(({ line, raw }) => ({ line, raw }))).toEqual([{ line: 9, raw: stray }])
  }
})

test('a quote that never closes is given up after 1 MiB, and what follows is read', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},30,some ordinary text\n`)
  const file = `${HEADER}0,1,"never closed\n${rows.join('')}`
  const { values, malformed } = decodeFile(csv(), file)
  expect(values.length).toBe(60_000)
  expect(malformed).toHaveLength(1)
  expect(malformed[0]).toMatchObject({ line: 2, raw: '0,1,"never closed' })
})

test('bytes that are not UTF-8 are malformed, in their line only', () => {
  const file = Buffer.concat([Buffer.from(`${HEADER}1,2,ok ä\n2,3,`), Buffer.from([0xe4]), Buffer.from('\n3,4,ok\n')])
  const { values, malformed } = decodeFile(csv(), file)
  expect(values.map(row => row.id)).toEqual([1, 3])
  expect(malformed).toMatchObject([{ line: 3, reason: 'it holds bytes that are not UTF-8 text' }])
})

test('options: delimiter, no header, quote, null texts, column types', () => {
  expect(decodeFile(csv({ delimiter: '\t', columns: ['a', 'b'] }), '1\tx\n2\ty\n').values).toEqual([
    { a: 1, b: 'x' },
    { a: 2, b: 'y' },
  ])
  expect(decodeFile(csv({ quote: "'" }), "a,b\n'1,5',\"\n").values).toEqual([{ a: '1,5', b: '"' }])
  expect(decodeFile(csv({ quote: false }), 'a,b\n"x,y"\n').values).toEqual([{ a: '"x', b: 'y"' }])
  expect(decodeFile(csv({ nullText: ['', 'NA'] }), 'a,b\n1,NA\nNA,x\n2,\n').values).toEqual([
    { a: 1, b: null },
    { a: null, b: 'x' },
    { a: 2, b: null },
  ])
  expect(
    decodeFile(csv({ columnTypes: { t: 'timestamp', zip: 'text' } }), 't,zip\n2022-03-20T11:00:00+01:00,1\n').values,
  ).toEqual([{ t: 1647770400000, zip: '1' }])
  expect(decodeFile(csv({ header: true, columns: ['x'] }), 'a\n1\n').values).toEqual([{ x: 1 }])
})

test('header: blank names, names twice, unknown names, dangerous names', () => {
  expect(decodeFile(csv(), ',a\n0,1\n').values).toEqual([{ column1: 0, a: 1 }])
  expect(() => decodeFile(csv(), 'a,b,a\n1,2,3\n')).toThrow(/header names the column 'a' twice/)
  expect(() => decodeFile(csv({ columnTypes: { prise: 'number' } }), 'price\n1\n')).toThrow(
    /columnTypes names 'prise'.*Did you mean 'price'/,
  )
  const row = decodeFile(csv(), '__proto__,constructor\n1,2\n').values[0] as object
  expect(Object.entries(row)).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
  ])
})

test('what is no CSV text says so', () => {
  expect(() => decodeFile(csv(), Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'))).toThrow(/UTF-16.*Save it as UTF-8/)
  expect(() => decodeFile(csv(), 'a,b\r1,2\r')).toThrow(/carriage return alone/)
  expect(decodeFile(csv(), '')).toEqual({ values: [], malformed: [] })
  expect(decodeFile(csv(), 'a,b\n')).toEqual({ values: [], malformed: [] })
})

test('wrong options are named before anything starts', () => {
  expect(() => csv({ delimeter: ';' } as object)).toThrow(/unknown option 'delimeter' .*Did you mean 'delimiter'/)
  expect(() => csv({ delimiter: ';;' })).toThrow(/delimiter cannot be ";;"/)
  expect(() => csv({ header: false })).toThrow(/Name the columns/)
  expect(() => csv({ columns: ['a', 'a'] })).toThrow(/'a' stands there twice/)
  expect(() => csv({ columnTypes: { a: 'int' as 'text' } })).toThrow(/columnTypes.a cannot be "int"/)
})

test('messages: one line without a header', () => {
  const format = csv<{ a: unknown; b: unknown }>({ columns: ['a', 'b'] })
  expect(format.decodeMessage(Buffer.from('1,"x,y"\n2,z'))).toEqual([
    { a: 1, b: 'x,y' },
    { a: 2, b: 'z' },
  ])
  expect(Buffer.from(format.encodeMessage({ a: 1, b: 'x,y' })).toString()).toBe('1,"x,y"')
  expect(() => format.decodeMessage(Buffer.from('1'))).toThrow('1 field, expected 2 (a, b); missing: b')
  expect(() => csv().decodeMessage(Buffer.from('1,2'))).toThrow(/columns: \['id', 'price'\]/)
})

test('writing: quoting, nulls, dates; a column that comes too late is an error', () => {
  const encoder = csv<Record<string, unknown>>().fileEncoder()
  const rows = [
    { a: 1, b: 'plain', c: null },
    { a: 0.1, b: 'a "q", \n', c: new Date(0) },
    { a: 10n, b: '', c: true },
    { a: 2 },
  ]
  expect(encoder.encode(rows)).toBe('a,b,c\n1,plain,\n0.1,"a ""q"", \n",1970-01-01T00:00:00.000Z\n10,"",true\n2,,\n')
  expect(() => encoder.encode([{ a: 1, d: 2 }])).toThrow(/has the column 'd', which the file does not have \(a, b, c\)/)
  expect(
    csv({ header: true, columns: ['x', 'y'] })
      .fileEncoder()
      .end(),
  ).toBe('x,y\n')
  expect(() =>
    csv()
      .fileEncoder()
      .encode([5 as never]),
  ).toThrow(/must be an object with columns, got 5/)
})
