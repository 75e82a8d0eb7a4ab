import MagicString from 'magic-string'
import type ts from 'typescript'
import { namesOf, nestedVars } from './declaredValues.ts'
import { assignClass, assignVariables, hoistFunction, typeEmptyLists } from './hoistedDeclarations.ts'
import { lowerSyntax } from './lowerSyntax.ts'
import { moveImports } from './moveImports.ts'
import { type CellSource, isTypeOnly, type TypeScript, valueStatement } from './programSource.ts'
import { type RepeatedTypes, renameTypes } from './repeatedTypes.ts'
import { showValue } from './shownValue.ts'

/** What the cells of one program share. */
export interface ProgramContext {
  readonly typescript: TypeScript
  /** Names that become variables of the whole program, declared at its head; grows while cells are rewritten. */
  readonly hoisted: Set<string>
  /** Imported names that are used as values. */
  readonly usedValues: ReadonlySet<string>
  readonly types: RepeatedTypes
  /** Names that a cell mentions which does not declare them. */
  readonly shared: ReadonlySet<string>
  /** Imports that an earlier cell has made: `flinknb env`. */
  readonly imported: Set<string>
  /** Where a module is found from the program's folder, and with which attributes. */
  readonly resolveImport: (specifier: string) => ResolvedImport
  /** The function that shows a cell's value. */
  readonly valueName: string
}

export interface ResolvedImport {
  readonly specifier: string
  /** `json` where Node has to be told. */
  readonly type?: 'json' | undefined
  /** Node cannot load it as it stands: it is imported when the program runs, with the help of hooks. */
  readonly needsHooks?: boolean | undefined
}

/** A cell's rewriting under way. */
export interface CellRewriting extends ProgramContext {
  readonly cell: CellSource
  readonly edits: MagicString
}

/** A cell as a part of a program. */
export interface CellProgram {
  readonly text: string
  /** It calls something, so it may have sunk a stream. */
  readonly calls: boolean
}

/** Rewrites a cell so that it can stand in one module with the others, in syntax that Node can erase. */
export function cellProgram(context: ProgramContext, cell: CellSource): CellProgram {
  const { typescript } = context
  const rewriting: CellRewriting = { ...context, cell, edits: new MagicString(cell.code) }
  renameTypes(typescript, cell, context.types.nameIn(cell.cellNumber), rewriting.edits)
  const value = valueStatement(typescript, cell.tree)
  const usesUsing = cell.tree.statements.some(statement => isUsing(typescript, statement))
  if (usesUsing) hoistAll(rewriting)
  const head = moveImports(rewriting)
  for (const statement of cell.tree.statements) rewriteStatement(rewriting, statement)
  lowerSyntax(rewriting)
  if (value) showValue(rewriting, value)
  const body = rewriting.edits.toString()
  // What a cell holds with `using` is let go at its end.
  // A bracket at the start of a line would go on with the line before.
  const text = usesUsing ? `{\n${body}\n}` : body.replace(/^\s*(?=[[(`/+-])(?!\/[/*])/, ';')
  return { text: [...head, text].filter(Boolean).join('\n').trim(), calls: calls(typescript, cell.tree) }
}

function rewriteStatement(rewriting: CellRewriting, statement: ts.Statement): void {
  const { typescript } = rewriting
  if (typescript.isExportAssignment(statement)) {
    const { edits } = rewriting
    edits.update(statement.getStart(), statement.expression.getStart(), 'void (')
    edits.appendLeft(statement.expression.end, ')')
    return
  }
  removeExport(rewriting, statement)
  if (isTypeOnly(typescript, statement)) return
  if (typescript.isFunctionDeclaration(statement)) hoistFunction(rewriting, statement)
  else if (typescript.isClassDeclaration(statement)) assignClass(rewriting, statement)
  else {
    const lists = typescript.isVariableStatement(statement)
      ? [statement.declarationList]
      : nestedVars(typescript, statement)
    for (const list of lists) {
      assignVariables(rewriting, list)
      typeEmptyLists(rewriting, list)
    }
  }
}

/** A program exports nothing. */
function removeExport({ edits, typescript }: CellRewriting, statement: ts.Statement): void {
  const { modifiers } = statement as { modifiers?: readonly ts.ModifierLike[] }
  for (const modifier of modifiers ?? []) {
    if (modifier.kind !== typescript.SyntaxKind.ExportKeyword && modifier.kind !== typescript.SyntaxKind.DefaultKeyword)
      continue
    const end = /^\s*/.exec(edits.original.slice(modifier.end))?.[0].length ?? 0
    edits.remove(modifier.getStart(), modifier.end + end)
  }
}

function hoistAll({ typescript, cell, hoisted }: CellRewriting): void {
  for (const statement of cell.tree.statements) {
    if (isTypeOnly(typescript, statement) || isUsing(typescript, statement)) continue
    const lists = typescript.isVariableStatement(statement)
      ? [statement.declarationList]
      : nestedVars(typescript, statement)
    for (const name of lists.flatMap(list => namesOf(typescript, list))) hoisted.add(name)
    const { name } = statement as { name?: ts.Node }
    const declares = typescript.isFunctionDeclaration(statement) || typescript.isClassDeclaration(statement)
    if ((declares || typescript.isEnumDeclaration(statement)) && name && typescript.isIdentifier(name))
      hoisted.add(name.text)
  }
}

function isUsing(typescript: TypeScript, statement: ts.Statement): boolean {
  if (!typescript.isVariableStatement(statement)) return false
  const kind = statement.declarationList.flags & typescript.NodeFlags.BlockScoped
  return kind === typescript.NodeFlags.Using || kind === typescript.NodeFlags.AwaitUsing
}

/** Whether something is called when the cell runs, apart from what its functions call. */
function calls(typescript: TypeScript, node: ts.Node): boolean {
  if (typescript.isFunctionLike(node)) return false
  if (typescript.isCallExpression(node) || typescript.isNewExpression(node)) return true
  if (typescript.isTaggedTemplateExpression(node)) return true
  return typescript.forEachChild(node, child => calls(typescript, child) || undefined) ?? false
}
