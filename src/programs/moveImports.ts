import type ts from 'typescript'
import type { CellRewriting } from './cellProgram.ts'

/**
 * Takes a cell's imports out of it, and leads them to where Node finds the modules. Returns the lines that come before the
 * cell's code: its imports without those that an earlier cell has made.
 */
export function moveImports(rewriting: CellRewriting): string[] {
  const { typescript, cell, edits } = rewriting
  const head: string[] = []
  for (const statement of cell.tree.statements) {
    if (typescript.isImportDeclaration(statement)) head.push(...importLines(rewriting, statement))
    else if (typescript.isImportEqualsDeclaration(statement)) head.push(importEquals(rewriting, statement))
    else if (typescript.isExportDeclaration(statement)) {
      if (statement.moduleSpecifier && !statement.isTypeOnly)
        head.push(importLine(rewriting, '', (statement.moduleSpecifier as ts.StringLiteral).text))
    } else continue
    // With the rest of its line, so that no empty lines stay behind.
    const rest = /^[ \t]*;?[ \t]*\n?/.exec(edits.original.slice(statement.end))?.[0].length ?? 0
    edits.remove(statement.getStart(), statement.end + rest)
  }
  rewriteDynamicImports(rewriting, cell.tree)
  return head.filter(Boolean)
}

function importLines(rewriting: CellRewriting, statement: ts.ImportDeclaration): string[] {
  const { typescript, imported, usedValues, hoisted } = rewriting
  const specifier = (statement.moduleSpecifier as ts.StringLiteral).text
  const clause = statement.importClause
  if (clause?.phaseModifier === typescript.SyntaxKind.TypeKeyword) return [statement.getText()]
  const assignments: string[] = []
  /** Undefined when the name is there already; a name that lives at the head gets its value by assignment. */
  const binding = (local: string, of: string): string | undefined => {
    if (hoisted.has(local)) {
      assignments.push(`${local} = ${local}$imported`)
      return `${local}$imported`
    }
    const key = `${specifier} ${of} ${local}`
    if (imported.has(key)) return undefined
    imported.add(key)
    return local
  }
  const parts: string[] = []
  const byDefault = clause?.name && binding(clause.name.text, 'default')
  if (byDefault) parts.push(byDefault)
  const bindings = clause?.namedBindings
  if (bindings && typescript.isNamespaceImport(bindings)) {
    const local = binding(bindings.name.text, '*')
    if (local) parts.push(`* as ${local}`)
  } else if (bindings) {
    const names = bindings.elements.flatMap(element => {
      const of = (element.propertyName ?? element.name).getText()
      const name = element.name.text
      // Node only takes away what says that it is a type.
      const isType = element.isTypeOnly || !usedValues.has(name)
      const local = isType ? (imported.has(`${specifier} ${of} ${name}`) ? undefined : name) : binding(name, of)
      if (isType) imported.add(`${specifier} ${of} ${name}`)
      return local === undefined ? [] : [`${isType ? 'type ' : ''}${of === local ? of : `${of} as ${local}`}`]
    })
    if (names.length > 0) parts.push(`{ ${names.join(', ')} }`)
  }
  const line = clause && parts.length === 0 ? '' : importLine(rewriting, parts.join(', '), specifier)
  return [line, ...assignments]
}

function importLine({ resolveImport }: CellRewriting, bindings: string, from: string): string {
  const { specifier, type, needsHooks } = resolveImport(from)
  if (!needsHooks)
    return `import ${bindings}${bindings ? ' from ' : ''}${quoted(specifier)}${type ? ` with { type: '${type}' }` : ''}`
  if (!bindings) return `await import(${quoted(specifier)})`
  return dynamicImport(bindings, specifier)
}

/** `a, { b as c }` of a module that only hooks can load. */
function dynamicImport(bindings: string, specifier: string): string {
  const all = /\* as ([\w$]+)/.exec(bindings)?.[1]
  const named = /\{(.*)\}/.exec(bindings)?.[1] ?? ''
  const byDefault = /^[\w$]+/.exec(bindings)?.[0]
  const members = [
    ...(byDefault ? [`default: ${byDefault}`] : []),
    ...named
      .split(',')
      .map(name => name.trim())
      .filter(name => name && !name.startsWith('type '))
      .map(name => name.replace(' as ', ': ')),
  ]
  const lines = []
  if (all) lines.push(`const ${all} = await import(${quoted(specifier)})`)
  if (members.length > 0) lines.push(`const { ${members.join(', ')} } = await import(${quoted(specifier)})`)
  return lines.join('\n')
}

/** `import os = require('node:os')` is no syntax that Node knows. */
function importEquals({ typescript, resolveImport, hoisted }: CellRewriting, node: ts.ImportEqualsDeclaration): string {
  if (node.isTypeOnly) return ''
  const name = node.name.text
  const declaration = hoisted.has(name) ? name : `const ${name}`
  const reference = node.moduleReference
  if (!typescript.isExternalModuleReference(reference)) return `${declaration} = ${reference.getText()}`
  const from = (reference.expression as ts.StringLiteral).text
  return `${declaration} = require(${quoted(resolveImport(from).specifier)})`
}

function rewriteDynamicImports(rewriting: CellRewriting, node: ts.Node): void {
  const { typescript, resolveImport, edits } = rewriting
  if (typescript.isCallExpression(node) && node.expression.kind === typescript.SyntaxKind.ImportKeyword) {
    const [from] = node.arguments
    if (from && typescript.isStringLiteral(from)) {
      const { specifier, type } = resolveImport(from.text)
      const attributes = type && node.arguments.length === 1 ? `, { with: { type: '${type}' } }` : ''
      if (specifier !== from.text || attributes)
        edits.update(from.getStart(), from.end, `${quoted(specifier)}${attributes}`)
    }
  }
  typescript.forEachChild(node, child => rewriteDynamicImports(rewriting, child))
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}
