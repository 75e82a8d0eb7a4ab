import { FlinknbError } from './errors.ts'

/** Options when every default was filled in. */
export type Settled<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> }

/**
 * Holds the names in an options object against those a call knows, before anything is started.
 *
 * @throws FlinknbError `INVALID_OPTION` naming the call, the option, its value and the nearest known name
 */
export function checkOptionNames(call: string, options: object, known: readonly string[]): void {
  if (options === null || typeof options !== 'object') {
    throw new FlinknbError('INVALID_OPTION', `${call}: expected an options object, got ${show(options)}.`, {
      fix: `Known options: ${known.join(', ')}.`,
    })
  }
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name)) continue
    const near = nearestName(name, known)
    throw new FlinknbError('INVALID_OPTION', `${call}: unknown option '${name}' (value ${show(value)}).`, {
      fix: near ? `Did you mean '${near}'?` : `Known options: ${known.join(', ')}.`,
    })
  }
}

/** The known name within a third of the length in edits (Levenshtein), if there is one. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return namesLike(name, known)[0]
}

/** All known names within a third of the length in edits, the nearest first. */
export function namesLike(name: string, known: readonly string[]): string[] {
  const most = Math.max(1, Math.ceil(name.length / 3))
  return known
    .map(candidate => ({ candidate, edits: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate)
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current[j] = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution)
    }
    previous = current
  }
  return previous[b.length] ?? 0
}

/** A value as it stands in an error message: JSON, cut to 80 characters. */
export function show(value: unknown): string {
  let text: string
  try {
    text = typeof value === 'function' ? `a function` : (JSON.stringify(value) ?? String(value))
  } catch {
    text = String(value)
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
