import { FlinknbError } from '../../base/errors.ts'
import { nearestName } from '../../base/options.ts'
import type { LoadedModule } from './loadedModule.ts'

/**
 * One name out of a module. CommonJS packages hide some of their names from Node's analysis: those are found on the
 * default export. A missing name that no code uses is a type (erased on the other side), and becomes undefined.
 *
 * @throws FlinknbError `IMPORT` naming the nearest export
 */
export function pickExport(specifier: string, module: LoadedModule, imported: string, used: boolean): unknown {
  const { namespace } = module
  if (imported === '*') return namespace
  if (imported in namespace) return Reflect.get(namespace, imported)
  const byDefault = 'default' in namespace ? namespace.default : undefined
  if (
    (typeof byDefault === 'object' || typeof byDefault === 'function') &&
    byDefault !== null &&
    imported in byDefault
  ) {
    return Reflect.get(byDefault, imported)
  }
  if (!used || module.live) return undefined
  const names = Object.keys(namespace).filter(name => name !== 'default' && name !== 'module.exports')
  const near = nearestName(imported, names)
  throw new FlinknbError('IMPORT', `The module '${specifier}' has no export '${imported}'.`, {
    fix: near ? `Did you mean '${near}'?` : `It exports: ${names.slice(0, 30).join(', ') || 'nothing by name'}.`,
  })
}
