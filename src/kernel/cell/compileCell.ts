import type { Node, Program } from 'acorn'
import MagicString from 'magic-string'
import type ts from 'typescript'
import { CellSyntaxError } from './cellSyntaxError.ts'
import { type ErasedCode, eraseTypes } from './eraseTypes.ts'
import { eraseWithTypeScript } from './eraseWithTypeScript.ts'
import { insertLoopChecks } from './insertLoopChecks.ts'
import { parseProgram } from './parseProgram.ts'
import { PositionMap } from './positionMap.ts'
import { rewriteDeclarations } from './rewriteDeclarations.ts'
import { type ModuleExport, type ModuleImport, rewriteModuleSyntax } from './rewriteModuleSyntax.ts'
import { type KnownNames, rewriteReferences, type UsedNames } from './rewriteReferences.ts'
import { type Rewriting, statementStarts, valueStatementOf } from './rewriting.ts'
import { childNodes } from './syntaxTree.ts'
import { type DeclarationKind, topLevelOf } from './topLevel.ts'

export interface CompiledCell {
  /**
   * An expression: an async function of the scope object and the runtime object. It resolves to `[value]` of the last
   * expression, or undefined where the code does not end in one.
   */
  readonly code: string
  /** Leads from a place in `code` to one in the source. */
  readonly positions: PositionMap
  /** The names that this code declares at its top. */
  readonly names: ReadonlyMap<string, DeclarationKind>
  readonly used: UsedNames
  readonly imports: readonly ModuleImport[]
  readonly exports: readonly ModuleExport[]
}

export interface CompileOptions {
  readonly known: KnownNames
  /** Plain JavaScript is not run through the TypeScript transformation, which could take a comparison for type arguments. */
  readonly language: 'ts' | 'js'
  /** Erases types by TypeScript itself, as decorators need it. */
  readonly typescript?: typeof ts | undefined
}

/**
 * Compiles a cell (or a local module): types are erased, top-level names become properties of a scope object, imports
 * are taken out, loops can be broken off. Lines keep their numbers; `positions` knows the columns.
 *
 * @throws CellSyntaxError with the place in `source`
 */
export function compileCell(source: string, options: CompileOptions): CompiledCell {
  const erased = erase(source, options)
  const erasedPositions = new PositionMap(erased ? [erased.sourceMap] : [])
  const code = erased?.code ?? source
  const program = inSource(erasedPositions, () => parseProgram(code))
  const edits = new MagicString(code)
  const [scopeName, runtimeName] = freshNames(program)
  const valueStatement = valueStatementOf(program)
  const rewriting: Rewriting = {
    program,
    code,
    edits,
    topLevel: topLevelOf(program),
    scopeName,
    runtimeName,
    valueStatement,
    guardedStarts: statementStarts(program, valueStatement),
  }
  if (valueStatement) edits.appendLeft(valueStatement.start, 'return [(')
  const { imports, exports } = rewriteModuleSyntax(rewriting)
  const used = rewriteReferences(rewriting, options.known)
  const hoisted = rewriteDeclarations(rewriting)
  insertLoopChecks(rewriting)
  if (valueStatement) closeValue(rewriting, valueStatement)
  const prologue = `(async function (${scopeName}, ${runtimeName}) { "use strict"; ${hoisted}${importCode(imports, rewriting, used.mentioned)}`
  edits.prepend(prologue).append('\n})')
  const rewriteMap = () => JSON.parse(edits.generateMap({ source: 'cell', hires: 'boundary' }).toString())
  return {
    code: edits.toString(),
    positions: new PositionMap(erased ? [rewriteMap, erased.sourceMap] : [rewriteMap]),
    names: rewriting.topLevel.names,
    used,
    imports,
    exports,
  }
}

function erase(source: string, { language, typescript }: CompileOptions): ErasedCode | undefined {
  if (typescript) return eraseWithTypeScript(typescript, source)
  return language === 'ts' ? eraseTypes(source) : undefined
}

function closeValue({ edits, code }: Rewriting, { end }: Node): void {
  if (code[end - 1] === ';') edits.update(end - 1, end, ')];')
  else edits.appendLeft(end, ')];')
}

/** Imports run first, one after the other; what they bring in is stored by name, which keeps the scope object fast. */
function importCode(
  imports: readonly ModuleImport[],
  { scopeName, runtimeName }: Rewriting,
  read: ReadonlySet<string>,
): string {
  return imports
    .map(({ bindings }, index) => {
      const module = `${runtimeName}${index}`
      const stores = bindings.map(
        ({ local }, i) => `${scopeName}.${local} = ${runtimeName}.pick(${index}, ${i}, ${module}, ${read.has(local)});`,
      )
      const bind = stores.length > 0 ? `${runtimeName}.bind(${index}, ${module});` : ''
      return `const ${module} = await ${runtimeName}.import(${index});${stores.join('')}${bind}`
    })
    .join('')
}

/** Two names that the program uses nowhere. */
function freshNames(program: Program): [scope: string, runtime: string] {
  const used = new Set<string>()
  collect(program)
  let suffix = ''
  while (used.has(`$${suffix}`) || [...used].some(name => name.startsWith(`$cell${suffix}`))) suffix += '$'
  return [`$${suffix}`, `$cell${suffix}`]

  function collect(node: Node): void {
    if (node.type === 'Identifier') used.add((node as Node & { name: string }).name)
    for (const child of childNodes(node)) collect(child)
  }
}

function inSource<R>(positions: PositionMap, body: () => R): R {
  try {
    return body()
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error
    throw new CellSyntaxError(error.message, positions.original(error.position), error.cause)
  }
}
