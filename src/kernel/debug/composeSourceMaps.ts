import { SourceMap, type SourceMapPayload } from 'node:module'
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec'

/**
 * One source map for several transformations in a row.
 *
 * @param maps the last transformation's first
 * @param source address of the original, as the debugger is to know it
 */
export function composeSourceMaps(maps: readonly SourceMapPayload[], source: string): string {
  const [outer, ...inner] = maps
  const earlier = inner.map(map => new SourceMap(map))
  const lines = decode(outer?.mappings ?? '').map(segments =>
    segments.flatMap((segment): SourceMapSegment[] => {
      const [column, , line, originalColumn] = segment
      if (line === undefined || originalColumn === undefined) return []
      const original = earlier.reduce(stepBack, { line, column: originalColumn })
      return [[column, 0, original.line, original.column]]
    }),
  )
  return JSON.stringify({ version: 3, sources: [source], names: [], mappings: encode(lines) })
}

/** Both 0-based. */
interface Place {
  readonly line: number
  readonly column: number
}

function stepBack(place: Place, map: SourceMap): Place {
  const entry = map.findEntry(place.line, place.column)
  return 'originalLine' in entry ? { line: entry.originalLine, column: entry.originalColumn } : place
}
