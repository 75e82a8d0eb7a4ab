import { expect, test } from 'vitest'
import { fromNotebookOutput, toNotebookOutputs } from '../../src/nbformat/cellOutputs.ts'
import type { CellOutput } from '../../src/protocol/messages.ts'

const outputs: readonly CellOutput[] = [
  { kind: 'stream', name: 'stdout', text: 'a\nb' },
  {
    kind: 'display',
    data: {
      'text/html': '<b>\nx</b>',
      'text/plain': 'x',
      'application/vnd.plotly.v1+json': { data: ['a'] },
      'image/png': 'aGk=',
    },
  },
  { kind: 'result', data: { 'text/plain': '' } },
  { kind: 'error', error: { name: 'TypeError', message: 'no', stack: '  at cell 3:12\n  at cell 1:2' } },
]

test('the four kinds as nbformat writes them', () => {
  expect(toNotebookOutputs(outputs, 4)).toEqual([
    { name: 'stdout', output_type: 'stream', text: ['a\n', 'b'] },
    {
      data: {
        'text/html': ['<b>\n', 'x</b>'],
        'text/plain': ['x'],
        'application/vnd.plotly.v1+json': { data: ['a'] },
        'image/png': 'aGk=',
      },
      metadata: {},
      output_type: 'display_data',
    },
    { data: { 'text/plain': [] }, execution_count: 4, metadata: {}, output_type: 'execute_result' },
    {
      ename: 'TypeError',
      evalue: 'no',
      output_type: 'error',
      traceback: ['TypeError: no', '  at cell 3:12', '  at cell 1:2'],
    },
  ])
})

test('there and back is the same', () => {
  expect(toNotebookOutputs(outputs, 1).map(fromNotebookOutput)).toEqual(outputs)
})

test('text of one stream is joined, of two kept in order', () => {
  const stream = (name: 'stdout' | 'stderr', text: string): CellOutput => ({ kind: 'stream', name, text })
  const written = toNotebookOutputs(
    [stream('stdout', 'a'), stream('stdout', 'b\nc'), stream('stderr', 'd'), stream('stdout', 'e')],
    null,
  )
  expect(written.map(output => output.text)).toEqual([['ab\n', 'c'], ['d'], ['e']])
})

test('an output of a type that nbformat does not define is not misread', () => {
  expect(fromNotebookOutput({ output_type: 'update_display_data', data: {} })).toBeUndefined()
})
