import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyNotebook } from '../../src/nbformat/emptyNotebook.ts'
import type { NotebookCell, NotebookDocument } from '../../src/nbformat/notebookDocument.ts'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { serializeNotebook } from '../../src/nbformat/serializeNotebook.ts'
import { oddNotebooks } from './oddNotebooks.ts'

const SHARED = path.resolve(import.meta.dirname, '../../../shared/notebooks')

/** The notebook with one cell changed. */
function withCell(notebook: NotebookDocument, index: number, change: Partial<NotebookCell>): NotebookDocument {
  return { ...notebook, cells: notebook.cells.map((cell, i) => (i === index ? { ...cell, ...change } : cell)) }
}

/** What was taken out of `before` and what stands there in `after`: everything around it is identical. */
function edit(before: string, after: string): { removed: string; added: string } {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return { removed: before.slice(head, before.length - tail), added: after.slice(head, after.length - tail) }
}

describe('an unchanged notebook is the identical text', () => {
  test.each(oddNotebooks.map(odd => [odd.name, odd.text]))('%s', (_, text) => {
    const notebook = parseNotebook(text)
    expect(notebook.cells).toHaveLength(5)
    expect(serializeNotebook(notebook)).toBe(text)
    // Also when every part was rebuilt by someone who only knows the values.
    const { origin, ...rest } = notebook
    expect(serializeNotebook({ ...structuredClone(rest), origin })).toBe(text)
  })

  test.skipIf(!existsSync(SHARED))('the shared notebooks (needs ../shared/notebooks)', () => {
    const files = readdirSync(SHARED).filter(name => name.endsWith('.flinknb'))
    expect(files.length).toBeGreaterThan(3)
    for (const file of files) {
      const text = readFileSync(path.join(SHARED, file), 'utf8')
      expect(serializeNotebook(parseNotebook(text, file))).toBe(text)
    }
  })
})

