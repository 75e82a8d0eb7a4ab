import type ts from 'typescript'
import type { CellRewriting } from './cellProgram.ts'
import { hasModifier, isTypeOnly, type TypeScript } from './programSource.ts'

/**
 * Rewrites what Node cannot erase from TypeScript: enums, namespaces with values, parameter properties, decorators. All
 * else stays as it was written.
 */
export function lowerSyntax(rewriting: CellRewriting): void {
  const { typescript, cell } = rewriting
  const declared = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (typescript.isEnumDeclaration(node) || typescript.isModuleDeclaration(node)) {
      if (!isTypeOnly(typescript, node)) lowerObject(rewriting, node, declared)
      return
    }
    if (typescript.isClassLike(node) && needsCompiling(typescript, node)) {
      compile(rewriting, node)
      return
    }
    if (typescript.isConstructorDeclaration(node)) lowerParameterProperties(rewriting, node)
    typescript.forEachChild(node, visit)
  }
  visit(cell.tree)
}

/** An enum or namespace is an object that a function fills. */
function lowerObject(
  rewriting: CellRewriting,
  node: ts.EnumDeclaration | ts.ModuleDeclaration,
  declared: Set<string>,
): void {
  const { typescript, edits, hoisted } = rewriting
  const name = node.name.getText()
  const isTop = node.parent === rewriting.cell.tree
  const filled = compiled(rewriting, withoutModifiers(rewriting, node))
    .replace(new RegExp(`^(?:var|let) ${escaped(name)};\\s*`), '')
    .replace(new RegExp(`^\\(function \\(${escaped(name)}\\)`), `(function (${name}: any)`)
    .replace(/\}\)\([\s\S]*?\);\s*$/, `})(${name})`)
  const first = !declared.has(name)
  declared.add(name)
  const declaration = isTop && hoisted.has(name) ? `${name} = {};\n` : `var ${name}: any = {};\n`
  const type =
    typescript.isEnumDeclaration(node) && first && !(isTop && hoisted.has(name)) ? `type ${name} = any;\n` : ''
  edits.update(node.getStart(), node.end, `${first ? declaration + type : ';'}${filled}`)
}

/** Whether a class has decorators or accessors, which are no JavaScript yet. */
export function needsCompiling(typescript: TypeScript, node: ts.ClassLikeDeclaration): boolean {
  const isDecorated = (part: ts.Node) =>
    ((part as { modifiers?: readonly ts.ModifierLike[] }).modifiers ?? []).some(modifier =>
      typescript.isDecorator(modifier),
    )
  return (
    isDecorated(node) ||
    node.members.some(member => isDecorated(member) || hasModifier(member, typescript.SyntaxKind.AccessorKeyword))
  )
}

/** Whether there is such a class in a piece of code. */
export function holdsCompiled(typescript: TypeScript, node: ts.Node): boolean {
  if (typescript.isClassLike(node) && needsCompiling(typescript, node)) return true
  return typescript.forEachChild(node, child => holdsCompiled(typescript, child) || undefined) ?? false
}

function compile(rewriting: CellRewriting, node: ts.ClassLikeDeclaration): void {
  const { typescript, edits, hoisted } = rewriting
  const isStatement = typescript.isClassDeclaration(node)
  const name = node.name?.text
  const text = compiled(rewriting, isStatement ? withoutModifiers(rewriting, node) : `(${node.getText()})`)
  const isHoisted = isStatement && name !== undefined && hoisted.has(name)
  const assigned = isHoisted ? text.replace(new RegExp(`(?:let|var|const) ${escaped(name)} = `), `${name} = `) : text
  edits.update(node.getStart(), node.end, isStatement ? assigned : assigned.replace(/;\s*$/, ''))
}

function compiled({ typescript }: CellRewriting, text: string): string {
  const { ModuleKind, ScriptTarget } = typescript
  const { outputText } = typescript.transpileModule(text, {
    compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext, isolatedModules: true },
  })
  return outputText.replace(/^"use strict";\s*/, '').trim()
}

/** A statement's text without `export`, `const` of a `const enum`, … */
function withoutModifiers({ typescript }: CellRewriting, node: ts.Statement): string {
  const { modifiers } = node as { modifiers?: readonly ts.ModifierLike[] }
  const dropped = (modifiers ?? []).filter(
    ({ kind }) =>
      kind === typescript.SyntaxKind.ExportKeyword ||
      kind === typescript.SyntaxKind.DefaultKeyword ||
      kind === typescript.SyntaxKind.ConstKeyword,
  )
  const start = node.getStart()
  let text = node.getText()
  for (const modifier of [...dropped].reverse())
    text = text.slice(0, modifier.getStart() - start) + text.slice(modifier.end - start)
  return text.trim()
}

/** `constructor(private x: number)`: a field, a parameter and an assignment. */
function lowerParameterProperties({ typescript, edits }: CellRewriting, node: ts.ConstructorDeclaration): void {
  const properties = node.parameters.filter(parameter => typescript.isParameterPropertyDeclaration(parameter, node))
  if (properties.length === 0 || !node.body) return
  const fields: string[] = []
  const assignments: string[] = []
  for (const { modifiers, name, type, initializer } of properties) {
    const [first] = modifiers ?? []
    if (!first) continue
    const words = edits.original.slice(first.getStart(), name.getStart()).trim()
    fields.push(`${words} ${name.getText()}${type ? `: ${type.getText()}` : initializer ? ': any' : ''};`)
    assignments.push(`this.${name.getText()} = ${name.getText()};`)
    edits.remove(first.getStart(), name.getStart())
  }
  edits.appendLeft(node.getStart(), `${fields.join(' ')} `)
  const call = node.body.statements.find(statement => /^super\s*\(/.test(statement.getText()))
  if (call) edits.appendLeft(call.end, `; ${assignments.join(' ')}`)
  else edits.appendLeft(node.body.getStart() + 1, ` ${assignments.join(' ')}`)
}

function escaped(name: string): string {
  return name.replaceAll('$', '\\$')
}
