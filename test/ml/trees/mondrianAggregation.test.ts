import { describe, expect, test } from 'vitest'
import { AggregatedMondrianForestClassifier } from '../../../src/ml/trees/aggregatedMondrianForestClassifier.ts'
import { AggregatedMondrianForestRegressor } from '../../../src/ml/trees/aggregatedMondrianForestRegressor.ts'
import type { MondrianTreeState } from '../../../src/ml/trees/mondrianTree.ts'
import type { TreeNode } from '../../../src/ml/trees/treeNodes.ts'
import { piecewise, threeClasses } from './syntheticStreams.ts'

/** A pruning of a tree: its weight, and what its leaf says of the record asked about. */
interface Pruning {
  readonly weight: number
  readonly value: readonly number[] | null
}

/** All prunings, one by one: ½ for ending at a node that has children, ½ for going on, and exp of what its leaves have lost. */
function prunings(state: MondrianTreeState, nodes: readonly TreeNode[], x: Float64Array): Pruning[] {
  const idOf = new Map<number, TreeNode>()
  const match = (place: number, id: number): void => {
    const node = nodes[id] as TreeNode
    idOf.set(place, node)
    if (node.feature === null) return
    match(state.left[place] as number, node.left)
    match(state.right[place] as number, node.right)
  }
  match(0, 0)
  const at = (place: number, isOnPath: boolean): Pruning[] => {
    const node = idOf.get(place) as TreeNode
    const own = Math.exp(state.weight[place] as number)
    const value = isOnPath ? node.value : null
    if (node.feature === null) return [{ weight: own, value }]
    const goesLeft = (x[state.feature[place] as number] as number) <= (node.threshold as number)
    const both = at(state.left[place] as number, isOnPath && goesLeft).flatMap(left =>
      at(state.right[place] as number, isOnPath && !goesLeft).map(right => ({
        weight: (left.weight * right.weight) / 2,
        value: left.value ?? right.value,
      })),
    )
    return [{ weight: own / 2, value }, ...both]
  }
  return at(0, true)
}

function averaged(all: readonly Pruning[], k: number): number {
  const total = all.reduce((sum, { weight }) => sum + weight, 0)
  return all.reduce((sum, { weight, value }) => sum + (weight / total) * (value?.[k] ?? Number.NaN), 0)
}

const treeOf = (model: { toJSON(): { readonly state: unknown } }): MondrianTreeState =>
  (model.toJSON().state as { trees: MondrianTreeState[] }).trees[0] as MondrianTreeState

describe('aggregation of all prunings, against their sum one by one', () => {
  test.each([1, 2, 3])('numbers, seed %d', seed => {
    const model = new AggregatedMondrianForestRegressor({ trees: 1, seed })
    const records = piecewise(9)
    model.useFeatures(['a', 'b', 'c'])
    for (const { x, y } of records) model.learnVector(x, y, 1)
    for (const { x } of piecewise(20).slice(9)) {
      const all = prunings(treeOf(model), model.trees[0] as TreeNode[], x)
      expect(all.length).toBeGreaterThan(20)
      expect(model.predictVector(x)).toBeCloseTo(averaged(all, 0), 10)
    }
  })

  test.each([1, 2, 3])('classes, seed %d', seed => {
    const model = new AggregatedMondrianForestClassifier({ trees: 1, seed, splitPure: true, classes: [0, 1, 2] })
    model.useFeatures(['a', 'b', 'c', 'd'])
    for (const { x, y } of threeClasses(9)) model.learnVector(x, y, 1)
    const out = new Float64Array(3)
    for (const { x } of threeClasses(20).slice(9)) {
      const all = prunings(treeOf(model), model.trees[0] as TreeNode[], x)
      expect(all.length).toBeGreaterThan(20)
      model.probabilitiesOfVector(x, out)
      out.forEach((probability, k) => {
        expect(probability).toBeCloseTo(averaged(all, k), 10)
      })
    }
  })

  test('boxes hold their records, children part them, and no tree outgrows its bound', () => {
    const model = new AggregatedMondrianForestRegressor({ trees: 2, seed: 4, maxNodes: 101 })
    model.useFeatures(['a', 'b', 'c'])
    const records = piecewise(500)
    for (const { x, y } of records) model.learnVector(x, y, 1)
    for (const nodes of model.trees) {
      expect(nodes).toHaveLength(101)
      expect(nodes[0]?.weight).toBe(500)
      for (const node of nodes) {
        if (node.feature === null) continue
        expect((nodes[node.left]?.weight ?? 0) + (nodes[node.right]?.weight ?? 0)).toBe(node.weight)
      }
    }
    expect(model.importances().a).toBeGreaterThan(0.5)
    expect(model.bytes).toBeLessThanOrEqual(2 * 101 * (8 * (2 * 3 + 2 + 4) + 16))
  })

  test('options that cannot be are named', () => {
    expect(() => new AggregatedMondrianForestRegressor({ step: 0 })).toThrow('step: 0 cannot be used')
    expect(() => new AggregatedMondrianForestClassifier({ prior: 0 })).toThrow('prior: 0 cannot be used')
  })
})
