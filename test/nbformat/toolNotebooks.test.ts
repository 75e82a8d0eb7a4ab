import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'
import { describe, expect, test } from 'vitest'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { serializeNotebook } from '../../src/nbformat/serializeNotebook.ts'
import { type EditedNotebook, editsOf, notebookFiles } from './editedNotebooks.ts'

test('there are more than 200 files, of every minor version and in many layouts', () => {
  expect(notebookFiles.length).toBeGreaterThanOrEqual(240)
  const minors = new Set(notebookFiles.map(({ text }) => parseNotebook(text).nbformatMinor))
  expect([...minors].sort()).toEqual([0, 1, 2, 3, 4, 5])
})

test.each(notebookFiles)('opened and saved, $name is the same to the byte', ({ text }) => {
  const notebook = parseNotebook(text)
  expect(serializeNotebook(notebook)).toBe(text)
  // Also when every part was rebuilt by someone who only knows the values.
  const { origin, ...rest } = notebook
  expect(serializeNotebook({ ...structuredClone(rest), origin })).toBe(text)
})

describe('an edit changes what was edited, and nothing else', () => {
  test.each(notebookFiles)('$name', ({ text }) => {
    for (const edited of editsOf(text)) {
      const what = `${edited.edit} cell ${edited.index}`
      expect(serializeNotebook({ ...edited.changed, cells: edited.notebook.cells }), `${what}, undone`).toBe(text)
      expect(values(parseNotebook(edited.after)), what).toEqual(values(edited.changed))
      expect(untouched(edited.after, edited, 'after'), what).toEqual(untouched(text, edited, 'before'))
      if (edited.edit === 'type') checkTyped(edited, what)
    }
  })
})

/** One letter more in the file, where the letter was typed. */
function checkTyped(edited: EditedNotebook, what: string): void {
  const { before, after, index, notebook } = edited
  if (notebook.cells[index]?.source === '' || hasCopiedIds(edited)) return
  let head = 0
  while (before[head] === after[head]) head++
  expect(after.slice(0, head) + after.slice(head + 1), what).toBe(before)
  expect(after[head], what).toBe('Z')
}

function values(notebook: EditedNotebook['changed']) {
  const plain = (text: string) => text.replace(/\r\n?/g, '\n')
  return {
    metadata: notebook.metadata,
    minor: notebook.nbformatMinor,
    cells: notebook.cells.map(({ id, source, ...cell }) => ({ ...cell, source: plain(source) })),
  }
}

/** The parts of a file's text that an edit has no business with, letter by letter. */
function untouched(text: string, edited: EditedNotebook, when: 'before' | 'after'): string[] {
  const { edit, index, changed, notebook } = edited
  const json = text.replace(/^\uFEFF/, '')
  const tree = parseTree(json) as Node
  const cells = findNodeAtLocation(tree, ['cells']) as Node
  const slice = (node: Node | undefined) => (node ? json.slice(node.offset, node.offset + node.length) : '')
  const around = [json.slice(0, cells.offset), json.slice(cells.offset + cells.length)]
  const order = when === 'before' ? notebook.cells : changed.cells
  const parts = notebook.cells.map((cell, oldIndex) => {
    const position = order.findIndex(other => other.id === cell.id)
    const node = cells.children?.[position]
    if (!node || (edit === 'delete' && oldIndex === index)) return ''
    const touched = (oldIndex === index && TOUCHED[edit]) || []
    const members = (node.children ?? []).filter(member => {
      const key = String(member.children?.[0]?.value)
      return !touched.includes(key) && !(key === 'id' && hasCopiedIds(edited))
    })
    return members.map(slice).join('\n')
  })
  return [...around, ...parts]
}

const TOUCHED: Readonly<Partial<Record<EditedNotebook['edit'], readonly string[]>>> = {
  type: ['source'],
  language: ['metadata'],
  kind: ['cell_type', 'outputs', 'execution_count', 'attachments'],
  clear: ['outputs', 'execution_count'],
  run: ['outputs', 'execution_count'],
}

/** Ids that stand twice are mended with the first edit. */
function hasCopiedIds({ before }: EditedNotebook): boolean {
  return before.split('"copied"').length > 2
}
