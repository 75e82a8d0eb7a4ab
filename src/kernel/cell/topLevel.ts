import type { AnyNode, Program } from 'acorn'
import { compilerHelperName } from './compilerHelper.ts'
import { declaredIdentifiers, patternNames, varNames } from './syntaxTree.ts'

export type DeclarationKind = 'var' | 'let' | 'const' | 'function' | 'class' | 'import'

/** What a program declares at its top. */
export interface TopLevel {
  /** Names that live on after the program, and how they were declared. */
  readonly names: ReadonlyMap<string, DeclarationKind>
  /** `using` declarations end with the code, so they stay local to it; so do the compiler's helpers. */
  readonly localNames: ReadonlySet<string>
}

export function topLevelOf(program: Program): TopLevel {
  const names = new Map<string, DeclarationKind>()
  const localNames = new Set<string>()
  for (const statement of program.body) {
    const helper = compilerHelperName(statement)
    if (helper !== undefined) localNames.add(helper)
  }
  for (const name of varNames(program)) if (!localNames.has(name)) names.set(name, 'var')
  for (const statement of program.body) {
    const node = declarationOf(statement as AnyNode)
    if (node?.type === 'VariableDeclaration' && node.kind !== 'var') {
      const kind = node.kind === 'let' || node.kind === 'const' ? node.kind : undefined
      for (const id of declaredIdentifiers(node)) {
        if (kind) names.set(id.name, kind)
        else localNames.add(id.name)
      }
    } else if (node?.type === 'FunctionDeclaration' && node.id) names.set(node.id.name, 'function')
    else if (node?.type === 'ClassDeclaration' && node.id) names.set(node.id.name, 'class')
    else if (node?.type === 'ImportDeclaration') {
      for (const specifier of node.specifiers)
        for (const id of patternNames(specifier.local)) names.set(id.name, 'import')
    }
  }
  return { names, localNames }
}

/** The declaration itself, without an `export` around it. */
export function declarationOf(statement: AnyNode): AnyNode | undefined {
  if (statement.type === 'ExportNamedDeclaration') return statement.declaration ?? undefined
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration as AnyNode
  return statement
}