describe('a change edits only what changed', () => {
  test.each(oddNotebooks.map(odd => [odd.name, odd.text]))('one line of one cell: %s', (_, text) => {
    const notebook = parseNotebook(text)
    const after = serializeNotebook(withCell(notebook, 4, { source: '1\n22\n3\n' }))
    expect(edit(text, after)).toEqual({ removed: '', added: '2' })
    expect(parseNotebook(after).cells[4]?.source).toBe('1\n22\n3\n')
  })

  test.each(oddNotebooks.map(odd => [odd.name, odd.text]))('insert, delete, move, run: %s', (_, text) => {
    const notebook = parseNotebook(text)
    const [a, b, c, d, e] = notebook.cells as [NotebookCell, NotebookCell, NotebookCell, NotebookCell, NotebookCell]
    const added: NotebookCell = {
      id: 'new',
      kind: 'code',
      source: 'x\ny',
      metadata: {},
      outputs: [],
      executionCount: 7,
    }
    const ran = { ...d, executionCount: 8, outputs: [{ output_type: 'stream', name: 'stdout', text: ['hi\n'] }] }
    const changed = { ...notebook, cells: [e, added, b, a, ran] }
    const after = serializeNotebook(changed)
    const read = parseNotebook(after)
    const wanted = changed.cells.map(({ id, ...cell }) => cell)
    expect(read.cells.map(({ id, ...cell }) => cell)).toEqual(wanted)
    expect(read.metadata).toEqual(notebook.metadata)
    expect(after).not.toContain(c.metadata.format)
    // What nobody touched is there letter by letter.
    for (const kept of ['1.0', '12345678901234567890', '1E+2'])
      expect(after.split(kept).length).toBe(text.split(kept).length)
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'))
    expect(after.replaceAll('\r\n', '').includes('\n')).toBe(text.replaceAll('\r\n', '').includes('\n'))
    // Undone, it is the identical text again.
    expect(serializeNotebook({ ...changed, cells: [a, b, c, d, e] })).toBe(text)
  })

  test('a cell between two others, in the file’s own layout', () => {
    const text =
      '{\n  "cells": [\n    {\n      "cell_type": "raw",\n      "id": "a",\n      "metadata": {},\n      "source": []\n    }\n  ],\n  "metadata": {},\n  "nbformat": 4,\n  "nbformat_minor": 5\n}\n'
    const notebook = parseNotebook(text)
    const added: NotebookCell = {
      id: 'b',
      kind: 'markdown',
      source: 'x',
      metadata: {},
      outputs: [],
      executionCount: null,
    }
    expect(edit(text, serializeNotebook({ ...notebook, cells: [...notebook.cells, added] })).added).toBe(
      ',\n    {\n      "cell_type": "markdown",\n      "id": "b",\n      "metadata": {},\n      "source": [\n        "x"\n      ]\n    }',
    )
  })

  test('a code cell that becomes markdown loses outputs and count, and nothing else', () => {
    const text = JSON.stringify({
      cells: [
        { cell_type: 'code', id: 'a', execution_count: 1, metadata: { k: 1 }, outputs: [], source: 'x', other: 1 },
      ],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    })
    const after = serializeNotebook(withCell(parseNotebook(text), 0, { kind: 'markdown' }))
    expect(JSON.parse(after).cells).toEqual([
      { cell_type: 'markdown', id: 'a', metadata: { k: 1 }, source: 'x', other: 1 },
    ])
  })

  test('line ends within a cell stay as they are while its text does', () => {
    const text =
      '{"cells":[{"cell_type":"raw","id":"a","metadata":{},"source":"x\\r\\ny\\rz\\n"}],"metadata":{},"nbformat":4,"nbformat_minor":5}'
    const notebook = parseNotebook(text)
    expect(serializeNotebook(withCell(notebook, 0, { source: 'x\ny\nz\n' }))).toBe(text)
  })

  test('outputs that say the same stay as written, others are replaced', () => {
    const text =
      '{"cells":[{"cell_type":"code","id":"a","metadata":{},"execution_count":1,"source":"","outputs":[{"output_type":"stream","name":"stdout","text":["a\\n","b"]},{"output_type":"display_data","metadata":{},"data":{"image/png":"aGk=\\n"}}]}],"metadata":{},"nbformat":4,"nbformat_minor":5}'
    const notebook = parseNotebook(text)
    const outputs = [
      { name: 'stdout', output_type: 'stream', text: 'a\nb' },
      { data: { 'image/png': 'aGk=' }, metadata: {}, output_type: 'display_data' },
    ]
    expect(serializeNotebook(withCell(notebook, 0, { outputs }))).toBe(text)
    const more = [...outputs, { name: 'stdout', output_type: 'stream', text: 'c' }]
    expect(edit(text, serializeNotebook(withCell(notebook, 0, { outputs: more }))).removed).toBe('')
  })

  test('a key that stands twice is edited where it counts', () => {
    const text = '{"cells":[],"metadata":{"a":1,"a":2},"nbformat":4,"nbformat_minor":5}'
    const notebook = parseNotebook(text)
    expect(serializeNotebook({ ...notebook, metadata: { a: 3 } })).toBe(text.replace('2}', '3}'))
  })

  test('a member named __proto__ is data', () => {
    const text = '{"cells":[],"metadata":{"__proto__":{"x":1}},"nbformat":4,"nbformat_minor":5}'
    const notebook = parseNotebook(text)
    expect(serializeNotebook({ ...notebook, metadata: { ...notebook.metadata, b: 1 } })).toBe(
      text.replace('1}}', '1},"b":1}'),
    )
  })
})

describe('ids', () => {
  const cell = (id?: string) => ({
    cell_type: 'code',
    ...(id ? { id } : {}),
    metadata: {},
    execution_count: null,
    outputs: [],
    source: 'x',
  })
  const file = (minor: number, ...ids: (string | undefined)[]) =>
    JSON.stringify({ cells: ids.map(cell), metadata: {}, nbformat: 4, nbformat_minor: minor })

  test('are the same whenever the same file is read', () => {
    const text = file(4, undefined, undefined)
    expect(parseNotebook(text).cells.map(c => c.id)).toEqual(['cell-1', 'cell-2'])
    expect(parseNotebook(text).cells).toEqual(parseNotebook(text).cells)
  })

  test('4.4: a changed notebook stays 4.4, without ids', () => {
    const after = serializeNotebook(withCell(parseNotebook(file(4, undefined)), 0, { source: 'y' }))
    expect(JSON.parse(after)).toMatchObject({ nbformat_minor: 4, cells: [{ source: 'y' }] })
    expect(after).not.toContain('"id"')
  })

  test('4.5: missing and repeated ids are left alone until something else changes, then written', () => {
    const text = file(5, undefined, 'a', 'a', 'bad id!')
    const notebook = parseNotebook(text)
    expect(serializeNotebook(notebook)).toBe(text)
    const ids = JSON.parse(serializeNotebook(withCell(notebook, 1, { source: 'y' }))).cells.map(
      (c: { id: string }) => c.id,
    )
    expect(ids).toEqual(['cell-1', 'a', 'cell-3', 'cell-4'])
  })

  test('a copied cell gets an id of its own', () => {
    const notebook = parseNotebook(file(5, 'a'))
    const after = JSON.parse(serializeNotebook({ ...notebook, cells: [...notebook.cells, ...notebook.cells] }))
    expect(after.cells.map((c: { id: string }) => c.id)).toEqual(['a', 'cell-2'])
  })
})

