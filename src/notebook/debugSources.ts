import { debugFileName } from '../protocol/debug.ts'
import type { CellId } from '../protocol/messages.ts'

/** What a cell is called in VS Code, and where the debugger finds its code. */
export interface DebuggedCell {
  readonly cellId: CellId
  /** As the call stack shows it: `Cell 3`. */
  readonly name: string
}

/** A source as the Debug Adapter Protocol has it. */
interface DapSource {
  path?: string
  name?: string
  sourceReference?: number
  origin?: string
}

/**
 * Leads between cells, as VS Code names them, and the files that the kernel keeps of them for the debugger. Messages of
 * the protocol are changed where they lie: that is what trackers of a debug session can do.
 */
export class DebugSources {
  /**
   * @param directory the kernel's folder of cells
   * @param cells the notebook's cells as they are now
   */
  constructor(
    private readonly directory: string,
    private readonly cells: () => readonly DebuggedCell[],
  ) {}

  /** A message on its way to the debugger: cells become files. */
  toFiles(message: unknown): void {
    visitSources(message, source => {
      const cell = this.cells().find(({ cellId }) => cellId === source.path)
      if (cell) source.path = `${this.directory}/${debugFileName(cell.cellId)}`
    })
  }

  /** The function that a cell's code became is called after the cell. */
  private nameFrames(message: unknown): void {
    const { body } = message as { body?: { stackFrames?: { name: string; source?: DapSource }[] } }
    for (const frame of body?.stackFrames ?? []) {
      const cell = frame.name === '<anonymous>' ? this.cellOf(frame.source?.path) : undefined
      if (cell) frame.name = cell.name
    }
  }

  private cellOf(path: string | undefined): DebuggedCell | undefined {
    // By the last two names: on Windows the debugger writes drives and slashes in its own way.
    const [folder, file] = path?.split(/[\\/]/).slice(-2) ?? []
    if (folder !== this.directory.split(/[\\/]/).at(-1)) return undefined
    return this.cells().find(({ cellId }) => debugFileName(cellId) === file)
  }

  /** A message on its way to VS Code: files become cells, and what compiling added goes out of sight. */
  toCells(message: unknown): void {
    hideRuntime(message)
    this.nameFrames(message)
    visitSources(message, source => {
      const cell = this.cellOf(source.path)
      if (!cell) return
      source.path = cell.cellId
      source.name = cell.name
      // VS Code would ask the debugger for the text of a source with a reference; the cell has it.
      delete source.sourceReference
      delete source.origin
    })
  }
}

/** How deep sources lie in messages: body, stack frames, source, and `sources` of sources. */
const MAX_DEPTH = 6

function visitSources(value: unknown, visit: (source: DapSource) => void, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return
  for (const [key, child] of Object.entries(value)) {
    if (key === 'source' && typeof child === 'object' && child !== null) visit(child as DapSource)
    if (key === 'sources' && Array.isArray(child)) for (const source of child) visit(source as DapSource)
    visitSources(child, visit, depth + 1)
  }
}

interface Variable {
  name: string
  value: string
}

/** In compiled code top-level names are properties of one object, `$`, beside a runtime object, `$cell`. */
function hideRuntime(message: unknown): void {
  const { command, body } = message as { command?: string; body?: { variables?: Variable[] } }
  if (command !== 'variables' || !body?.variables) return
  const own = body.variables.filter(({ name }) => !/^\$cell\$*\d*$/.test(name))
  if (own.length === body.variables.length) return
  body.variables = own
  const scope = own.find(({ name }) => /^\$+$/.test(name))
  if (scope) scope.name = '(notebook)'
}
