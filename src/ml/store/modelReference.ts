import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'

/** Which version of a model is meant: a number, an alias, or the newest. */
export interface ModelReference {
  readonly name: string
  readonly version?: number | undefined
  readonly alias?: string | undefined
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/**
 * Names of models and aliases become names of files, on every system, and alone never mean a version.
 *
 * @throws FlinknbError `INVALID_OPTION`
 */
export function checkModelName(call: string, what: 'name' | 'alias', name: unknown): asserts name is string {
  if (typeof name === 'string' && NAME.test(name) && !(what === 'alias' && /^\d+$/.test(name))) return
  throw new FlinknbError('INVALID_OPTION', `${call}: ${what}: ${show(name)} cannot be used.`, {
    fix:
      what === 'alias'
        ? 'Use letters, digits, dots and dashes, and not digits alone, such as champion.'
        : 'Use letters, digits, dots and dashes, such as price.',
  })
}

/**
 * Reads `price` (the newest), `price@3` (a version) or `price@champion` (an alias).
 *
 * @throws FlinknbError `INVALID_OPTION`
 */
export function parseModelReference(call: string, reference: unknown): ModelReference {
  const [name, which, ...rest] = typeof reference === 'string' ? reference.split('@') : []
  if (rest.length > 0 || which === '') {
    throw new FlinknbError('INVALID_OPTION', `${call}: ${show(reference)} names no model.`, {
      fix: `Write 'price', 'price@3' or 'price@champion'.`,
    })
  }
  checkModelName(call, 'name', name)
  if (which === undefined) return { name }
  if (/^\d+$/.test(which)) return { name, version: Number(which) }
  checkModelName(call, 'alias', which)
  return { name, alias: which }
}
