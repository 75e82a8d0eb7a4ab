import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { debugFileName } from '../../protocol/debug.ts'
import type { CellId } from '../../protocol/messages.ts'
import type { PositionMap } from '../cell/positionMap.ts'

/** The runs whose source maps can still be asked for; of more, the oldest show the code that was generated. */
const REMEMBERED = 1_000

interface CellRunSource {
  readonly cellId: CellId
  readonly source: string
  readonly positions: PositionMap
}

/**
 * What a debugger reads of cells: their code and source maps, as files of a folder that exists while one is attached.
 * Scripts name their map from the start, so a debugger also finds its way in cells that ran before it came.
 */
export class DebugSources {
  private readonly runs = new Map<number, CellRunSource>()
  private readonly directory = path.join(tmpdir(), `flinknb-debug-${randomUUID()}`)
  private nextRun = 1
  private written = false

  /** Code that comes after a cell's own: where its source map will be. */
  add(cellId: CellId, source: string, positions: PositionMap): string {
    const run = this.nextRun++
    this.runs.set(run, { cellId, source, positions })
    const [oldest] = this.runs.keys()
    if (this.runs.size > REMEMBERED && oldest !== undefined) this.runs.delete(oldest)
    if (this.written) this.writeRun(run)
    return `\n//# sourceMappingURL=${pathToFileURL(this.mapFile(run)).href}`
  }

  /** Writes the files. Returns the folder. */
  write(): string {
    if (!this.written) mkdirSync(this.directory, { mode: 0o700 })
    this.written = true
    for (const run of this.runs.keys()) this.writeRun(run)
    return this.directory
  }

  /** Removes the files. */
  remove(): void {
    if (this.written) rmSync(this.directory, { recursive: true, force: true })
    this.written = false
  }

  private mapFile(run: number): string {
    return path.join(this.directory, `run-${run}.map`)
  }

  private writeRun(run: number): void {
    const { cellId, source, positions } = this.runs.get(run) as CellRunSource
    const file = path.join(this.directory, debugFileName(cellId))
    writeFileSync(file, source)
    writeFileSync(this.mapFile(run), positions.toSourceMap(pathToFileURL(file).href))
  }
}
