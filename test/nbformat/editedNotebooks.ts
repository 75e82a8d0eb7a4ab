import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { withLanguage } from '../../src/nbformat/cellLanguage.ts'
import type { NotebookCell, NotebookDocument } from '../../src/nbformat/notebookDocument.ts'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { serializeNotebook } from '../../src/nbformat/serializeNotebook.ts'
import { toolNotebooks } from './tools/toolNotebooks.ts'

const CORPUS = path.join(import.meta.dirname, 'corpus')

/** Files in the ways of many tools, generated, and those that real tools made (see corpus/make.py). */
export const notebookFiles: readonly { readonly name: string; readonly text: string }[] = [
  ...toolNotebooks,
  ...readdirSync(CORPUS)
    .filter(name => name.endsWith('.ipynb'))
    .map(name => ({ name, text: readFileSync(path.join(CORPUS, name), 'utf8') })),
]

/** What a person does to a notebook, and the file that is written then. */
export interface EditedNotebook {
  readonly edit: 'type' | 'insert' | 'delete' | 'move' | 'language' | 'kind' | 'clear' | 'run'
  /** The cell that it is done to, by its position in the file before. */
  readonly index: number
  readonly before: string
  readonly after: string
  readonly notebook: NotebookDocument
  readonly changed: NotebookDocument
}

const ADDED: NotebookCell = { id: 'added', kind: 'code', source: 'x\nz', metadata: {}, outputs: [], executionCount: 7 }
const HELLO = { name: 'stdout', output_type: 'stream', text: ['hellö\n'] }

/** Every edit of every cell of a notebook, each done to the file as it was read. */
export function editsOf(before: string): EditedNotebook[] {
  const notebook = parseNotebook(before)
  return notebook.cells.flatMap((cell, index) =>
    editsOfCell(notebook.cells, cell, index).map(([edit, cells]) => {
      const changed = { ...notebook, cells }
      return { edit, index, before, after: serializeNotebook(changed), notebook, changed }
    }),
  )
}

function editsOfCell(
  cells: readonly NotebookCell[],
  cell: NotebookCell,
  index: number,
): (readonly [EditedNotebook['edit'], readonly NotebookCell[]])[] {
  const others = cells.filter(other => other !== cell)
  const replaced = (change: Partial<NotebookCell>) =>
    cells.map(other => (other === cell ? { ...cell, ...change } : other))
  // An editor hands over lines that end with a line feed.
  const source = cell.source.replace(/\r\n?/g, '\n')
  const letters = [...source]
  const typed = letters.toSpliced(Math.floor(letters.length / 2), 0, 'Z').join('')
  return [
    ['type', replaced({ source: typed })],
    ['insert', cells.toSpliced(index, 0, ADDED)],
    ['delete', others],
    ['move', others.toSpliced((index + 2) % cells.length, 0, cell)],
    [
      'kind',
      replaced(
        cell.kind === 'code'
          ? { kind: 'markdown', outputs: [], executionCount: null }
          : { kind: 'code', attachments: undefined },
      ),
    ],
    ...(cell.kind === 'code'
      ? ([
          ['language', replaced({ metadata: withLanguage(cell.metadata, 'ruby') })],
          ['clear', replaced({ outputs: [], executionCount: null })],
          ['run', replaced({ outputs: [...cell.outputs.slice(1), HELLO], executionCount: 12 })],
        ] as const)
      : []),
  ]
}
