import type { AnyNode, Expression, VariableDeclaration, VariableDeclarator } from 'acorn'
import { isCompilerHelper } from './compilerHelper.ts'
import { blank, type Rewriting } from './rewriting.ts'
import { childNodes, isFunction } from './syntaxTree.ts'
import { declarationOf } from './topLevel.ts'

/**
 * Turns the declarations of the top level into assignments to the scope object. (The names in them are rewritten with
 * the references.) Returns the statements that must run before the code: hoisted names and functions.
 */
export function rewriteDeclarations(rewriting: Rewriting): string {
  const { program, edits, scopeName, topLevel } = rewriting
  for (const statement of program.body) {
    const node = declarationOf(statement as AnyNode)
    if (node?.type === 'ClassDeclaration' && node.id) {
      edits.appendLeft(node.start, `${scopeName}.${node.id.name} = `)
      edits.appendLeft(node.end, ';')
    } else if (node?.type === 'VariableDeclaration' && (node.kind === 'let' || node.kind === 'const')) {
      rewriteVariables(rewriting, node, 'statement')
    }
  }
  rewriteVars(rewriting, program as AnyNode)
  return [...topLevel.names]
    .map(([name, kind]) => {
      if (kind === 'var') return `${scopeName}.${name} = undefined;`
      return kind === 'function' ? `${scopeName}.${name} = ${name};` : ''
    })
    .join('')
}

/** `var` belongs to the top level from wherever it stands outside of functions. */
function rewriteVars(rewriting: Rewriting, node: AnyNode): void {
  for (const child of childNodes(node)) {
    if (isFunction(child) || child.type === 'ClassBody' || isCompilerHelper(child)) continue
    if (child.type === 'VariableDeclaration' && child.kind === 'var') {
      const inHead =
        (node.type === 'ForStatement' && node.init === child) ||
        ((node.type === 'ForInStatement' || node.type === 'ForOfStatement') && node.left === child)
      rewriteVariables(rewriting, child, inHead ? 'head' : 'statement')
    }
    rewriteVars(rewriting, child)
  }
}

function rewriteVariables(rewriting: Rewriting, node: VariableDeclaration, place: 'statement' | 'head'): void {
  const { edits, code, guardedStarts } = rewriting
  const [first] = node.declarations
  if (!first) return
  blank(rewriting, node.start, first.start)
  if (place === 'statement' && first.id.type !== 'Identifier' && guardedStarts.has(node.start))
    edits.appendLeft(first.start, ';')
  for (const declarator of node.declarations) rewriteDeclarator(rewriting, declarator, node.kind)
  if (place === 'statement' && code[node.end - 1] !== ';') edits.appendLeft(node.end, ';')
}

function rewriteDeclarator({ edits }: Rewriting, { id, init, start, end }: VariableDeclarator, kind: string): void {
  if (id.type !== 'Identifier') {
    if (!init) return // the head of a for-of or for-in
    edits.appendLeft(start, '(')
    edits.appendLeft(end, ')')
  } else if (!init) {
    if (kind === 'let') edits.appendLeft(end, ' = undefined')
  } else if (isAnonymousFunction(init)) {
    // An assignment to a property gives a function no name; a property definition does.
    edits.appendLeft(init.start, `{ ${id.name}: `)
    edits.appendLeft(init.end, ` }.${id.name}`)
  }
}

function isAnonymousFunction(init: Expression): boolean {
  if (init.type === 'ArrowFunctionExpression') return true
  return (init.type === 'FunctionExpression' || init.type === 'ClassExpression') && !init.id
}
