import { FlinknbError } from '../../base/errors.ts'
import { nearestName } from '../../base/options.ts'
import type { LoadedModule } from './loadedModule.ts'

/**
 * One name out of a module. CommonJS packages hide some of their names from Node's analysis: those are found on the
 * default export.
 *
 * @throws FlinknbError `IMPORT` naming the nearest export
 */
export function pickExport(specifier: string, module: LoadedModule, imported: string): unknown {
  const holder = holderOf(module, imported)
  if (holder) return imported === '*' ? holder : Reflect.get(holder, imported)
  const names = Object.keys(module.namespace).filter(name => name !== 'default' && name !== 'module.exports')
  const near = nearestName(imported, names)
  throw new FlinknbError('IMPORT', `The module '${specifier}' has no export '${imported}'.`, {
    fix: near ? `Did you mean '${near}'?` : `It exports: ${names.slice(0, 30).join(', ') || 'nothing by name'}.`,
  })
}

/** Whether a name can be picked now. What cannot may be a type, which was erased on the other side. */
export function hasExport(module: LoadedModule, imported: string): boolean {
  return holderOf(module, imported) !== undefined
}

function holderOf({ namespace }: LoadedModule, imported: string): object | undefined {
  if (imported === '*' || imported in namespace) return namespace
  const byDefault: unknown = 'default' in namespace ? namespace.default : undefined
  const isObject = (typeof byDefault === 'object' || typeof byDefault === 'function') && byDefault !== null
  return isObject && imported in byDefault ? byDefault : undefined
}
