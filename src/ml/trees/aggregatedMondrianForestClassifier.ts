import { checkOptionNames } from '../../base/options.ts'
import { RandomSource } from '../../base/random.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorClassifier } from '../estimator/vectorClassifier.ts'
import { classOption, readClasses } from '../gradient/binaryClassifier.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { checkBooleans } from '../preprocessing/checkChoice.ts'
import { importanceTable, optionParameters } from './describeTree.ts'
import { mondrianImportances, mondrianNodes, mondrianTable } from './mondrianNodes.ts'
import {
  MONDRIAN_OPTIONS,
  type MondrianForestOptions,
  type MondrianForestSettings,
  readMondrian,
} from './mondrianOptions.ts'
import { MondrianTree, type MondrianTreeState } from './mondrianTree.ts'
import { ClassLabels } from './nodeLabels.ts'
import type { TreeNode } from './treeNodes.ts'

/** Options of {@link AggregatedMondrianForestClassifier}. */
export interface AggregatedMondrianForestClassifierOptions extends MondrianForestOptions {
  /** Added to the count of each class in a node. Default 0.5 (Jeffreys). */
  readonly prior?: number | undefined
  /** Whether nodes of one class are split. Default false. */
  readonly splitPure?: boolean | undefined
  /** Classes that are known from the start; others are added as they are met. */
  readonly classes?: readonly ClassLabel[] | undefined
}

interface ForestState {
  readonly n: number
  readonly classes: readonly ClassLabel[]
  readonly random: number
  readonly trees: readonly MondrianTreeState[]
}

/**
 * An aggregated Mondrian forest (Mourtada, Gaïffas and Scornet, AMF: Aggregated Mondrian forests for online learning, Journal of the
 * Royal Statistical Society B 83, 2021): trees that split by chance where records lie, whatever the labels; each answers with the mean of
 * all its prunings, weighted by exp(−step × log loss), computed exactly. No grace period: it learns from the first records on. How far apart
 * records are decides where trees split: put a `MinMaxScaler` or `StandardScaler` before it.
 *
 * Memory: trees × at most `maxNodes` nodes of 2 d + K + 7 numbers, reached after about half as many records; `bytes` says how much
 * it is now.
 *
 * @example
 * const model = ml.pipeline(new ml.MinMaxScaler(), new ml.AggregatedMondrianForestClassifier({ seed: 1 }))
 * stream.process(ml.prequential(model, { features: ['a', 'b'], label: 'kind' }))
 */
export class AggregatedMondrianForestClassifier extends VectorClassifier {
  readonly type = 'AggregatedMondrianForestClassifier'
  readonly options: Readonly<Record<string, unknown>>
  readonly #forest: MondrianForestSettings
  readonly #prior: number
  readonly #splitPure: boolean
  #random: RandomSource
  #trees: MondrianTree<ClassLabels>[] = []
  #votes = new Float64Array(0)
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: AggregatedMondrianForestClassifierOptions = {}) {
    const who = 'AggregatedMondrianForestClassifier'
    checkOptionNames(who, options, [...MONDRIAN_OPTIONS, 'prior', 'splitPure', 'classes'])
    const classes = readClasses(who, options.classes)
    super(classes)
    const { prior = 0.5, splitPure = false } = options
    checkNumber(who, 'prior', prior, { above: 0 })
    checkBooleans(who, { splitPure })
    this.#forest = readMondrian(who, options)
    this.#prior = prior
    this.#splitPure = splitPure
    this.options = { ...this.#forest, prior, splitPure, ...classOption(classes) }
    this.#random = new RandomSource(this.#forest.seed)
    this.start([])
  }

  get n(): number {
    return this.#n
  }

  /** The nodes of each tree, with each one's own probabilities. */
  get trees(): readonly (readonly TreeNode[])[] {
    return this.#trees.map(tree =>
      mondrianNodes(tree, this.features, node => this.classes.map((_, k) => tree.labels.probability(node, k))),
    )
  }

  /** Of what is kept, in bytes. */
  get bytes(): number {
    return this.#trees.reduce((sum, tree) => sum + tree.bytes, 0)
  }

  /** By feature, the share that splits on it have in parting the classes (Gini); all 0 before the first split. */
  importances(): Record<string, number> {
    return mondrianImportances(this.#trees, this.features, ({ labels, left, right }, node) => {
      const [a, b] = [left[node] as number, right[node] as number]
      const weight = (labels.weight(a) * labels.weight(b)) / labels.weight(node)
      return this.classes.reduce<number>(
        (sum, _, k) => sum + weight * (labels.probability(a, k) - labels.probability(b, k)) ** 2,
        0,
      )
    })
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.#n++
    if (weight > 0) for (const tree of this.#trees) tree.learn(x, classIndex, weight)
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    out.fill(this.#n > 0 ? 0 : 1 / out.length)
    if (this.#votes.length !== out.length) this.#votes = new Float64Array(out.length)
    const votes = this.#votes
    for (const tree of this.#trees) {
      if (tree.size === 0) {
        out.fill(1 / out.length)
        return
      }
      let node = tree.leafOf(x)
      for (let k = 0; k < out.length; k++) votes[k] = tree.labels.probability(node, k)
      for (node = tree.parent[node] as number; node >= 0; node = tree.parent[node] as number) {
        const share = tree.share(node)
        for (let k = 0; k < out.length; k++) {
          votes[k] = share * tree.labels.probability(node, k) + (1 - share) * (votes[k] as number)
        }
      }
      for (let k = 0; k < out.length; k++) out[k] = (out[k] as number) + (votes[k] as number) / this.#trees.length
    }
  }

  clone(): AggregatedMondrianForestClassifier {
    return new AggregatedMondrianForestClassifier(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: ForestState = {
      n: this.#n,
      classes: [...this.classes],
      random: this.#random.state,
      trees: this.#trees.map(tree => tree.toJSON()),
    }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, classes, random, trees } = json.state as ForestState
    for (const label of readClasses(this.type, classes)) this.classIndex(label)
    this.#n = n
    this.#random.state = random
    for (const [i, tree] of this.#trees.entries()) tree.restore(trees[i] as MondrianTreeState)
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [{ name: 'bytes', value: this.bytes }, ...optionParameters(this.options)],
      tables: [mondrianTable(this.#trees), importanceTable(this.importances())],
      notes: this.#n === 0 ? ['Nothing learned yet; every class is as likely.'] : [],
    }
  }

  protected addClass(): void {
    for (const tree of this.#trees) tree.labels.addClass()
  }

  protected start(features: readonly string[]): void {
    const { trees, step, maxNodes, seed } = this.#forest
    this.#n = 0
    this.#random = new RandomSource(seed)
    this.#trees = Array.from({ length: trees }, () => {
      const labels = new ClassLabels(this.classes.length, this.#prior, this.#splitPure)
      return new MondrianTree(labels, features.length, step, maxNodes, this.#random)
    })
  }

  protected override extend(names: readonly string[], width: number): void {
    for (const tree of this.#trees) tree.widen(width + names.length)
  }
}
