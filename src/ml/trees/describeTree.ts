import type { DescriptionTable, ModelDescription } from '../estimator/modelDescription.ts'
import type { AlternateCounts } from './adaptiveTree.ts'
import { round } from './roundForShow.ts'
import type { TreeNode } from './treeNodes.ts'
import type { TreeShape } from './treeShape.ts'

/** Rows of a tree that are shown; the rest is said to be left out. */
const SHOWN = 50

/** The tree as a table, indented by depth: what each node asks or says. @param says what a leaf of a value says */
export function treeTable(
  nodes: readonly TreeNode[],
  says: (node: TreeNode) => string | number | null,
  column: string,
): DescriptionTable {
  const sides = new Map<number, string>()
  const rows = nodes.slice(0, SHOWN).map(node => {
    if (node.feature !== null) {
      sides.set(node.left, `${node.feature} ≤ ${round(node.threshold as number)}`)
      sides.set(node.right, `${node.feature} > ${round(node.threshold as number)}`)
    }
    const text = `${'  '.repeat(node.depth)}${sides.get(node.id) ?? 'all'}`
    return [text, node.weight, node.feature === null ? says(node) : null]
  })
  return { title: 'Tree', columns: ['records with', 'weight', column], rows }
}

/** A note when the table leaves nodes out. */
export function leftOut(nodes: number): string[] {
  return nodes > SHOWN ? [`The table shows the first ${SHOWN} of ${nodes} nodes.`] : []
}

export function importanceTable(importances: Readonly<Record<string, number>>): DescriptionTable {
  return {
    title: 'Importance',
    columns: ['feature', 'share of the reduction'],
    rows: Object.entries(importances).sort(([, a], [, b]) => b - a),
  }
}

/** Options that are numbers, texts or booleans, as parameters. */
export function optionParameters(options: Readonly<Record<string, unknown>>): ModelDescription['parameters'] {
  return Object.entries(options).flatMap(([name, value]) =>
    typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? [{ name, value }] : [],
  )
}

/** How often trees were grown beside others, as parameters. */
export function alternateParameters(counts: AlternateCounts): ModelDescription['parameters'] {
  return Object.entries(counts).map(([name, value]) => ({ name: `alternates ${name}`, value }))
}

/** The trees of a forest. @param score what its trees are judged by */
export function memberTable(members: readonly DescribedMember[], score: string): DescriptionTable {
  return {
    title: 'Trees',
    columns: ['tree', 'nodes', 'bytes', score, 'records', 'replaced', 'one in the background'],
    rows: members.map((member, i) => [
      i,
      member.tree.shape.nodes,
      member.tree.bytes,
      member.records > 0 ? member.score : null,
      member.records,
      member.drifts,
      member.background ? 'yes' : 'no',
    ]),
  }
}

interface DescribedMember {
  readonly tree: { readonly shape: TreeShape; readonly bytes: number }
  readonly background: object | null
  readonly score: number
  readonly records: number
  readonly drifts: number
}
