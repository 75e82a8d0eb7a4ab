import type { GraphBuilder } from './graphBuilder.ts'
import type { OnnxAttribute } from './onnxGraph.ts'
import type { Wire } from './wire.ts'

/** How a value is held against a split; the numbers are ONNX's. */
export const SPLIT_MODES = { '<=': 0, '<': 1, '>=': 2, '>': 3, '==': 4, '!=': 5 } as const

/** A tree: a split, whose `yes` is taken where the comparison holds, or a leaf with what it adds to the sum. */
export type OnnxTree =
  | {
      readonly feature: number
      readonly mode: keyof typeof SPLIT_MODES
      readonly split: number
      readonly yes: OnnxTree
      readonly no: OnnxTree
    }
  | { readonly leaf: number }

/** The sum of trees for each target, in float64: [N, targets]. `trees` holds a list a target. */
export function treeEnsemble(graph: GraphBuilder, wire: Wire, trees: readonly (readonly OnnxTree[])[]): string {
  const flat = new FlatTrees()
  for (const [target, list] of trees.entries()) for (const tree of list) flat.add(tree, target)
  return graph.mlOp('TreeEnsemble', [wire.matrix()], flat.attributes(trees.length))
}

/** Nodes and leaves in lists of their own, as ONNX wants them. */
class FlatTrees {
  readonly #roots: number[] = []
  readonly #features: number[] = []
  readonly #splits: number[] = []
  readonly #modes: number[] = []
  readonly #yes: number[] = []
  readonly #yesIsLeaf: number[] = []
  readonly #no: number[] = []
  readonly #noIsLeaf: number[] = []
  readonly #targets: number[] = []
  readonly #weights: number[] = []

  add(tree: OnnxTree, target: number): void {
    this.#roots.push(this.#features.length)
    // A tree is to have a node: one that leads to the same leaf either way.
    const root = 'leaf' in tree ? ({ feature: 0, mode: '<=', split: 0, yes: tree, no: tree } as const) : tree
    this.addNode(root, target)
  }

  attributes(targets: number): Readonly<Record<string, OnnxAttribute>> {
    return {
      n_targets: targets,
      post_transform: 0,
      aggregate_function: 1,
      tree_roots: this.#roots,
      nodes_featureids: this.#features,
      nodes_splits: { type: 'float64', dims: [this.#splits.length], data: this.#splits },
      nodes_modes: { type: 'uint8', dims: [this.#modes.length], data: this.#modes },
      nodes_truenodeids: this.#yes,
      nodes_trueleafs: this.#yesIsLeaf,
      nodes_falsenodeids: this.#no,
      nodes_falseleafs: this.#noIsLeaf,
      leaf_targetids: this.#targets,
      leaf_weights: { type: 'float64', dims: [this.#weights.length], data: this.#weights },
    }
  }

  private addNode({ feature, mode, split, yes, no }: Exclude<OnnxTree, { leaf: number }>, target: number): number {
    const node = this.#features.push(feature) - 1
    this.#splits.push(split)
    this.#modes.push(SPLIT_MODES[mode])
    for (const list of [this.#yes, this.#yesIsLeaf, this.#no, this.#noIsLeaf]) list.push(0)
    this.link(this.#yes, this.#yesIsLeaf, node, yes, target)
    this.link(this.#no, this.#noIsLeaf, node, no, target)
    return node
  }

  private link(ids: number[], isLeaf: number[], node: number, child: OnnxTree, target: number): void {
    if ('leaf' in child) {
      ids[node] = this.#weights.push(child.leaf) - 1
      this.#targets.push(target)
      isLeaf[node] = 1
    } else ids[node] = this.addNode(child, target)
  }
}
