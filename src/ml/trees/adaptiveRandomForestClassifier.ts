import { RandomSource } from '../../base/random.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { ClassLabel } from '../estimator/classifier.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { argMax, VectorClassifier } from '../estimator/vectorClassifier.ts'
import { readClasses } from '../gradient/binaryClassifier.ts'
import { classNodes } from './classNodes.ts'
import { ClassTree, type ClassTreeSettings, type ClassTreeState } from './classTree.ts'
import { type ClassTreeOptions, readClassTree } from './classTreeOptions.ts'
import { importanceTable, memberTable, optionParameters } from './describeTree.ts'
import { ForestMember, type ForestMemberState } from './forestMember.ts'
import {
  FOREST_OPTIONS,
  type ForestOptions,
  type ForestSettings,
  featuresPerLeaf,
  readForest,
} from './forestOptions.ts'
import { splitImportances, type TreeNode } from './treeNodes.ts'

/** Options of {@link AdaptiveRandomForestClassifier}. `gracePeriod` is 50 and `delta` 0.01 where none is given. */
export interface AdaptiveRandomForestClassifierOptions extends ForestOptions, ClassTreeOptions {}

interface ForestState {
  readonly n: number
  readonly classes: readonly ClassLabel[]
  readonly random: number
  readonly members: readonly ForestMemberState<ClassTreeState>[]
}

/**
 * An adaptive random forest (Gomes and others, Adaptive random forests for evolving data stream classification, Machine Learning 106,
 * 2017): Hoeffding trees whose leaves each watch a few features drawn by chance, and which learn a record as often as Poisson(6) says.
 * A tree whose errors grow is replaced by one that was grown in the background since ADWIN's warning. Answers count by the tree's
 * accuracy. Options and defaults of River's `ARFClassifier`; features need no scaling. Features cannot appear later.
 *
 * Memory: 2 × trees × that of a `HoeffdingTreeClassifier` whose leaves watch `maxFeatures` features; `bytes` says how much it is now.
 *
 * @example
 * const model = new ml.AdaptiveRandomForestClassifier({ trees: 20, seed: 1 })
 * stream.process(ml.prequential(model, { features: ['a', 'b'], label: 'kind' }))
 */
export class AdaptiveRandomForestClassifier extends VectorClassifier {
  readonly type = 'AdaptiveRandomForestClassifier'
  readonly options: Readonly<Record<string, unknown>>
  readonly #forest: ForestSettings
  readonly #settings: ClassTreeSettings
  #random: RandomSource
  #members: ForestMember<ClassTreeState, ClassTree>[] = []
  #votes = new Float64Array(0)
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: AdaptiveRandomForestClassifierOptions = {}) {
    const who = 'AdaptiveRandomForestClassifier'
    const { settings, classes, saved } = readClassTree(who, options, FOREST_OPTIONS, { gracePeriod: 50, delta: 0.01 })
    super(classes)
    this.#forest = readForest(who, options)
    this.#settings = settings
    this.options = { ...saved, ...this.#forest }
    this.#random = new RandomSource(this.#forest.seed)
    this.start([])
  }

  get n(): number {
    return this.#n
  }

  /** The nodes of each tree. */
  get trees(): readonly (readonly TreeNode[])[] {
    return this.#members.map(({ tree }) => classNodes(tree.shape, tree.leaves, this.features, this.classes.length))
  }

  /** Trees that were replaced so far. */
  get drifts(): number {
    return this.#members.reduce((sum, member) => sum + member.drifts, 0)
  }

  /** Of what is kept, in bytes; objects' own overhead is not counted. */
  get bytes(): number {
    return this.#members.reduce((sum, { tree, background }) => sum + tree.bytes + (background?.bytes ?? 0), 0)
  }

  /** By feature, the mean share that splits on it have in the reduction of impurity; all 0 before the first split. */
  importances(): Record<string, number> {
    return splitImportances(
      this.#members.map(({ tree }) => tree.shape),
      this.features,
    )
  }

  learnVector(x: Float64Array, classIndex: number, weight: number): void {
    this.#n++
    const votes = this.votes(this.classes.length)
    for (const member of this.#members) {
      member.tree.probabilities(x, votes)
      const hit = argMax(votes) === classIndex ? 1 : 0
      member.judge(hit)
      const times = this.#random.poisson(this.#forest.lambda)
      if (times > 0 && weight > 0) member.learn(x, classIndex, times * weight, 1 - hit)
    }
  }

  probabilitiesOfVector(x: Float64Array, out: Float64Array): void {
    const votes = this.votes(out.length)
    out.fill(0)
    for (const { tree, score } of this.#members) {
      tree.probabilities(x, votes)
      const weight = score > 0 ? score : 1
      for (let k = 0; k < out.length; k++) out[k] = (out[k] as number) + weight * (votes[k] as number)
    }
    let sum = 0
    for (let k = 0; k < out.length; k++) sum += out[k] as number
    for (let k = 0; k < out.length; k++) out[k] = sum > 0 ? (out[k] as number) / sum : 1 / out.length
  }

  clone(): AdaptiveRandomForestClassifier {
    return new AdaptiveRandomForestClassifier(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: ForestState = {
      n: this.#n,
      classes: [...this.classes],
      random: this.#random.state,
      members: this.#members.map(member => member.toJSON()),
    }
    return { type: this.type, format: 1, options: this.options, features: this.features, state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, classes, random, members } = json.state as ForestState
    this.restoreClasses(readClasses(this.type, classes))
    this.#n = n
    for (const [i, member] of this.#members.entries()) member.restore(members[i] as ForestMemberState<ClassTreeState>)
    // Last, as trees that are made draw features.
    this.#random.state = random
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [
        { name: 'drifts', value: this.drifts },
        { name: 'bytes', value: this.bytes },
        ...optionParameters(this.options),
      ],
      tables: [memberTable(this.#members, 'accuracy'), importanceTable(this.importances())],
      notes: this.#n === 0 ? ['Nothing learned yet; every class is as likely.'] : [],
    }
  }

  /** Leaves make room for a class when they meet it. */
  protected addClass(): void {}

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.#random = new RandomSource(this.#forest.seed)
    const { length } = features
    const watched = featuresPerLeaf(this.#forest, length)
    const grow = (): ClassTree => new ClassTree(this.#settings, length, watched, this.#random)
    this.#members = Array.from({ length: this.#forest.trees }, () => new ForestMember(this.#forest, grow))
  }

  private votes(classes: number): Float64Array {
    if (this.#votes.length !== classes) this.#votes = new Float64Array(classes)
    return this.#votes
  }
}