test('a new notebook is laid out as Jupyter does', () => {
  const text = serializeNotebook(emptyNotebook())
  expect(text).toMatch(
    /^\{\n "cells": \[\n {2}\{\n {3}"cell_type": "code",\n {3}"execution_count": null,\n {3}"id": "[0-9a-f]{8}",/,
  )
  expect(text.endsWith('\n}\n')).toBe(true)
  expect(serializeNotebook(parseNotebook(text))).toBe(text)
})

describe('new parts follow the file’s own layout', () => {
  const added: NotebookCell = { id: 'b', kind: 'code', source: 'é', metadata: {}, outputs: [], executionCount: null }
  const cell = (source: string) =>
    `{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":${source}}`
  const file = (source: string) => `{"cells":[${cell(source)}],"metadata":{},"nbformat":4,"nbformat_minor":4}`
  const withAdded = (text: string) => {
    const notebook = parseNotebook(text)
    return edit(text, serializeNotebook({ ...notebook, cells: [...notebook.cells, added] })).added
  }

  test('one line without blanks, one line with blanks (Python), escapes, no indentation', () => {
    expect(withAdded(file('"x"'))).toBe(`,${cell('["é"]')}`)
    expect(withAdded(file('"x"').replaceAll(':', ': ').replaceAll(',', ', '))).toBe(
      `, ${cell('["é"]').replaceAll(':', ': ').replaceAll(',', ', ')}`,
    )
    expect(withAdded(file('"\\u00fc"'))).toBe(`,${cell('["\\u00e9"]')}`)
    expect(withAdded(file('"ü \\u00fc"'))).toBe(`,${cell('["é"]')}`)
    const flat = JSON.stringify(JSON.parse(file('"x"')), null, 1).replace(/\n +/g, '\n')
    expect(withAdded(flat)).toContain(',\n{\n"cell_type": "code",\n"execution_count": null,\n"metadata": {},')
  })

  test('a changed string keeps the escapes of what stayed, also around an emoji', () => {
    const text = file('"\\u003cb\\u003e \\/ \\ud83d\\ude00 end"')
    const rewritten = (source: string) => serializeNotebook(withCell(parseNotebook(text), 0, { source }))
    expect(rewritten('<b> / 😀 the end')).toBe(text.replace('end', 'the end'))
    // Another face: the first half of the character is the same.
    expect(rewritten('<b> / 😃 end')).toBe(text.replace('\\ude00', '\\ude03'))
  })

  test('a member that is added to sorted ones is put at its place', () => {
    const notebook = parseNotebook('{"cells":[],"metadata":{"a":1,"c":2},"nbformat":4,"nbformat_minor":5}')
    expect(serializeNotebook({ ...notebook, metadata: { ...notebook.metadata, b: 3 } })).toContain(
      '{"a":1,"b":3,"c":2}',
    )
  })

  test('a line that is added among lines with CRLF ends with it; mixed ends stay where they were', () => {
    const rewritten = (source: string, old: string) =>
      parseNotebook(serializeNotebook(withCell(parseNotebook(file(old)), 0, { source }))).cells[0]?.source
    expect(rewritten('a\nnew\nb', '["a\\r\\n","b"]')).toBe('a\r\nnew\r\nb')
    expect(rewritten('a!\nb\nc\nd', '"a\\r\\nb\\nc\\rd"')).toBe('a!\r\nb\nc\rd')
  })

  test('pieces of a source that are no lines stay as they are cut', () => {
    const text = file('["a\\nb\\n","c\\n","d"]')
    expect(serializeNotebook(withCell(parseNotebook(text), 0, { source: 'a\nb\nc\nd!' }))).toBe(
      text.replace('"d"', '"d!"'),
    )
  })
})

test('what tools give to cells that should not have it is kept', () => {
  const text =
    '{"cells":[{"cell_type":"markdown","execution_count":null,"metadata":{},"outputs":[],"source":"x"}],"metadata":{},"nbformat":4,"nbformat_minor":4}'
  const notebook = parseNotebook(text)
  expect(serializeNotebook(notebook)).toBe(text)
  expect(serializeNotebook(withCell(notebook, 0, { source: 'y' }))).toBe(text.replace('"x"', '"y"'))
})
