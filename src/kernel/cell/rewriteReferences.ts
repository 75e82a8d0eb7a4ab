import { changedObjects } from './changedObjects.ts'
import { freeReferences, type Reference } from './references.ts'
import type { Rewriting } from './rewriting.ts'
import type { DeclarationKind } from './topLevel.ts'

/** What is known about names when a cell is compiled. */
export interface KnownNames {
  /** How a name of an earlier cell was declared. */
  kindOf(name: string): DeclarationKind | undefined
  isGlobal(name: string): boolean
}

/** The top-level names that a program uses, apart from declaring them. */
export interface UsedNames {
  /** At all. */
  readonly mentioned: ReadonlySet<string>
  readonly assigned: ReadonlySet<string>
  /** Their objects are changed where that can be seen in the code. */
  readonly changed: ReadonlySet<string>
}

/**
 * Turns every reference to a top-level name into a property of the scope object, so that all cells share the name and a
 * function sees its newest value. A name that nobody has declared yet is looked up when the code runs.
 */
export function rewriteReferences(rewriting: Rewriting, known: KnownNames): UsedNames {
  const mentioned = new Set<string>()
  const assigned = new Set<string>()
  const changed = new Set<string>()
  const changedIds = changedObjects(rewriting.program)
  for (const reference of freeReferences(rewriting.program, rewriting.topLevel.localNames)) {
    if (reference.role !== 'declare') mentioned.add(reference.id.name)
    if (reference.role === 'write') assigned.add(reference.id.name)
    if (changedIds.has(reference.id)) changed.add(reference.id.name)
    const text = replacement(reference, rewriting, known)
    if (text === undefined) continue
    const { start, end, name } = reference.id
    rewriting.edits.update(start, end, reference.shorthand ? `${name}: ${text}` : text)
  }
  return { mentioned, assigned, changed }
}

function replacement({ id, role }: Reference, rewriting: Rewriting, known: KnownNames): string | undefined {
  const { scopeName, runtimeName, topLevel, guardedStarts } = rewriting
  const stored = `${scopeName}.${id.name}`
  if (role === 'declare') return stored
  const kind = topLevel.names.get(id.name) ?? known.kindOf(id.name)
  if (kind === undefined && (known.isGlobal(id.name) || id.name === 'arguments')) return undefined
  if (kind === undefined && id.name === 'require') return `${runtimeName}.require`
  if (role === 'typeof') return stored
  const place = kind === undefined ? `${runtimeName}.lookup("${id.name}").${id.name}` : stored
  if (role === 'write')
    return kind === 'const' || kind === 'import' ? `${runtimeName}.constant("${id.name}").it` : place
  // Called as a property, a function would get the scope object as `this`.
  if (role === 'call') return `${guardedStarts.has(id.start) ? ';' : ''}(0, ${place})`
  return place
}
