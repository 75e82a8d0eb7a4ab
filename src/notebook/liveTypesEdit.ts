import type { LiveTypePlace } from './liveTypesState.ts'

/** A change of a cell's text: 1-based positions; `end` like `start` where something is inserted. */
export interface DeclarationEdit {
  readonly start: { readonly line: number; readonly column: number }
  readonly end: { readonly line: number; readonly column: number }
  readonly text: string
}

/** What is offered above a place; undefined where there is nothing to offer. */
export function offerOf({ place, inferred, mismatch }: LiveTypePlace): 'declare' | 'update' | undefined {
  if (!inferred || inferred.text === 'unknown') return undefined
  if (place.isOpen) return 'declare'
  return mismatch && place.declaration && inferred.body !== undefined ? 'update' : undefined
}

/**
 * Writes the found type into the cell: an interface before the statement and its name where the type belongs, or another
 * body for the interface that is declared already.
 *
 * @param declarationText the text of that interface as it stands
 */
export function declarationEdits(found: LiveTypePlace, declarationText: string): DeclarationEdit[] {
  const { place, inferred, isList } = found
  if (!inferred) return []
  if (!place.isOpen) {
    if (!place.declaration || inferred.body === undefined) return []
    const head = declarationText.slice(0, declarationText.indexOf('{')).trimEnd()
    const { start, end } = place.declaration
    return [{ start, end, text: `${head} {\n${inferred.body}\n}` }]
  }
  const name = inferred.body === undefined ? inferred.text : place.newName
  const list = isList ? (/[|&]|=>/.test(name) ? `(${name})[]` : `${name}[]`) : name
  const type = {
    start: place.typeAt,
    end: place.typeAt,
    text: place.place.kind === 'source' ? `<${name}>` : ` as ${list}`,
  }
  if (inferred.body === undefined) return [type]
  const at = place.interfaceAt
  return [{ start: at, end: at, text: `interface ${name} {\n${inferred.body}\n}\n\n` }, type]
}
