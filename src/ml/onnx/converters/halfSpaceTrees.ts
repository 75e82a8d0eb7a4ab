import type { HalfSpaceTrees } from '../../anomaly/halfSpaceTrees.ts'
import type { ConvertModel } from '../conversion.ts'
import { type OnnxTree, treeEnsemble } from '../treeEnsemble.ts'
import { repeated } from '../wire.ts'

interface Masses {
  readonly splits: { readonly feature: readonly number[]; readonly threshold: readonly number[] }
  readonly reference: readonly number[]
}

/** 1 − Σ over trees of what the nodes on a record's way say, by the window that has passed; 0 before there was one. */
export const convertHalfSpaceTrees: ConvertModel<HalfSpaceTrees> = (model, wire, { graph }) => {
  const { trees, height, window } = model.options
  const score = (value: string) => ({ score: { value, type: 'float64' as const, sizes: [1] } })
  if (model.n < window) return score(repeated(graph, wire, [0]))
  const { splits, reference } = model.toJSON().state as Masses
  const size = 2 ** (height + 1) - 1
  const sizeLimit = 0.1 * window
  const treeAt = (base: number, node: number, level: number, before: number): OnnxTree => {
    const at = base + node
    const mass = reference[at] as number
    const sum = before + mass * 2 ** level
    if (level === height || mass < sizeLimit) return { leaf: sum }
    return {
      feature: splits.feature[at] as number,
      mode: '<',
      split: splits.threshold[at] as number,
      yes: treeAt(base, 2 * node + 1, level + 1, sum),
      no: treeAt(base, 2 * node + 2, level + 1, sum),
    }
  }
  const sum = treeEnsemble(graph, wire, [Array.from({ length: trees }, (_, i) => treeAt(i * size, 0, 0, 0))])
  const share = graph.op('Div', [sum, graph.number(trees * window * size)])
  return score(graph.op('Sub', [graph.number(1), share]))
}
