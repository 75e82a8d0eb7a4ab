import { newCellId } from '../nbformat/cellIds.ts'
import { emptyNotebook } from '../nbformat/emptyNotebook.ts'
import type { NotebookCell, NotebookCellKind, NotebookDocument } from '../nbformat/notebookDocument.ts'
import { ownCode } from './ownCode.ts'
import { CELL_MARK, HELPERS_MARK, MARKDOWN_MARK, RAW_MARK, SHARED_MARK } from './programMarks.ts'
import type { TypeScript } from './programSource.ts'

/**
 * A notebook of a program whose cells begin with `// %%`, `// %% [markdown]` or `// %% [raw]`. A program without such lines
 * is one cell. Of a program that was exported, what stands around its cells goes; variables that it declares for several of
 * them become the first cell.
 *
 * @example importProgram(typescript, '// %% [markdown]\n// # Hello\n\n// %%\n1 + 1\n')
 */
export function importProgram(typescript: TypeScript, text: string): NotebookDocument {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)
  const exported = lines.includes(HELPERS_MARK)
  const cells: NotebookCell[] = []
  const ids = new Set<string>()
  for (const { mark, body } of sections(lines)) {
    if (mark === HELPERS_MARK) continue
    const kind = kindOf(mark)
    const text = kind === 'code' ? trimmed(body) : commentOf(body)
    const source = !exported || kind !== 'code' ? text : mark === '' ? sharedVariables(body) : ownCode(typescript, text)
    if (mark === '' && source === '') continue
    const id = newCellId(ids)
    ids.add(id)
    cells.push({ id, kind, source, metadata: {}, outputs: [], executionCount: null })
  }
  const empty = emptyNotebook()
  return cells.length === 0 ? empty : { ...empty, cells }
}

interface Section {
  /** Its first line; empty for what stands before the first mark. */
  readonly mark: string
  readonly body: string[]
}

function sections(lines: readonly string[]): Section[] {
  const found: Section[] = [{ mark: '', body: [] }]
  for (const line of lines) {
    if (/^\/\/ ?%%/.test(line)) found.push({ mark: line.replace(/^\/\/ ?%%/, CELL_MARK).trimEnd(), body: [] })
    else found.at(-1)?.body.push(line)
  }
  return found
}

function kindOf(mark: string): NotebookCellKind {
  if (mark.startsWith(MARKDOWN_MARK)) return 'markdown'
  return mark.startsWith(RAW_MARK) ? 'raw' : 'code'
}

/** What the head of an exported program declares for its cells. */
function sharedVariables(head: readonly string[]): string {
  const start = head.indexOf(SHARED_MARK)
  return start < 0 ? '' : trimmed(head.slice(start + 1))
}

/** The text of a comment: of lines that begin with `//`, or of one `/* … *\/`. */
function commentOf(body: readonly string[]): string {
  const block = /^\/\*\s?([\s\S]*?)\s*\*\/$/.exec(trimmed(body))?.[1]
  return block ?? trimmed(body.map(line => line.replace(/^\/\/ ?/, '')))
}

/** Without empty lines at both ends. */
function trimmed(lines: readonly string[]): string {
  return lines.join('\n').replace(/^(?:[ \t]*\n)+|\s+$/g, '')
}
