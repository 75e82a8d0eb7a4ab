import { expect, test } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { json } from '../../../src/connectors/formats/json.ts'
import { raw } from '../../../src/connectors/formats/raw.ts'
import { text } from '../../../src/connectors/formats/text.ts'
import { decodeFile, decodeWithRestart } from '../decodeFile.ts'

test('JSON Lines: one value a line, malformed lines apart, in every chunking', () => {
  const file = '\uFEFF{"a":1}\r\n\n{"a":"ü 🧀"}\n{"a":\nnot json\n[{"a":2},{"a":3}]\n{"a":4}'
  for (const chunkBytes of [1, 2, 5, 1000]) {
    const { values, malformed } = decodeFile(json(), file, chunkBytes)
    expect(values).toEqual([{ a: 1 }, { a: 'ü 🧀' }, { a: 2 }, { a: 3 }, { a: 4 }])
    expect(malformed.map(({ line, raw }) => [line, raw])).toEqual([
      [4, '{"a":'],
      [5, 'not json'],
    ])
    expect(malformed[1]?.reason).toMatch(/not valid JSON/)
  }
})

test('a file may be one JSON array', () => {
  const rows = Array.from({ length: 50 }, (_, a) => ({ a }))
  for (const file of [
    JSON.stringify(rows),
    JSON.stringify(rows, null, 2),
    `\n ${JSON.stringify(rows, null, '\t')}\n`,
  ]) {
    for (const chunkBytes of [1, 17, 10_000]) {
      expect(decodeFile(json(), file, chunkBytes)).toEqual({ values: rows, malformed: [] })
    }
  }
  const { values, malformed } = decodeFile(json(), '[\n{"a":1},\n{"a":\n]')
  expect(values).toEqual([])
  expect(malformed).toMatchObject([{ line: 1, reason: expect.stringMatching(/one JSON array that cannot be read/) }])
})

test('numbers keep their digits', () => {
  const line =
    '{"id":9007199254740993,"ok":9007199254740991,"neg":-12345678901234567890,"f":0.12345678901234566,"s":"12345678901234567890"}'
  expect(json().decodeMessage(Buffer.from(line))).toEqual([
    {
      id: '9007199254740993',
      ok: 9007199254740991,
      neg: '-12345678901234567890',
      f: 0.12345678901234566,
      s: '12345678901234567890',
    },
  ])
  expect(() => json().decodeMessage(Buffer.from('{"v":1e400}'))).toThrow(`'v': 1e400 is larger than a number can be`)
  expect(json().decodeMessage(Buffer.from('[1e-400,-0]'))).toEqual([0, -0])
})

test('JSON written: bigint as text, NaN as null, what has no JSON form is an error', () => {
  const format = json<unknown>()
  const written = (value: unknown) => Buffer.from(format.encodeMessage(value)).toString()
  expect(written({ big: 12345678901234567890n, nan: Number.NaN, at: new Date(0) })).toBe(
    '{"big":"12345678901234567890","nan":null,"at":"1970-01-01T00:00:00.000Z"}',
  )
  expect(() => written(undefined)).toThrow(/has no JSON form/)
  expect(format.fileEncoder().encode([{ a: 'x\ny' }, 2])).toBe('{"a":"x\\ny"}\n2\n')
})

test('text: lines of a file, whole messages, bytes that are not UTF-8', () => {
  expect(decodeFile(text(), 'a\r\n\nü', 1).values).toEqual(['a', '', 'ü'])
  expect(text().decodeMessage(Buffer.from('a\nb'))).toEqual(['a\nb'])
  expect(() => text().decodeMessage(Uint8Array.of(0xff))).toThrow(/not UTF-8/)
  const bad = decodeFile(text(), Uint8Array.of(0x61, 10, 0xff, 10, 0x62))
  expect(bad).toMatchObject({ values: ['a', 'b'], malformed: [{ line: 2 }] })
  expect(decodeFile(text(), '\uFFFD is a character').malformed).toEqual([])
})

test('raw: a message or a file is one record of bytes', () => {
  const bytes = Uint8Array.of(0, 255, 10, 13)
  expect(raw().decodeMessage(bytes)).toEqual([bytes])
  expect(decodeFile(raw(), bytes, 1).values).toEqual([bytes])
  expect(Uint8Array.from(raw().fileEncoder().encode([bytes, bytes]) as Uint8Array)).toEqual(
    Uint8Array.of(...bytes, ...bytes),
  )
  expect(() => raw().encodeMessage('x' as never)).toThrow(/must be a Uint8Array, got string/)
})

test('a decoder goes on from its checkpoint', () => {
  const random = seededRandom(3)
  const lines = Array.from({ length: 200 }, (_, i) =>
    i % 17 === 3 ? `{"bad": ü${i}` : JSON.stringify({ i, text: 'ü'.repeat(i % 5) }),
  )
  const file = Buffer.from(lines.join('\n'))
  for (const format of [json<unknown>(), text()]) {
    const whole = decodeFile<unknown>(format, file)
    for (let i = 0; i < 100; i++) {
      expect(
        decodeWithRestart<unknown>(format, file, Math.floor(random() * file.length), 1 + Math.floor(random() * 300)),
      ).toEqual(whole)
    }
  }
})

test('mutated JSON Lines: never a crash, no line lost', () => {
  const random = seededRandom(4)
  for (let round = 0; round < 3_000; round++) {
    const bytes = Buffer.from(Array.from({ length: 8 }, (_, i) => `{"é${i}":[${i},{"x":"${i}"}]}\n`).join(''))
    for (let i = 0; i < 3; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    if (bytes[0] !== 0x7b) continue
    const { values, malformed } = decodeFile(json(), bytes, 1 + Math.floor(random() * 60))
    const found = JSON.stringify(values) + malformed.map(({ raw }) => raw).join('\n')
    const marks = bytes.toString().match(/é\d/g) ?? []
    expect(marks.filter(mark => !found.includes(mark))).toEqual([])
  }
})
