import type { DeclaredName } from './declaredNames.ts'

/** A cell as the module that the type checker sees: a first line of our own, the cell untouched, a last line of our own. */
export interface CellModule {
  readonly text: string
  /** Where the cell's code begins and ends in `text`. */
  readonly start: number
  readonly end: number
}

/** A name declared above, and the module of the cell that declared it last. */
export interface VisibleName {
  readonly name: string
  readonly assignable: boolean
  /** As an import names it: `./a.flinknb.cell-1.ts`. */
  readonly module: string
}

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu

/**
 * The module of a cell: names from the cells above are imported, except `let` and `var` that the cell mentions, which
 * are declared anew so that it may assign them (each such line costs the checker the type of what it names). Names that
 * the cell declares itself hide those above; all that it declares is exported.
 */
export function cellModule(
  code: string,
  declared: readonly DeclaredName[],
  visible: Iterable<VisibleName>,
): CellModule {
  const own = new Set(declared.map(name => name.name))
  const mentioned = new Set(code.match(IDENTIFIER))
  const imports = new Map<string, string[]>()
  let lets = ''
  for (const { name, assignable, module } of visible) {
    if (own.has(name)) continue
    if (assignable && mentioned.has(name)) lets += `declare let ${name}: typeof import('${module}').${name}; `
    else {
      const names = imports.get(module)
      if (names) names.push(name)
      else imports.set(module, [name])
    }
  }
  const preamble =
    [...imports].map(([module, names]) => `import { ${names.join(', ')} } from '${module}'; `).join('') + lets
  const exported = declared.filter(name => !name.exported).map(name => name.name)
  const start = preamble.length + 1
  return { text: `${preamble}\n${code}\n;export { ${exported.join(', ')} };\n`, start, end: start + code.length }
}
