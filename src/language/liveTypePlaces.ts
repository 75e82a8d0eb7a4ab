import type ts from 'typescript'
import type { Insertion } from './cellModule.ts'
import type { LiveTypeHint } from './messages.ts'

/** Functions that make sources or streams of whatever comes. */
const CALLEES = new Set([
  'fileSource',
  'kafkaSource',
  'webSocketSource',
  'httpSource',
  'dataGenSource',
  'replay',
  'fromSource',
  'fromCollection',
])

/** A call that makes a source. */
export interface SourceCallPlace {
  readonly kind: 'source'
  readonly callee: string
  /** The how-manieth call of that function in the cell, from 0. */
  readonly ordinal: number
  /** The call says itself of what type its records are. */
  readonly declared: boolean
  readonly node: ts.CallExpression
}

/** `const rows = await …` without a type. */
export interface AwaitedPlace {
  readonly kind: 'awaited'
  readonly name: string
  readonly node: ts.VariableDeclaration
}

export type LiveTypePlace = SourceCallPlace | AwaitedPlace

/** The places of a cell whose types may come from what runs, in order. Syntax alone says which. */
export function liveTypePlaces(typescript: typeof ts, source: ts.SourceFile): LiveTypePlace[] {
  const places: LiveTypePlace[] = []
  const counts = new Map<string, number>()
  const visit = (node: ts.Node): void => {
    if (typescript.isCallExpression(node)) {
      const callee = calleeOf(typescript, node)?.text
      if (callee !== undefined && CALLEES.has(callee)) {
        const ordinal = counts.get(callee) ?? 0
        counts.set(callee, ordinal + 1)
        places.push({ kind: 'source', callee, ordinal, declared: declaresType(typescript, node), node })
      }
    }
    typescript.forEachChild(node, visit)
  }
  for (const statement of source.statements) {
    if (typescript.isVariableStatement(statement))
      for (const node of statement.declarationList.declarations)
        if (isAwaited(typescript, node)) places.push({ kind: 'awaited', name: (node.name as ts.Identifier).text, node })
    visit(statement)
  }
  return places
}

/** Where the checker is told what was found. What has a declared type keeps it. */
export function liveInsertions(places: readonly LiveTypePlace[], hints: readonly LiveTypeHint[]): Insertion[] {
  const found: Insertion[] = []
  for (const place of places) {
    const hint = hints.find(
      one =>
        (one.kind === 'source' &&
          place.kind === 'source' &&
          one.callee === place.callee &&
          one.ordinal === place.ordinal) ||
        (one.kind === 'awaited' && place.kind === 'awaited' && one.name === place.name),
    )
    if (!hint) continue
    if (place.kind === 'source' && !place.declared)
      found.push({ at: place.node.expression.end, text: `<${hint.type}>` })
    else if (place.kind === 'awaited' && place.node.initializer)
      found.push({ at: place.node.initializer.end, text: ` as ${hint.type}` })
  }
  return found.sort((a, b) => a.at - b.at)
}

/** The name by which a function is called: `fileSource`, the `fromSource` of `env.fromSource`. */
export function calleeOf(typescript: typeof ts, { expression }: ts.CallExpression): ts.Identifier | undefined {
  if (typescript.isIdentifier(expression)) return expression
  const isPlain = typescript.isPropertyAccessExpression(expression) && typescript.isIdentifier(expression.name)
  return isPlain ? expression.name : undefined
}

function isAwaited(typescript: typeof ts, node: ts.VariableDeclaration): boolean {
  return (
    typescript.isIdentifier(node.name) &&
    node.type === undefined &&
    node.initializer !== undefined &&
    typescript.isAwaitExpression(node.initializer)
  )
}

/** `fileSource<Row>(…)`, `fileSource({ format: csv<Row>() })`, `dataGenSource(i => …)`: nothing is to be added to those. */
function declaresType(typescript: typeof ts, call: ts.CallExpression): boolean {
  if (call.typeArguments || isAnnotated(typescript, call)) return true
  const says = (node: ts.Node): boolean =>
    typescript.isFunctionLike(node) ||
    (typescript.isCallExpression(node) && node.typeArguments !== undefined) ||
    (typescript.forEachChild(node, child => says(child) || undefined) ?? false)
  return call.arguments.some(says)
}

/** `const trades: Source<Trade> = fileSource(…)`: the type of the variable says it. */
function isAnnotated(typescript: typeof ts, call: ts.CallExpression): boolean {
  const { parent } = call
  return typescript.isVariableDeclaration(parent) && parent.type !== undefined
}
