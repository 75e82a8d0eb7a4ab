import type { AnyNode, Node } from 'acorn'
import type { Rewriting } from './rewriting.ts'
import { childNodes, isFunction } from './syntaxTree.ts'

/**
 * Lets a running loop be broken off from outside. V8 itself can end most loops, but it looses the pending promises of
 * everything else with them, and it cannot end every loop that calls or allocates. A check costs about a nanosecond a
 * round, so tight loops in functions that do neither are left alone.
 */
export function insertLoopChecks(rewriting: Rewriting): void {
  visit(rewriting.program as AnyNode, false)

  function visit(node: AnyNode, inFunction: boolean): void {
    if (isLoop(node) && (!inFunction || isEndless(node) || callsOrAllocates(node))) insertCheck(node.body)
    const inside = inFunction || isFunction(node)
    for (const child of childNodes(node)) visit(child, inside)
  }

  function insertCheck(body: Node): void {
    const { edits, runtimeName } = rewriting
    const check = `${runtimeName}.interrupt[0] && ${runtimeName}.breakOff();`
    if (body.type === 'BlockStatement') {
      edits.appendLeft(body.start + 1, check)
      return
    }
    edits.appendLeft(body.start, `{${check}`)
    edits.appendLeft(body.end, '}')
  }
}

type Loop = Extract<AnyNode, { type: `${string}Statement`; body: unknown }> & {
  body: Node
  test?: Node | null | undefined
}

function isLoop(node: AnyNode): node is AnyNode & Loop {
  return /^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type)
}

function isEndless(node: Loop): boolean {
  if (node.type === 'ForStatement') return !node.test
  return node.test?.type === 'Literal'
}

function callsOrAllocates(node: AnyNode): boolean {
  return childNodes(node).some(
    child =>
      /^(CallExpression|NewExpression|TaggedTemplateExpression|AwaitExpression|YieldExpression|ImportExpression)$/.test(
        child.type,
      ) ||
      (!isFunction(child) && callsOrAllocates(child)),
  )
}
