import { expect, test } from 'vitest'
import { DebugSources } from '../../src/notebook/debugSources.ts'
import { debugFileName } from '../../src/protocol/debug.ts'
import type { CellId } from '../../src/protocol/messages.ts'

const CELL = 'vscode-notebook-cell:/a/b.flinknb#W2sZmlsZQ%3D%3D' as CellId
const OTHER = 'vscode-notebook-cell:/a/b.flinknb#W3sZmlsZQ%3D%3D' as CellId
const sources = (directory = '/tmp/flinknb-debug-1') =>
  new DebugSources(directory, () => [
    { cellId: CELL, name: 'Cell 1' },
    { cellId: OTHER, name: 'Cell 2' },
  ])

test('breakpoints of a cell go to its file, those of other files stay', () => {
  const message = {
    command: 'setBreakpoints',
    arguments: { source: { path: CELL as string }, breakpoints: [{ line: 1 }] },
  }
  sources().toFiles(message)
  expect(message.arguments.source.path).toBe(`/tmp/flinknb-debug-1/${debugFileName(CELL)}`)
  const foreign = { arguments: { source: { path: '/a/rates.ts' } } }
  sources().toFiles(foreign)
  expect(foreign.arguments.source.path).toBe('/a/rates.ts')
})

test.each([
  ['/tmp/flinknb-debug-1', '/tmp/flinknb-debug-1/'],
  ['C:\\Temp\\flinknb-debug-1', 'c:\\Temp\\flinknb-debug-1\\'],
])('frames in %s come back as cells', (directory, written) => {
  const frame = (name: string, path: string) => ({ name, source: { path, name: 'x.ts', sourceReference: 7 } })
  const stackFrames = [frame('<anonymous>', written + debugFileName(OTHER)), frame('<anonymous>', '/a/rates.ts')]
  sources(directory).toCells({ command: 'stackTrace', body: { stackFrames } })
  expect(stackFrames).toEqual([
    { name: 'Cell 2', source: { path: OTHER, name: 'Cell 2' } },
    { name: '<anonymous>', source: { path: '/a/rates.ts', name: 'x.ts', sourceReference: 7 } },
  ])
})

test('what compiling added is out of sight', () => {
  const message = {
    command: 'variables',
    body: { variables: ['a', '$', '$cell', '$cell0'].map(name => ({ name, value: '' })) },
  }
  sources().toCells(message)
  expect(message.body.variables.map(({ name }) => name)).toEqual(['a', '(notebook)'])
  const own = { command: 'variables', body: { variables: [{ name: '$', value: '1' }] } }
  sources().toCells(own)
  expect(own.body.variables).toEqual([{ name: '$', value: '1' }])
})

test('a thousand cells have a thousand files', () => {
  const names = Array.from({ length: 1000 }, (_, i) => debugFileName(`${CELL}${i}` as CellId))
  expect(new Set(names).size).toBe(1000)
})
