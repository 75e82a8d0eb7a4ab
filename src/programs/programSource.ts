import type ts from 'typescript'
import { FlinknbError } from '../base/errors.ts'

export type TypeScript = typeof ts

/** One code cell's syntax tree. */
export interface CellSource {
  /** 1-based among the code cells. */
  readonly cellNumber: number
  readonly code: string
  readonly tree: ts.SourceFile
}

/** Parses a cell. @throws FlinknbError `SYNTAX` with cell, line and column */
export function parseCell(typescript: TypeScript, code: string, cellNumber: number): CellSource {
  const { createSourceFile, ScriptTarget, ScriptKind } = typescript
  const text = code.replace(/\r\n?/g, '\n')
  const tree = createSourceFile(`cell-${cellNumber}.ts`, text, ScriptTarget.ESNext, true, ScriptKind.TS)
  const [error] = (tree as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics
  if (error) {
    const { line, character } = tree.getLineAndCharacterOfPosition(error.start)
    const reason = typescript.flattenDiagnosticMessageText(error.messageText, ' ')
    throw new FlinknbError('SYNTAX', `cell ${cellNumber}, line ${line + 1}:${character + 1}: ${reason}`, {
      fix: 'Correct the cell, then export the notebook.',
    })
  }
  return { cellNumber, code: text, tree }
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  const { modifiers } = node as { modifiers?: readonly ts.ModifierLike[] }
  return modifiers?.some(modifier => modifier.kind === kind) ?? false
}

/** Whether a statement is gone when types are erased. */
export function isTypeOnly(typescript: TypeScript, statement: ts.Statement): boolean {
  if (typescript.isInterfaceDeclaration(statement) || typescript.isTypeAliasDeclaration(statement)) return true
  if (hasModifier(statement, typescript.SyntaxKind.DeclareKeyword)) return true
  if (typescript.isFunctionDeclaration(statement)) return statement.body === undefined
  if (typescript.isModuleDeclaration(statement)) return !holdsValues(typescript, statement)
  if (typescript.isImportDeclaration(statement)) return isTypeImport(typescript, statement)
  return typescript.isExportDeclaration(statement) && statement.isTypeOnly
}

function isTypeImport(typescript: TypeScript, { importClause }: ts.ImportDeclaration): boolean {
  return importClause?.phaseModifier === typescript.SyntaxKind.TypeKeyword
}

function holdsValues(typescript: TypeScript, { body }: ts.ModuleDeclaration): boolean {
  if (!body) return false
  if (typescript.isModuleBlock(body)) return body.statements.some(statement => !isTypeOnly(typescript, statement))
  return typescript.isModuleDeclaration(body) && holdsValues(typescript, body)
}

/** The identifiers that a binding brings in. */
export function bindingNames(typescript: TypeScript, name: ts.BindingName): string[] {
  if (typescript.isIdentifier(name)) return [name.text]
  return name.elements.flatMap(element =>
    typescript.isOmittedExpression(element) ? [] : bindingNames(typescript, element.name),
  )
}

/** The statement whose value is the cell's: the last that does something, if it is an expression. */
export function valueStatement(typescript: TypeScript, tree: ts.SourceFile): ts.ExpressionStatement | undefined {
  for (const statement of [...tree.statements].reverse()) {
    if (typescript.isEmptyStatement(statement) || isTypeOnly(typescript, statement)) continue
    const isExported = hasModifier(statement, typescript.SyntaxKind.ExportKeyword)
    if (typescript.isFunctionDeclaration(statement) && !isExported) continue
    if (typescript.isExportDeclaration(statement) && !statement.moduleSpecifier) continue
    if (isBareVar(typescript, statement)) continue
    return typescript.isExpressionStatement(statement) ? statement : undefined
  }
  return undefined
}

function isBareVar(typescript: TypeScript, statement: ts.Statement): boolean {
  if (!typescript.isVariableStatement(statement)) return false
  const { flags, declarations } = statement.declarationList
  return (flags & typescript.NodeFlags.BlockScoped) === 0 && declarations.every(declaration => !declaration.initializer)
}
