import type { DeclaredName, Meanings } from './declaredNames.ts'

/** A cell as the module that the type checker sees: lines of our own, the cell, a last line of our own. */
export interface CellModule {
  readonly text: string
  /** The cell's own text. */
  readonly code: string
  /** Where the cell's code, with what is inserted in it, begins and ends in `text`. */
  readonly start: number
  readonly end: number
  /** Texts that stand in the module and not in the cell, in order. */
  readonly inserted: readonly Insertion[]
  /** Names from above, as our first line names them. */
  readonly borrowed: readonly BorrowedName[]
  /** The cell's names that our last line exports, and where. */
  readonly exports: ReadonlyMap<string, number>
}

/** Text that stands in a cell's module and not in the cell. */
export interface Insertion {
  /** Offset in the cell's code. */
  readonly at: number
  readonly text: string
}

/** A name declared above, and the module of the cell that declared it last. */
export interface VisibleName {
  readonly name: string
  readonly assignable: boolean
  readonly meanings: Meanings
  /** As an import names it: `./a.flinknb.cell-1.ts`. */
  readonly module: string
}

/** A name from above within a cell's module. */
export interface BorrowedName {
  readonly name: string
  readonly module: string
  /** Where our first line makes the name known. */
  readonly offset: number
  /** Where it names the other cell's export: the same place in an import, another where the name is declared anew. */
  readonly target: number
}

/** What a cell's module is made of. */
export interface CellModuleParts {
  readonly code: string
  readonly declared: readonly DeclaredName[]
  /** The names that the code mentions: see {@link mentionedNames}. */
  readonly mentioned: ReadonlySet<string>
  /** Names from above; a name may come twice, once as a type and once as a value. */
  readonly visible: Iterable<VisibleName>
  /** Takes all names from above, as completion needs them, and not only those that the code seems to mean. */
  readonly everything?: boolean | undefined
  /** In order; none when not given. */
  readonly inserted?: readonly Insertion[] | undefined
  /** The names to export; all when not given. */
  readonly exported?: ((name: string) => boolean) | undefined
}

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu

/** The identifiers of a code, and the words of its comments and texts. */
export function mentionedNames(code: string): Set<string> {
  return new Set(code.match(IDENTIFIER))
}

/**
 * The module of a cell: the names from the cells above that it mentions are imported, and those that it may have
 * misspelt (each name costs the checker time, and a long notebook has hundreds), except `let` and `var` that the cell mentions, which
 * are declared anew so that it may assign them (each such line costs the checker the type of what it names). Names that
 * the cell declares itself hide those above that mean the same (a type a type, a value a value); all that it declares
 * is exported. An empty line keeps the cell's imports apart from ours.
 */
export function cellModule({
  code,
  declared,
  mentioned,
  visible,
  everything = false,
  inserted = [],
  exported,
}: CellModuleParts): CellModule {
  const own = new Map(declared.map(({ name, meanings }) => [name, meanings]))
  const above = [...visible]
  // Cells above are imported even when nothing is: as long as the list of imports stays, TypeScript keeps its program.
  const imported = new Map(above.map(({ module }) => [module, [] as string[]]))
  const copied = divide(own, mentioned, everything ? above : meant(above, own, mentioned), imported)
  const borrowed: BorrowedName[] = []
  let text = ''
  for (const [module, names] of imported) {
    text += 'import { '
    names.forEach((name, i) => {
      if (i > 0) text += ', '
      borrowed.push({ name, module, offset: text.length, target: text.length })
      text += name
    })
    text += ` } from '${module}'; `
  }
  for (const { name, module, assignable } of copied) {
    text += `declare ${assignable ? 'let' : 'const'} `
    const offset = text.length
    text += `${name}: typeof import('${module}').`
    borrowed.push({ name, module, offset, target: text.length })
    text += `${name}; `
  }
  text += '\n\n'
  const start = text.length
  text += withInserted(code, inserted)
  const end = text.length
  text += '\n;export { '
  const exports = new Map<string, number>()
  for (const { name, exported: already } of declared) {
    if (already || exported?.(name) === false) continue
    if (exports.size > 0) text += ', '
    exports.set(name, text.length)
    text += name
  }
  return { text: `${text} };\n`, code, start, end, inserted, borrowed, exports }
}

/** Names that the code mentions, and those like a word of it that names nothing: so that a finding can suggest them. */
function meant(
  visible: readonly VisibleName[],
  own: ReadonlyMap<string, Meanings>,
  mentioned: ReadonlySet<string>,
): VisibleName[] {
  const known = new Set(visible.map(({ name }) => name))
  const unknown = new Map<string, number[]>()
  for (const word of mentioned) {
    if (word.length <= 2 || own.has(word) || known.has(word)) continue
    unknown.set(beginning(word), [...(unknown.get(beginning(word)) ?? []), word.length])
  }
  const isLikeUnknown = (name: string) =>
    unknown.get(beginning(name))?.some(length => Math.abs(length - name.length) <= 2) ?? false
  return visible.filter(({ name }) => mentioned.has(name) || isLikeUnknown(name))
}

function beginning(word: string): string {
  return word.slice(0, 2).toLowerCase()
}

/**
 * How each name from above is made known: fills `imported` (by module), and gives those to declare anew. An import serves as long as nothing else of that name stands in the module;
 * beside a type from elsewhere, a value is declared anew.
 */
function divide(
  own: ReadonlyMap<string, Meanings>,
  mentioned: ReadonlySet<string>,
  visible: readonly VisibleName[],
  imported: ReadonlyMap<string, string[]>,
): VisibleName[] {
  const copied: VisibleName[] = []
  const types = new Set(visible.filter(({ meanings }) => meanings === 'type').map(({ name }) => name))
  for (const seen of visible) {
    const { name, assignable, meanings, module } = seen
    const mine = own.get(name)
    if (mine === 'both' || mine === meanings || (mine === 'value' && meanings === 'both')) continue
    const besideType = meanings !== 'type' && (mine === 'type' || types.has(name))
    if ((assignable || besideType) && mentioned.has(name)) copied.push(seen)
    else if (!besideType) imported.get(module)?.push(name)
  }
  return copied
}

function withInserted(code: string, inserted: readonly Insertion[]): string {
  let text = ''
  let from = 0
  for (const { at, text: added } of inserted) {
    text += code.slice(from, at) + added
    from = at
  }
  return text + code.slice(from)
}
