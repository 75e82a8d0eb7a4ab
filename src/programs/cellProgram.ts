import MagicString from 'magic-string'
import type ts from 'typescript'
import { namesOf, nestedVars } from './declaredValues.ts'
import { lowerSyntax, needsCompiling } from './lowerSyntax.ts'
import { moveImports } from './moveImports.ts'
import { type CellSource, isTypeOnly, type TypeScript, valueStatement } from './programSource.ts'

/** What the cells of one program share. */
export interface ProgramContext {
  readonly typescript: TypeScript
  /** Names that become variables of the whole program, declared at its head; grows while cells are rewritten. */
  readonly hoisted: Set<string>
  /** Imported names that are used as values. */
  readonly usedValues: ReadonlySet<string>
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
    for (const list of lists) assignVariables(rewriting, list)
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

/** `const a = 1` of a name that lives at the program's head: `a = 1`. */
function assignVariables(rewriting: CellRewriting, list: ts.VariableDeclarationList): void {
  const { typescript, hoisted, edits, cell } = rewriting
  const names = namesOf(typescript, list)
  const [first] = list.declarations
  if (!first || !names.some(name => hoisted.has(name))) return
  for (const name of names) hoisted.add(name)
  edits.remove(list.getStart(), first.getStart())
  const isStatement = typescript.isVariableStatement(list.parent)
  for (const declaration of list.declarations) {
    const { name, initializer, type, exclamationToken } = declaration
    const annotation = exclamationToken ?? type
    if (annotation) edits.remove(name.end, type?.end ?? annotation.end)
    if (initializer && isStatement && !typescript.isIdentifier(name)) {
      edits.appendLeft(name.getStart(), '(')
      edits.appendRight(declaration.end, ')')
    } else if (!initializer && isStatement) {
      const again = (list.flags & typescript.NodeFlags.BlockScoped) === 0
      edits.appendLeft(name.end, again ? ` = ${name.getText(cell.tree)}` : ' = undefined')
    }
  }
  // A bracket at the start of a line would go on with the line before.
  if (isStatement && !typescript.isIdentifier(first.name)) edits.prependLeft(first.getStart(), ';')
}

/** Functions are there from their cell's start. */
function hoistFunction({ typescript, hoisted, edits, cell }: CellRewriting, node: ts.FunctionDeclaration): void {
  const { name } = node
  if (!name || !node.body || !hoisted.has(name.text)) return
  for (const statement of cell.tree.statements)
    if (typescript.isFunctionDeclaration(statement) && !statement.body && statement.name?.text === name.text)
      edits.remove(statement.getStart(), statement.end)
  // Without a name of its own, so that in it the name means the newest value.
  edits.remove(name.getStart(), name.end)
  edits.prependRight(node.getStart(), `${name.text} = `)
  edits.appendLeft(node.end, ';\n')
  if (node.getStart() > 0) edits.move(node.getStart(), node.end, 0)
}

function assignClass(rewriting: CellRewriting, node: ts.ClassDeclaration): void {
  const { name } = node
  if (!name || !rewriting.hoisted.has(name.text) || needsCompiling(rewriting, node)) return
  rewriting.edits.prependRight(node.getStart(), `${name.text} = `)
  rewriting.edits.appendLeft(node.end, ';')
}

function showValue({ typescript, edits, valueName }: CellRewriting, { expression }: ts.ExpressionStatement): void {
  if (isShown(typescript, expression)) return
  const isSequence =
    typescript.isBinaryExpression(expression) && expression.operatorToken.kind === typescript.SyntaxKind.CommaToken
  edits.prependRight(expression.getStart(), `${valueName}(${isSequence ? '(' : ''}`)
  edits.appendLeft(expression.end, isSequence ? '))' : ')')
}

/** `display(…)` and `console.log(…)` have no value to show. */
function isShown(typescript: TypeScript, expression: ts.Expression): boolean {
  if (!typescript.isCallExpression(expression)) return false
  return /^(display$|console\.)/.test(expression.expression.getText())
}

/** Whether something is called when the cell runs, apart from what its functions call. */
function calls(typescript: TypeScript, node: ts.Node): boolean {
  if (typescript.isFunctionLike(node)) return false
  if (typescript.isCallExpression(node) || typescript.isNewExpression(node)) return true
  if (typescript.isTaggedTemplateExpression(node)) return true
  return typescript.forEachChild(node, child => calls(typescript, child) || undefined) ?? false
}
