import { CellSyntaxError } from './cellSyntaxError.ts'
import type { Position, PositionMap } from './positionMap.ts'

/** The programs whose positions are remembered; of more, the oldest are forgotten and their frames show generated columns. */
const REMEMBERED = 2_000

interface Place {
  /** What stands in a stack trace before `:line:column`. */
  readonly label: string
  readonly positions: PositionMap
}

/** Knows for every compiled program which cell or file it came from, and leads places in it back there. */
export class SourcePlaces {
  private readonly byScript = new Map<string, Place>()

  /** Registers a cell's code; the name for its script is `name`, with a mark when a cell's earlier code still lives on. */
  addCell(name: string, cellNumber: number, positions: PositionMap): string {
    let script = name
    for (let run = 2; this.byScript.has(script); run++) script = `${name}~${run}`
    return this.add(script, { label: `cell ${cellNumber}`, positions })
  }

  addFile(file: string, positions: PositionMap): string {
    this.byScript.delete(file)
    return this.add(file, { label: file, positions })
  }

  private add(script: string, place: Place): string {
    this.byScript.set(script, place)
    const [oldest] = this.byScript.keys()
    if (this.byScript.size > REMEMBERED && oldest !== undefined) this.byScript.delete(oldest)
    return script
  }

  /** `cell 3:12:5` for a place in a script that is known here. */
  describe(script: string, position: Position): string | undefined {
    const place = this.byScript.get(script)
    if (!place) return undefined
    const { line, column } = place.positions.original(position)
    return `${place.label}:${line}:${column}`
  }

  /** Runs `body`, and says on a syntax error which cell it is in. */
  inCell<R>(cellNumber: number, body: () => R): R {
    return located(`cell ${cellNumber}`, body)
  }

  inFile<R>(file: string, body: () => R): R {
    return located(file, body)
  }
}

function located<R>(label: string, body: () => R): R {
  try {
    return body()
  } catch (error) {
    if (error instanceof CellSyntaxError) {
      error.stack = `${error.name}: ${error.message}\n    at ${label}:${error.position.line}:${error.position.column}`
    } else if (error instanceof SyntaxError) {
      const line = /:(\d+)\n/.exec(error.stack ?? '')?.[1] ?? '1'
      const located = new CellSyntaxError(error.message, { line: Number(line), column: 1 }, error)
      located.stack = `${located.name}: ${located.message}\n    at ${label}:${line}:1`
      throw located
    }
    throw error
  }
}
