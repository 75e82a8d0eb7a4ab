import type { CsvColumn } from './csvColumns.ts'
import type { CsvDialect } from './csvOptions.ts'

/**
 * Reads rows from `data` between `start` and `end` (a line end) into `out`, as far as they are plain: no quotes, as many fields
 * as columns, every field a value of its column. Returns where it stopped: at `end`, or at the start of the first line
 * that is not plain. `counter.lines` grows by the lines read.
 */
export type FastRows<T> = (data: Buffer, start: number, end: number, out: T[], counter: { lines: number }) => number

/** 10 to the power of 0 … 15. */
const POWERS = Array.from({ length: 16 }, (_, power) => 10 ** power)

/**
 * Generates {@link FastRows} for these columns. It equals, for a line that is plain,
 *
 *     out.push(Object.fromEntries(line.split(delimiter).map((field, i) => [names[i], fieldValue(field, columns[i], nulls)])))
 *
 * read from the bytes, because making a string of every number costs several times the reading. A number of at most 15
 * digits is digits / 10^decimals: both are exact, so their quotient is the nearest double, as `Number(text)` gives
 * (Clinger 1990, "How to read floating point numbers accurately", the fast path). Longer ones go through `Number`.
 *
 * @param ascii whether every byte of `data` will be below 128: text is then read faster
 */
export function fastRows<T>(columns: readonly CsvColumn[], dialect: CsvDialect, ascii: boolean): FastRows<T> {
  const body = columns.map((column, index) => fieldCode(column, index, index === columns.length - 1, dialect, ascii))
  const row = columns.map((column, index) => `[${JSON.stringify(column.name)}]: v${index}`).join(', ')
  const code = `
    return (data, start, end, out, counter) => {
      let position = start
      while (position < end) {
        let i = position, c = data[i]
        if (c === 10) { position++; counter.lines++; continue }
        if (c === 13 && data[i + 1] === 10) { position += 2; counter.lines++; continue }
        ${body.join('\n')}
        out.push({ ${row} })
        position = i + 1
        counter.lines++
      }
      return position
    }`
  return new Function('powers', 'nulls', code)(POWERS, dialect.nullTexts) as FastRows<T>
}

/** Code that reads one field into `v<index>`, leaves `i` at its end and `c` unset; `return position` where it is not plain. */
function fieldCode(column: CsvColumn, index: number, last: boolean, dialect: CsvDialect, ascii: boolean): string {
  const delimiter = dialect.delimiter.charCodeAt(0)
  const next = last ? '' : `i++; c = data[i]`
  const atEnd = last
    ? `if (c === 13 && data[i + 1] === 10) { i++; c = 10 }
       if (c !== 10) return position`
    : `if (c !== ${delimiter}) return position`
  const empty = last ? `c === 10 || c === 13` : `c === ${delimiter}`
  const v = `v${index}`
  if (column.type === 'number') {
    return `let ${v} = null
      if (!(${empty})) {${numberCode(v)}}
      ${atEnd}
      ${next}`
  }
  const quote = dialect.quote ? `if (c === ${dialect.quote.charCodeAt(0)}) return position;` : ''
  const stop = last ? `c !== 10 && c !== ${delimiter}` : `c !== ${delimiter} && c !== 10`
  const encoding = ascii ? 'latin1' : 'utf8'
  const cut = last ? `(data[i - 1] === 13 ? i - 1 : i)` : 'i'
  return `let ${v} = null
    {
      const from = i
      while (${stop}) { ${quote} c = data[++i] }
      if (c !== ${last ? 10 : delimiter}) return position
      const to = ${cut}
      ${textCode(v, column, dialect, encoding)}
    }
    ${next}`
}

function numberCode(v: string): string {
  return `
    const from = i, negative = c === 45
    if (negative) c = data[++i]
    const first = i
    let digits = 0, decimals = 0
    while (c >= 48 && c <= 57) { digits = digits * 10 + (c - 48); c = data[++i] }
    let count = i - first
    if (count === 0 || (count > 1 && data[first] === 48)) return position
    let exact = true
    if (c === 46) {
      c = data[++i]
      const point = i
      while (c >= 48 && c <= 57) { digits = digits * 10 + (c - 48); c = data[++i] }
      decimals = i - point
      count += decimals
      if (count > 15) exact = false
    } else if (count > 15) return position
    if (c === 101 || c === 69) {
      c = data[++i]
      if (c === 45 || c === 43) c = data[++i]
      const exponent = i
      while (c >= 48 && c <= 57) c = data[++i]
      if (i === exponent) return position
      exact = false
    }
    if (exact) ${v} = negative ? -(digits / powers[decimals]) : digits / powers[decimals]
    else {
      ${v} = Number(data.toString('latin1', from, i))
      if (!Number.isFinite(${v})) return position
    }`
}

function textCode(v: string, column: CsvColumn, dialect: CsvDialect, encoding: string): string {
  const onlyEmpty = dialect.nullTexts.size === 1 && dialect.nullTexts.has('')
  const read = `data.toString('${encoding}', from, to)`
  const text = `const text = ${read}`
  if (column.type === 'text') {
    return onlyEmpty ? `if (to > from) ${v} = ${read}` : `${text}; ${v} = nulls.has(text) ? null : text`
  }
  // Booleans in other spellings, times, null texts: the slow way.
  if (column.type !== 'boolean') return 'if (to > from) return position'
  return `if (to > from) { ${text}; if (text === 'true') ${v} = true; else if (text === 'false') ${v} = false; else return position }`
}
