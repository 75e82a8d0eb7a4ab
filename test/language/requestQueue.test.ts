import { expect, test } from 'vitest'
import { CancelFlags } from '../../src/language/cancelFlags.ts'
import type { LanguageCall, LanguageRequest } from '../../src/language/messages.ts'
import { RequestQueue } from '../../src/language/requestQueue.ts'

const call = (requestId: number, name: LanguageCall, notebook = 'a') =>
  ({ type: 'call', call: name, requestId, notebook, ask: {} }) as unknown as LanguageRequest
const cells = (code: string, notebook = 'a'): LanguageRequest => ({
  type: 'update',
  notebook,
  cells: [{ id: '1', code }],
})

/** What comes out: numbers of calls, codes of cells. */
function worked(requests: readonly LanguageRequest[], cancelled: readonly number[] = []): (number | string)[] {
  const flags = new CancelFlags()
  const queue = new RequestQueue(id => new CancelFlags(flags.memory).isCancelled(id))
  for (const request of requests) queue.add(request)
  for (const id of cancelled) flags.cancel(id)
  const order: (number | string)[] = []
  for (let next = queue.next(); next; next = queue.next()) order.push(shown(next))
  return order
}

function shown(request: LanguageRequest): number | string {
  if (request.type === 'call') return request.requestId
  if (request.type === 'file') return `${request.file} ${request.text}`
  return request.type === 'close' ? 'closed' : (request.cells[0]?.code ?? '')
}

test('calls come in order, those at the caret first among calls about the same cells', () => {
  expect(worked([call(1, 'check'), call(2, 'symbols'), call(3, 'hover'), call(4, 'complete')])).toEqual([3, 4, 1, 2])
  expect(worked([call(1, 'check'), cells('x'), call(2, 'complete')])).toEqual([1, 'x', 2])
})

test('cells that are told anew before anything is asked about them are left out', () => {
  expect(worked([cells('x'), cells('xy'), call(1, 'check'), cells('xyz')])).toEqual(['xy', 1, 'xyz'])
  expect(worked([cells('x'), cells('other', 'b'), cells('xy')])).toEqual(['other', 'xy'])
  expect(worked([cells('x'), { type: 'close', notebook: 'a' }, cells('y')])).toEqual(['x', 'closed', 'y'])
})

test('so are files, until something is asked or other files and cells come between', () => {
  const file = (name: string, text: string): LanguageRequest => ({ type: 'file', file: name, text })
  expect(worked([file('f', '1'), file('f', '2'), call(1, 'check'), file('f', '3')])).toEqual(['f 2', 1, 'f 3'])
  expect(worked([file('f', '1'), file('g', '1'), file('f', '2')])).toEqual(['f 1', 'g 1', 'f 2'])
  expect(worked([file('f', '1'), cells('x'), file('f', '2'), cells('xy')])).toEqual(['f 1', 'x', 'f 2', 'xy'])
})

test('calls that nobody waits for are left out, and then the cells that they were about', () => {
  expect(worked([call(1, 'check'), call(2, 'hover')], [1])).toEqual([2])
  expect(worked([cells('x'), call(1, 'complete'), cells('xy'), call(2, 'complete')], [1])).toEqual(['xy', 2])
})

test('a number that the ring has forgotten counts as waited for', () => {
  const flags = new CancelFlags()
  flags.cancel(1)
  flags.cancel(257)
  expect([1, 257, 2].map(id => flags.isCancelled(id))).toEqual([false, true, false])
})
