import type { Danfo } from './danfo.ts'
import { requireDanfoNow } from './loadDanfo.ts'

/**
 * danfo.js as a namespace that loads it when one of its names is first asked for, so that a notebook without dataframes
 * never does.
 *
 * @example const df = new dfd.DataFrame([{ age: 31, price: 9.5 }]); df['price'].mean()
 */
export const dfd: Danfo = lazyNamespace(() => requireDanfoNow()) as Danfo

/** An object whose properties are those of what `load` returns; `load` runs when a property is touched. */
function lazyNamespace(load: () => object): object {
  return new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(load(), name) as unknown,
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()).filter(name => name !== '__esModule'),
      getOwnPropertyDescriptor: (_, name) => {
        const module = load()
        if (!Object.hasOwn(module, name)) return undefined
        return { configurable: true, enumerable: true, writable: false, value: Reflect.get(module, name) as unknown }
      },
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
    },
  )
}
