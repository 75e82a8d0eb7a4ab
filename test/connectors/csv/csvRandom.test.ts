import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { type Random, seededRandom } from '../../../src/base/random.ts'
import { csv } from '../../../src/connectors/csv/csv.ts'
import { decodeFile, decodeWithRestart } from '../decodeFile.ts'

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T

/** A number as people and programs write it, in every length. */
function numberText(random: Random): string {
  const scale = 10 ** Math.floor(random() * 20 - 6)
  const value = (random() - 0.5) * scale
  return pick(random, [String(value), value.toFixed(2), String(Math.trunc(value * 10)), value.toExponential(3), ''])
}

function wellFormed(random: Random, rows: number): string {
  const text = () => pick(random, ['x', 'a b', 'ü', '"q ""r"", s"', '"l\nm"', '', "it's", 'true', '🧀'])
  const lineEnd = pick(random, ['\n', '\r\n'])
  const lines = ['n,t,u,m']
  for (let i = 0; i < rows; i++) lines.push(`${numberText(random)},${text()},é${i},${numberText(random)}`)
  return lines.join(lineEnd) + (random() < 0.5 ? lineEnd : '')
}

test('10,000 random well-formed rows: what Papa Parse and Number read, in every chunking, from every checkpoint', () => {
  const random = seededRandom(1)
  for (let round = 0; round < 100; round++) {
    const file = wellFormed(random, 100)
    const format = csv<Record<string, unknown>>({ columnTypes: { n: 'number', t: 'text', u: 'text', m: 'number' } })
    const papa = Papa.parse<Record<string, string>>(file, { header: true, skipEmptyLines: true })
    const number = (text = '') => (text === '' ? null : Number(text))
    const expected = papa.data.map(row => ({ n: number(row.n), t: row.t || null, u: row.u, m: number(row.m) }))
    const decoded = decodeFile(format, file, 1 + Math.floor(random() * 200))
    expect(decoded.malformed.filter(({ reason }) => !reason.includes('larger than a number can hold'))).toEqual([])
    const big = new Set(decoded.malformed.map(({ raw }) => raw.match(/é\d+/)?.[0]))
    expect(decoded.values).toEqual(expected.filter(row => !big.has(row.u)))
    const bytes = Buffer.from(file)
    expect(decodeWithRestart(format, bytes, Math.floor(random() * bytes.length), 64)).toEqual(decoded)
  }
})

test('mutated files: never a crash, and no line is lost', () => {
  const random = seededRandom(2)
  for (let round = 0; round < 2_000; round++) {
    const bytes = Buffer.from(wellFormed(random, 12))
    const headerEnd = bytes.indexOf(10) + 1
    for (let i = 0; i < 1 + random() * 4; i++) {
      const at = headerEnd + Math.floor(random() * (bytes.length - headerEnd))
      bytes[at] = pick(random, [0x22, 0x2c, 0x0a, 0x0d, 0x00, 0xff, 0x61, 0x31])
    }
    const whole = decodeFile(csv(), bytes)
    expect(decodeFile(csv(), bytes, 1 + Math.floor(random() * 50))).toEqual(whole)
    // Each é<i> marks one written row: it is in a value, or in the raw text of a malformed one.
    const found = JSON.stringify(whole.values) + whole.malformed.map(({ raw }) => raw).join('\n')
    const marks = bytes.subarray(headerEnd).toString().match(/é\d+/g) ?? []
    expect(marks.filter(mark => !found.includes(mark))).toEqual([])
  }
})
