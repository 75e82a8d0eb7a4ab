import path from 'node:path'
import typescript from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LiveTypeHint, RecordTypePlace } from '../../src/language/messages.ts'
import { NotebookProgram } from '../../src/language/notebookProgram.ts'
import { type LanguageDist, languageDist } from './languageDist.ts'

let dist: LanguageDist
let program: NotebookProgram

beforeAll(async () => {
  dist = await languageDist() // with the real declarations of 'flinknb'
  const registry = typescript.createDocumentRegistry()
  program = new NotebookProgram(typescript, path.join(dist.folder, 'n.flinknb'), dist.files, { registry })
}, 60_000)
afterAll(() => dist.remove())

const IMPORT = `import { env, fileSource, kafkaSource, dataGenSource, replay, csv, json, type Source } from 'flinknb'`

function update(cells: readonly string[], hints: Readonly<Record<number, readonly LiveTypeHint[]>> = {}): void {
  program.update(cells.map((code, i) => ({ id: String(i), code, liveTypes: hints[i] })))
}

function places(...cells: string[]): RecordTypePlace[] {
  update([IMPORT, ...cells])
  return program.answer('recordTypes', {}).flatMap(cell => [...cell.places])
}

const findings = () =>
  program
    .check()
    .flatMap(({ diagnostics }) => diagnostics.filter(one => one.category === 'error').map(one => one.message))

function completions(cellId: string, line: number, column: number): string[] {
  return program.answer('complete', { cellId, position: { line, column } }).items.map(entry => entry.name)
}

describe('places where no type is declared', () => {
  test.each([
    [
      'JSON from a file',
      `const trades = env.fromSource(fileSource({ path: 'a', format: json() }))`,
      ['fileSource Trade'],
    ],
    [
      'CSV, whose rows are objects of anything',
      `const rows = env.fromSource(fileSource({ path: 'a', format: csv() }))`,
      ['fileSource Row'],
    ],
    [
      'from Kafka',
      `const ticks = env.fromSource(kafkaSource({ brokers: 'b', topic: 't', format: json() }))`,
      ['kafkaSource Tick'],
    ],
    ['a recorded stream', `const statuses = replay('a.jsonl')`, ['replay Status2']],
    ['a name that is taken', `interface Trade { a: 1 }\nconst trades = replay('a.jsonl')`, ['replay Trade2']],
    ['awaited anything', `const categories = await (await fetch('http://a')).json()`, ['categories Category']],
    ['a type argument', `fileSource<{ a: number }>({ path: 'a', format: json() })`, []],
    ['the type of the format', `fileSource({ path: 'a', format: csv<{ a: number }>() })`, []],
    [
      'the type of what it is assigned to',
      `const s: Source<{ a: number }> = fileSource({ path: 'a', format: json() })`,
      [],
    ],
    ['generated rows', `dataGenSource(i => ({ i }))`, []],
    ['a known awaited type', `const list = await env.fromCollection([{ a: 1 }]).executeAndCollect()`, []],
  ])('%s', (name, code, expected) => {
    const taken = name === 'a recorded stream' ? 'class Status {}\n' : ''
    expect(
      places(taken + code)
        .filter(place => place.isOpen)
        .map(({ place, newName }) => `${place.kind === 'source' ? place.callee : place.name} ${newName}`)
        .filter(text => !text.startsWith('fromSource')),
    ).toEqual(expected)
  })

  test('where things stand', () => {
    const [outer, inner] = places(
      `const one = 1\nconst trades = env\n  .fromSource(fileSource({ path: 'a', format: json() }))`,
    )
    expect(outer?.place).toMatchObject({ callee: 'fromSource', ordinal: 0 })
    expect(inner).toMatchObject({
      place: { kind: 'source', callee: 'fileSource', ordinal: 0 },
      range: { start: { line: 3, column: 15 }, end: { line: 3, column: 25 } },
      typeAt: { line: 3, column: 25 },
      callAt: { line: 3, column: 25 },
      interfaceAt: { line: 2, column: 1 },
    })
  })
})

