import type { KnownNames } from './rewriteReferences.ts'
import type { DeclarationKind } from './topLevel.ts'

/** Values by name. A class instance to which names are added one by one in code keeps V8's fast properties. */
class Names {}
Object.setPrototypeOf(Names.prototype, null)
Reflect.deleteProperty(Names.prototype, 'constructor')

/** The top-level names of all cells (or of one local module): what lives on after a cell has run. */
export class Scope implements KnownNames {
  /** What compiled code gets as its scope object. */
  readonly values: object = new Names()
  private readonly kinds = new Map<string, DeclarationKind>()

  kindOf(name: string): DeclarationKind | undefined {
    return this.kinds.get(name)
  }

  isGlobal(name: string): boolean {
    return name in globalThis
  }

  /** Announces what the code that runs next declares. */
  declare(names: ReadonlyMap<string, DeclarationKind>): void {
    for (const [name, kind] of names) {
      this.kinds.set(name, kind)
      if (Object.getOwnPropertyDescriptor(this.values, name)?.get) this.bindValue(name)
    }
  }

  /** The object that has the name: this scope or the global one. @throws ReferenceError as JavaScript does */
  holderOf(name: string): object {
    if (Object.hasOwn(this.values, name)) return this.values
    if (name in globalThis) return globalThis
    throw new ReferenceError(`${name} is not defined`)
  }

  get(name: string): unknown {
    return Reflect.get(this.values, name)
  }

  /** Declared names, in order of first declaration. */
  names(): string[] {
    return [...this.kinds.keys()]
  }

  /** Makes a name follow what another module exports, as ES modules' bindings do. */
  bindLive(name: string, read: () => unknown): void {
    Object.defineProperty(this.values, name, { get: read, enumerable: true, configurable: true })
  }

  private bindValue(name: string): void {
    Object.defineProperty(this.values, name, { value: undefined, writable: true, enumerable: true, configurable: true })
  }
}
