import { SourceMap, type SourceMapPayload } from 'node:module'
import { composeSourceMaps } from '../debug/composeSourceMaps.ts'

/** A place in a text: both 1-based. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** Leads from a place in generated code back to what a person wrote, through one or several transformations. */
export class PositionMap {
  private decoded: SourceMap[] | undefined

  /** @param payloads source maps, the last transformation first; decoded when first asked, as most cells never fail */
  constructor(private readonly payloads: readonly (() => SourceMapPayload)[]) {}

  /** The original place of a generated one; the same place where nothing is known. */
  original(generated: Position): Position {
    this.decoded ??= this.payloads.map(payload => new SourceMap(payload()))
    return this.decoded.reduce(step, generated)
  }

  /** All of it as one source map, for a debugger. @param source address of the original */
  toSourceMap(source: string): string {
    return composeSourceMaps(
      this.payloads.map(payload => payload()),
      source,
    )
  }
}

function step(position: Position, map: SourceMap): Position {
  const entry = map.findEntry(position.line - 1, position.column - 1)
  if (!('originalLine' in entry)) return position
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
}
