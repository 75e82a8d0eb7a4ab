import type { Danfo } from './danfo.ts'
import { excelAbsent } from './excelAbsent.ts'
import { requireDanfoNow } from './loadDanfo.ts'

/** danfo's own fail in a callback, where nobody can catch it. */
const EXCEL: Readonly<Record<PropertyKey, unknown>> = { readExcel: async () => excelAbsent(), toExcel: excelAbsent }

/**
 * danfo.js as a namespace that loads it when one of its names is first asked for, so that a notebook without dataframes
 * never does.
 *
 * @example const df = new dfd.DataFrame([{ age: 31, price: 9.5 }]); df['price'].mean()
 */
export const dfd: Danfo = lazyNamespace(() => requireDanfoNow(), EXCEL) as Danfo

/** An object with the properties of what `load` returns, but for some; `load` runs when a property is touched. */
function lazyNamespace(load: () => object, instead: Readonly<Record<PropertyKey, unknown>>): object {
  const read = (module: object, name: PropertyKey) =>
    Object.hasOwn(instead, name) ? instead[name] : Reflect.get(module, name)
  return new Proxy(
    {},
    {
      get: (_, name) => read(load(), name),
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()).filter(name => name !== '__esModule'),
      getOwnPropertyDescriptor: (_, name) => {
        const module = load()
        if (!Object.hasOwn(module, name)) return undefined
        return { configurable: true, enumerable: true, writable: false, value: read(module, name) }
      },
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
    },
  )
}