describe('declared types as far as values can be held against them', () => {
  const shapeOf = (type: string) => places(`${type}\nfileSource<T>({ path: 'a', format: json() })`)[0]?.shape
  const NUMBER = { kind: 'named', name: 'number' }

  test('fields, optional ones, lists, unions, nested objects, dictionaries, classes', () => {
    const shape = shapeOf(
      `interface T { a: number; b?: string | null; side: 'buy' | 'sell'; on: boolean; tags: string[]; deep: { x: number }[]; more: Record<string, number>; at: Date; big: bigint; fn: () => void; any: unknown }`,
    )
    expect(shape).toEqual({
      kind: 'object',
      fields: [
        { name: 'a', optional: false, type: NUMBER },
        {
          name: 'b',
          optional: true,
          type: {
            kind: 'union',
            members: expect.arrayContaining([
              { kind: 'named', name: 'null' },
              { kind: 'named', name: 'string' },
            ]),
          },
        },
        {
          name: 'side',
          optional: false,
          type: {
            kind: 'union',
            members: [
              { kind: 'literal', value: 'buy' },
              { kind: 'literal', value: 'sell' },
            ],
          },
        },
        { name: 'on', optional: false, type: { kind: 'named', name: 'boolean' } },
        { name: 'tags', optional: false, type: { kind: 'array', item: { kind: 'named', name: 'string' } } },
        {
          name: 'deep',
          optional: false,
          type: { kind: 'array', item: { kind: 'object', fields: [{ name: 'x', optional: false, type: NUMBER }] } },
        },
        { name: 'more', optional: false, type: { kind: 'record', value: NUMBER } },
        { name: 'at', optional: false, type: { kind: 'named', name: 'Date' } },
        { name: 'big', optional: false, type: { kind: 'named', name: 'bigint' } },
        { name: 'fn', optional: false, type: { kind: 'unknown' } },
        { name: 'any', optional: false, type: { kind: 'unknown' } },
      ],
    })
  })

  test('a type that contains itself ends', () => {
    expect(JSON.stringify(shapeOf('interface T { next?: T }'))).toContain('unknown')
  })

  test('an interface of the notebook is named, with where it stands', () => {
    const [place] = places(
      'interface Trade {\n  a: number\n}',
      `const t = fileSource<Trade>({ path: 'a', format: json() })`,
    )
    expect(place?.declaration).toEqual({
      name: 'Trade',
      cellId: '1',
      start: { line: 1, column: 1 },
      end: { line: 3, column: 2 },
    })
  })
})

describe('what records turned out to be', () => {
  const TRADES = `const trades = env.fromSource(fileSource({ path: 'a', format: json() })); const after = 1
trades.map(t => t.)`
  const HINT: LiveTypeHint = {
    kind: 'source',
    callee: 'fileSource',
    ordinal: 0,
    type: `{ price: number; side: 'buy' | 'sell' }`,
  }

  test('is completed in the same cell and in those below, and gone with the hint', () => {
    update([IMPORT, TRADES, 'trades.filter(t => t.)'], { 1: [HINT] })
    expect(completions('1', 2, 19)).toEqual(expect.arrayContaining(['price', 'side']))
    expect(completions('2', 1, 22)).toEqual(expect.arrayContaining(['price', 'side']))
    update([IMPORT, TRADES, 'trades.filter(t => t.)'])
    expect(completions('1', 2, 19)).not.toContain('price')
    expect(completions('2', 1, 22)).not.toContain('price')
  })

  test('leaves every position of the cell where it was', () => {
    const code = `const trades = env.fromSource(fileSource({ path: 'a', format: json() })); after.toFixedd()\nconst after = 1`
    update([IMPORT, code], { 1: [HINT] })
    const [found] = program.check('1')[0]?.diagnostics.filter(one => one.code === 'TS2551') ?? []
    const column = code.indexOf('toFixedd') + 1
    expect(found).toMatchObject({ start: { line: 1, column }, end: { line: 1, column: column + 8 } })
    const hover = program.answer('hover', { cellId: '1', position: { line: 1, column: code.indexOf('after.') + 2 } })
    expect(hover).toMatchObject({ start: { line: 1, column: code.indexOf('after.') + 1 } })
  })

  test('makes a misspelt column a finding', () => {
    update(
      [IMPORT, `const trades = env.fromSource(fileSource({ path: 'a', format: json() }))`, 'trades.map(t => t.prise)'],
      {
        1: [HINT],
      },
    )
    expect(findings().join('\n')).toContain(`Property 'prise' does not exist on type`)
  })

  test('does not speak where the code declares a type itself', () => {
    update(
      [
        IMPORT,
        `const trades = env.fromSource(fileSource<{ own: string }>({ path: 'a', format: json() }))\ntrades.map(t => t.own)`,
      ],
      {
        1: [HINT],
      },
    )
    expect(findings()).toEqual([])
  })

  test('of awaited values', () => {
    const code = `const rows = await (await fetch('http://a')).json(); rows[0].pricee`
    update([IMPORT, code], { 1: [{ kind: 'awaited', name: 'rows', type: '{ price: number }[]' }] })
    expect(findings().join('\n')).toContain(`Property 'pricee' does not exist on type '{ price: number; }'`)
    expect(program.answer('recordTypes', {})[0]?.places[0]).toMatchObject({ isOpen: true, newName: 'Row' })
  })
})

test('hints of a source and of what is awaited from it', () => {
  const cells = [
    `import { env, fileSource, json } from 'flinknb'`,
    `const trades = env.fromSource(fileSource({ path: 'trades.jsonl', format: json() }))\nconst first = await trades.executeAndCollect({ limit: 5 })`,
    'await trades.map(t => t.side).executeAndCollect()',
  ]
  const type = `{ id: number; side: 'buy' | 'sell'; price: number; note?: string }`
  update(cells)
  program.check()
  update(cells, {
    1: [
      { kind: 'source', callee: 'fileSource', ordinal: 0, type },
      { kind: 'awaited', name: 'first', type: `(${type})[]` },
    ],
  })
  expect(completions('2', 1, 25)).toEqual(expect.arrayContaining(['id', 'side', 'price', 'note']))
  expect(findings()).toEqual([])
  // What is known of the source is known of what is awaited from it.
  const places = program.answer('recordTypes', {}).flatMap(cell => cell.places)
  expect(
    places.filter(({ isOpen }) => isOpen).map(({ place }) => (place.kind === 'source' ? place.callee : '')),
  ).toEqual(['fileSource'])
})
