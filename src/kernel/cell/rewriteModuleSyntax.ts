import type { AnyNode, ExportNamedDeclaration, ImportDeclaration, Literal } from 'acorn'
import { blank, type Rewriting } from './rewriting.ts'
import { childNodes, declaredIdentifiers } from './syntaxTree.ts'

/** One name that an import brings in; `imported` is `*` for the whole namespace. */
export interface ImportBinding {
  readonly imported: string
  readonly local: string
}

/** An import or re-export, done before the code runs, in order. */
export interface ModuleImport {
  readonly specifier: string
  readonly attributes: Readonly<Record<string, string>>
  readonly bindings: readonly ImportBinding[]
  /** Names that go on to whoever imports this module: from this name to that; `*` to `*` for all of them. */
  readonly reexports: readonly { readonly imported: string; readonly exported: string }[]
}

/** A name that a local module exports, and the top-level name it stands for. */
export interface ModuleExport {
  readonly exported: string
  readonly local: string
}

/** Where the value of `export default` is kept. */
export const DEFAULT_EXPORT = 'default$'

export interface ModuleSyntax {
  readonly imports: readonly ModuleImport[]
  readonly exports: readonly ModuleExport[]
}

/** Takes imports and exports out of the code, and leads `import()` and `import.meta` to the runtime object. */
export function rewriteModuleSyntax(rewriting: Rewriting): ModuleSyntax {
  const imports: ModuleImport[] = []
  const exports: ModuleExport[] = []
  for (const statement of rewriting.program.body) {
    const node = statement as AnyNode
    if (node.type === 'ImportDeclaration') {
      imports.push(importOf(node))
      blank(rewriting, node.start, node.end)
    } else if (node.type === 'ExportNamedDeclaration') {
      takeOutNamedExport(rewriting, node, imports, exports)
    } else if (node.type === 'ExportAllDeclaration') {
      const exported = node.exported ? nameOf(node.exported) : '*'
      imports.push({ ...plainImport(node), reexports: [{ imported: '*', exported }] })
      blank(rewriting, node.start, node.end)
    } else if (node.type === 'ExportDefaultDeclaration') {
      const { declaration } = node
      const id = 'id' in declaration && /Declaration$/.test(declaration.type) ? declaration.id : undefined
      blank(rewriting, node.start, declaration.start)
      if (!id) rewriting.edits.appendLeft(declaration.start, `;${rewriting.scopeName}.${DEFAULT_EXPORT} = `)
      if (!id && rewriting.code[node.end - 1] !== ';') rewriting.edits.appendLeft(node.end, ';')
      exports.push({ exported: 'default', local: id?.name ?? DEFAULT_EXPORT })
    }
  }
  rewriteExpressions(rewriting, rewriting.program as AnyNode)
  return { imports, exports }
}

function takeOutNamedExport(
  rewriting: Rewriting,
  node: ExportNamedDeclaration,
  imports: ModuleImport[],
  exports: ModuleExport[],
): void {
  const { declaration } = node
  if (declaration) {
    blank(rewriting, node.start, declaration.start)
    const ids = declaration.type === 'VariableDeclaration' ? declaredIdentifiers(declaration) : [declaration.id]
    for (const id of ids) if (id) exports.push({ exported: id.name, local: id.name })
    return
  }
  blank(rewriting, node.start, node.end)
  const pairs = node.specifiers.map(s => ({ local: nameOf(s.local), exported: nameOf(s.exported) }))
  if (node.source) {
    const reexports = pairs.map(({ local, exported }) => ({ imported: local, exported }))
    imports.push({ ...plainImport(node as typeof node & { source: Literal }), reexports })
  } else exports.push(...pairs)
}

function importOf(node: ImportDeclaration): ModuleImport {
  const bindings = node.specifiers.map(specifier => {
    if (specifier.type === 'ImportNamespaceSpecifier') return { imported: '*', local: specifier.local.name }
    if (specifier.type === 'ImportDefaultSpecifier') return { imported: 'default', local: specifier.local.name }
    return { imported: nameOf(specifier.imported), local: specifier.local.name }
  })
  return { ...plainImport(node), bindings }
}

function plainImport(node: { source: Literal; attributes?: unknown }): ModuleImport {
  const attributes = (node.attributes ?? []) as { key: AnyNode; value: Literal }[]
  return {
    specifier: String(node.source.value),
    attributes: Object.fromEntries(attributes.map(({ key, value }) => [nameOf(key), String(value.value)])),
    bindings: [],
    reexports: [],
  }
}

/** The name of an identifier, or of the string that may stand for one in imports and exports. */
function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : String((node as Literal).value)
}

function rewriteExpressions(rewriting: Rewriting, node: AnyNode): void {
  const { edits, runtimeName } = rewriting
  if (node.type === 'ImportExpression') edits.update(node.start, node.start + 'import'.length, `${runtimeName}.load`)
  if (node.type === 'MetaProperty' && node.meta.name === 'import')
    edits.update(node.start, node.end, `${runtimeName}.meta`)
  for (const child of childNodes(node)) rewriteExpressions(rewriting, child)
}
