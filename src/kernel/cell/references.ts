import type { AnyNode, Class, Function as FunctionNode, Identifier, Node, Pattern, Program } from 'acorn'
import { childNodes, lexicalNames, patternNames, varNames } from './syntaxTree.ts'

/** How a name of the top level is used: `call` also stands for the tag of a template, where `this` must stay undefined. */
export type ReferenceRole = 'read' | 'call' | 'typeof' | 'write' | 'declare'

/** A place where code means a name of the cell's top level (or of no visible declaration at all). */
export interface Reference {
  readonly id: Identifier
  readonly role: ReferenceRole
  /** Stands alone in braces for `name: name`. */
  readonly shorthand: boolean
}

/**
 * Every reference of a program that no inner scope binds: functions, blocks, loops, catch clauses, classes and static
 * blocks hide the names they declare. Names in `localNames` (`using`) count as bound.
 */
export function freeReferences(program: Program, localNames: ReadonlySet<string>): Reference[] {
  const collector = new Collector()
  const scope = new InnerScope(localNames)
  for (const statement of program.body) collector.visit(statement as AnyNode, scope)
  return collector.references
}

class InnerScope {
  constructor(
    private readonly names: ReadonlySet<string>,
    private readonly outer?: InnerScope,
  ) {}

  binds(name: string): boolean {
    return this.names.has(name) || (this.outer?.binds(name) ?? false)
  }

  inner(names: Iterable<string>): InnerScope {
    return new InnerScope(new Set(names), this)
  }
}

class Collector {
  readonly references: Reference[] = []

  visit(node: AnyNode | null | undefined, scope: InnerScope): void {
    switch (node?.type) {
      case undefined:
        return
      case 'Identifier':
        this.add(node, scope, 'read')
        return
      case 'CallExpression':
        this.visitCallee(node.callee, scope)
        this.visitAll(node.arguments, scope)
        return
      case 'TaggedTemplateExpression':
        this.visitCallee(node.tag, scope)
        this.visit(node.quasi, scope)
        return
      case 'UnaryExpression':
        if (node.operator === 'typeof' && node.argument.type === 'Identifier') this.add(node.argument, scope, 'typeof')
        else this.visit(node.argument, scope)
        return
      case 'UpdateExpression':
        this.visitTarget(node.argument as Pattern, scope, 'write')
        return
      case 'AssignmentExpression':
        this.visitTarget(node.left, scope, 'write')
        this.visit(node.right, scope)
        return
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          this.visitTarget(id, scope, 'declare')
          this.visit(init, scope)
        }
        return
      case 'MemberExpression':
        this.visit(node.object as AnyNode, scope)
        if (node.computed) this.visit(node.property as AnyNode, scope)
        return
      case 'Property':
        this.visitProperty(node, scope)
        return
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) this.visit(node.key as AnyNode, scope)
        this.visit(node.value, scope)
        return
      case 'StaticBlock':
        this.visitAll(node.body, scope.inner([...lexicalNames(node.body), ...node.body.flatMap(varNames)]))
        return
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.visitFunction(node, scope)
        return
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.visitClass(node, scope)
        return
      case 'BlockStatement':
        this.visitAll(node.body, scope.inner(lexicalNames(node.body)))
        return
      case 'SwitchStatement': {
        this.visit(node.discriminant, scope)
        this.visitAll(node.cases, scope.inner(lexicalNames(node.cases.flatMap(c => c.consequent))))
        return
      }
      case 'CatchClause':
        this.visitCatch(node.param, node.body, scope)
        return
      case 'ForStatement':
        this.visitAll(
          [node.init, node.test, node.update, node.body],
          scope.inner(lexicalNames(node.init ? [node.init] : [])),
        )
        return
      case 'ForInStatement':
      case 'ForOfStatement': {
        const inner = scope.inner(lexicalNames([node.left]))
        if (node.left.type === 'VariableDeclaration') this.visit(node.left, inner)
        else this.visitTarget(node.left, inner, 'write')
        this.visitAll([node.right, node.body], inner)
        return
      }
      case 'LabeledStatement':
        this.visit(node.body, scope)
        return
      case 'ExportNamedDeclaration':
        this.visit(node.declaration, scope)
        return
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return
      default:
        this.visitAll(childNodes(node as Node), scope)
        return
    }
  }

  private visitAll(nodes: readonly (Node | null | undefined)[], scope: InnerScope): void {
    for (const node of nodes) this.visit(node as AnyNode, scope)
  }

  private visitCallee(callee: Node, scope: InnerScope): void {
    if (callee.type === 'Identifier') this.add(callee as Identifier, scope, 'call')
    else this.visit(callee as AnyNode, scope)
  }

  private visitProperty(node: Extract<AnyNode, { type: 'Property' }>, scope: InnerScope): void {
    if (node.computed) this.visit(node.key, scope)
    if (node.shorthand && node.value.type === 'Identifier') this.add(node.value, scope, 'read', true)
    else this.visit(node.value as AnyNode, scope)
  }

  /** A binding or assignment target: its names are declared or written, its defaults and computed keys are read. */
  private visitTarget(pattern: Pattern | null, scope: InnerScope, role: 'write' | 'declare', shorthand = false): void {
    switch (pattern?.type) {
      case undefined:
        return
      case 'Identifier':
        this.add(pattern, scope, role, shorthand)
        return
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.visitTarget(property.argument, scope, role)
          else {
            if (property.computed) this.visit(property.key, scope)
            this.visitTarget(property.value, scope, role, property.shorthand)
          }
        }
        return
      case 'ArrayPattern':
        for (const element of pattern.elements) this.visitTarget(element, scope, role)
        return
      case 'AssignmentPattern':
        this.visitTarget(pattern.left, scope, role, shorthand)
        this.visit(pattern.right, scope)
        return
      case 'RestElement':
        this.visitTarget(pattern.argument, scope, role)
        return
      default:
        this.visit(pattern as AnyNode, scope)
        return
    }
  }

  private visitFunction(node: FunctionNode, scope: InnerScope): void {
    const names = node.params.flatMap(patternNames).map(id => id.name)
    if (node.type !== 'ArrowFunctionExpression') names.push('arguments')
    if (node.type === 'FunctionExpression' && node.id) names.push(node.id.name)
    const block = node.body.type === 'BlockStatement' ? node.body.body : []
    const inner = scope.inner([...names, ...lexicalNames(block), ...block.flatMap(varNames)])
    for (const param of node.params) this.visitTarget(param, inner, 'declare')
    if (node.body.type === 'BlockStatement') this.visitAll(node.body.body, inner)
    else this.visit(node.body, inner)
  }

  private visitClass(node: Class, scope: InnerScope): void {
    const inner = node.id ? scope.inner([node.id.name]) : scope
    this.visit(node.superClass, inner)
    this.visitAll(node.body.body, inner)
  }

  private visitCatch(param: Pattern | null | undefined, body: AnyNode, scope: InnerScope): void {
    const inner = scope.inner(patternNames(param ?? null).map(id => id.name))
    this.visitTarget(param ?? null, inner, 'declare')
    this.visit(body, inner)
  }

  private add(id: Identifier, scope: InnerScope, role: ReferenceRole, shorthand = false): void {
    if (!scope.binds(id.name)) this.references.push({ id, role, shorthand })
  }
}
