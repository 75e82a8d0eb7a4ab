import { expect, test } from 'vitest'
import type { RecordTypePlace } from '../../src/language/messages.ts'
import { declarationEdits, offerOf } from '../../src/notebook/liveTypesEdit.ts'
import { LiveTypesState } from '../../src/notebook/liveTypesState.ts'
import type { LiveSourceType } from '../../src/protocol/liveTypes.ts'
import type { CellId } from '../../src/protocol/messages.ts'

const CELL = 'cell' as CellId
const at = (line: number, column: number) => ({ line, column })

function call(ordinal: number, line: number, column: number, more: Partial<RecordTypePlace> = {}): RecordTypePlace {
  return {
    place: { kind: 'source', callee: 'fileSource', ordinal },
    range: { start: at(line, column - 10), end: at(line, column) },
    isOpen: true,
    shape: null,
    declaration: null,
    typeAt: at(line, column),
    callAt: at(line, column),
    interfaceAt: at(line, 1),
    newName: 'Trade',
    ...more,
  }
}

function source(line: number, column: number, more: Partial<LiveSourceType> = {}): LiveSourceType {
  return {
    cellId: CELL,
    callee: 'fileSource',
    line,
    column,
    records: 10,
    text: `{ at${line}: number }`,
    body: `  at${line}: number`,
    mismatch: undefined,
    ...more,
  }
}

function stateOf(places: readonly RecordTypePlace[], sources: readonly LiveSourceType[]): LiveTypesState {
  const state = new LiveTypesState()
  state.setPlaces(new Map([[CELL, places]]))
  state.setSources(sources)
  return state
}

test('a source belongs to the nearest call of its function on its line', () => {
  const places = [call(0, 1, 20), call(1, 1, 60), call(2, 2, 20)]
  const state = stateOf(places, [
    source(1, 61, { text: '{ b: 1 }' }),
    source(1, 21, { text: '{ a: 1 }' }),
    source(9, 1),
  ])
  expect(state.hints(CELL)).toEqual([
    { kind: 'source', callee: 'fileSource', ordinal: 0, type: '{ a: 1 }' },
    { kind: 'source', callee: 'fileSource', ordinal: 1, type: '{ b: 1 }' },
  ])
})

test('a call is where its arguments begin, below type arguments of several lines', () => {
  const state = stateOf([call(0, 1, 20, { callAt: at(4, 3) }), call(1, 6, 20)], [source(4, 2), source(6, 20)])
  expect(state.hints(CELL).map(hint => hint.type)).toEqual(['{ at4: number }', '{ at6: number }'])
})

test('and stays that call when the cell is edited afterwards', () => {
  const state = stateOf([call(0, 1, 20), call(1, 2, 20)], [source(1, 20), source(2, 20)])
  state.setPlaces(new Map([[CELL, [call(0, 2, 20), call(1, 5, 33)]]]))
  expect(state.hints(CELL).map(hint => hint.type)).toEqual(['{ at1: number }', '{ at2: number }'])
})

test('a source that came before the places were known is told later', () => {
  const state = stateOf([], [source(1, 20)])
  state.setPlaces(new Map([[CELL, [call(0, 1, 20)]]]))
  expect(state.hints(CELL)).toHaveLength(1)
})

test('the kernel is told of a declared type where it stands now and where its source was made', () => {
  const shape = { kind: 'named', name: 'number' } as const
  const state = stateOf([call(0, 1, 20)], [source(1, 21)])
  state.setPlaces(new Map([[CELL, [call(0, 4, 20, { isOpen: false, shape })]]]))
  expect(state.declared().map(({ place }) => [place.line, place.column])).toEqual([
    [1, 21],
    [4, 20],
  ])
  expect(state.hints(CELL)).toEqual([])
})

test('awaited values are asked for and told by name', () => {
  const place = call(0, 1, 30, { place: { kind: 'awaited', name: 'rows' } })
  const state = stateOf([place, call(0, 2, 20)], [])
  expect(state.openNames(CELL)).toEqual(['rows'])
  state.setAwaited(CELL, { rows: { records: 2, text: 'number | string', body: undefined, isList: true } })
  expect(state.hints(CELL)).toEqual([{ kind: 'awaited', name: 'rows', type: '(number | string)[]' }])
  const [found] = state.of(CELL)
  expect(found && declarationEdits(found, '')).toEqual([
    { start: at(1, 30), end: at(1, 30), text: ' as (number | string)[]' },
  ])
})

test('declares an interface before the statement, and its name at the call', () => {
  const [found] = stateOf([call(0, 3, 20)], [source(3, 20)]).of(CELL)
  if (!found) throw new Error('nothing found')
  expect(offerOf(found)).toBe('declare')
  expect(declarationEdits(found, '')).toEqual([
    { start: at(3, 1), end: at(3, 1), text: 'interface Trade {\n  at3: number\n}\n\n' },
    { start: at(3, 20), end: at(3, 20), text: '<Trade>' },
  ])
})

test('updates an interface that records do not fit, keeping how it is declared; offers nothing while they fit', () => {
  const declaration = { name: 'Trade', cellId: 'x', start: at(1, 1), end: at(3, 2) }
  const mismatch = { path: 'at9', expected: 'string', found: 'the number 1', example: '{}' }
  const places = [call(0, 9, 20, { isOpen: false, declaration })]
  const [fits] = stateOf(places, [source(9, 20)]).of(CELL)
  const [differs] = stateOf(places, [source(9, 20, { mismatch })]).of(CELL)
  expect(fits && offerOf(fits)).toBeUndefined()
  expect(differs && offerOf(differs)).toBe('update')
  expect(differs && declarationEdits(differs, 'export interface Trade extends Base {\n  at9: string\n}')).toEqual([
    { start: at(1, 1), end: at(3, 2), text: 'export interface Trade extends Base {\n  at9: number\n}' },
  ])
})

test('when the kernel has gone, types stay and warnings go', () => {
  const mismatch = { path: 'a', expected: 'string', found: 'null', example: '{}' }
  const state = stateOf([call(0, 1, 20)], [source(1, 20, { mismatch })])
  state.kernelGone()
  expect(state.of(CELL)[0]?.mismatch).toBeUndefined()
  expect(state.hints(CELL)).toHaveLength(1)
})
