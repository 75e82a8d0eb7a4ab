import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { AffineMap } from '../estimator/affineMap.ts'
import { checkSaved, isEstimatorJSON } from '../estimator/checkSaved.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import { specOf } from '../estimator/estimatorSpec.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Transformer } from '../estimator/transformer.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { CompositeTransformer, type Mode } from './compositeTransformer.ts'
import { describePipeline } from './describePipeline.ts'
import { MappedChain } from './mappedChain.ts'
import { checkFresh } from './pipelineSteps.ts'

/** Transformers side by side, each of which gets all features; what `ml.union` makes. */
export class Union extends CompositeTransformer {
  readonly type = 'Union'
  readonly parts: readonly Transformer<unknown>[]
  /** What stands before the names of each part's outputs. */
  readonly prefixes: readonly string[]
  readonly #chains: readonly MappedChain[]
  /** Of each part, where each of its outputs stands: in order of parts, later ones behind. */
  #places: number[][]
  #names: string[] = []
  readonly #results: Input[] = []
  #out: Float64Array | unknown[] = []

  /** @throws FlinknbError `INVALID_OPTION` for a part that is no transformer, `INVALID_STATE` when one has already learned */
  constructor(parts: readonly Transformer<unknown>[], prefixes: readonly string[] = parts.map(() => '')) {
    super()
    const wrong = parts.findIndex(part => !(part !== null && typeof part === 'object' && 'transformVector' in part))
    if (wrong >= 0 || parts.length === 0) {
      throw new FlinknbError('INVALID_OPTION', `ml.union: part ${wrong + 1} is ${show(parts[wrong])}.`, {
        fix: `Pass transformers, such as ml.columns(['age'], new ml.StandardScaler()).`,
      })
    }
    checkFresh(parts)
    this.parts = parts
    this.prefixes = prefixes
    this.#chains = parts.map(part => new MappedChain([part]))
    this.#places = parts.map(() => [])
  }

  override get gives(): Accepts {
    return this.parts.some(part => part.gives === 'values') ? 'values' : 'numbers'
  }

  override get learnsAfter(): boolean {
    return this.parts.some(part => part.learnsAfter)
  }

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  get n(): number {
    return this.parts[0]?.n ?? 0
  }

  override labelsAreClasses(): void {
    for (const part of this.parts) part.labelsAreClasses?.()
  }

  run(input: Input, y: number | undefined, mode: Mode): Input {
    return this.gather(mode, chain => chain.runMapped(input, y, mode))
  }

  runDeferred(input: Input, y: number | undefined, mode: Mode): Input {
    return this.gather(mode, chain => chain.run(input, y, mode))
  }

  remaining(): AffineMap | undefined {
    let whole: { shift: number[]; scale: number[] } | undefined
    for (let i = 0; i < this.#chains.length; i++) {
      const map = this.#chains[i]?.remaining()
      if (!map) continue
      whole ??= this.identity()
      const places = this.#places[i] as number[]
      for (let k = 0; k < places.length; k++) {
        whole.shift[places[k] as number] = map.shift[k] as number
        whole.scale[places[k] as number] = map.scale[k] as number
      }
    }
    return whole
  }

  fitOver(records: Records<number | undefined>): void {
    for (const chain of this.#chains) chain.fitOver(records)
    this.place()
  }

  rewind(): void {
    for (const chain of this.#chains) chain.rewind()
  }

  clone(): Union {
    return new Union(
      this.parts.map(part => part.clone()),
      this.prefixes,
    )
  }

  toJSON(): EstimatorJSON {
    return {
      type: this.type,
      format: 1,
      options: { parts: this.parts.map(specOf), prefixes: this.prefixes },
      features: this.features,
      state: { places: this.#places, parts: this.parts.map(part => part.toJSON()) },
    }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { places, parts } = (json.state ?? {}) as { places: number[][]; parts: unknown[] }
    if (!Array.isArray(parts) || parts.length !== this.parts.length || !parts.every(isEstimatorJSON)) {
      throw new FlinknbError('MODEL', `Union: ${show(json.state)} is not the state of ${this.parts.length} parts.`)
    }
    this.reset(json.features.length > 0 ? json.features : this.features)
    for (const [i, part] of this.parts.entries()) part.restore(parts[i] as EstimatorJSON)
    this.#names = []
    this.#places = places.map(list => [...list])
    for (const [i, list] of this.#places.entries()) {
      for (const [k, place] of list.entries()) this.#names[place] = this.nameOf(i, k)
    }
  }

  describe(): ModelDescription {
    const described = describePipeline(this.parts)
    return { ...described, title: this.parts.map(part => part.describe().title).join(' + '), features: this.#names }
  }

  protected start(features: readonly string[]): void {
    for (const chain of this.#chains) chain.start(features)
    this.#places = this.parts.map(() => [])
    this.#names = []
    this.place()
  }

  protected override extend(names: readonly string[]): void {
    for (const chain of this.#chains) chain.extend(names)
    this.place()
  }

  private identity(): { shift: number[]; scale: number[] } {
    const { length } = this.#names
    return { shift: new Array<number>(length).fill(0), scale: new Array<number>(length).fill(1) }
  }

  private gather(mode: Mode, through: (chain: MappedChain) => Input): Input {
    const results = this.#results
    for (let i = 0; i < this.#chains.length; i++) results[i] = through(this.#chains[i] as MappedChain)
    if (mode === 'learn') this.place()
    const width = this.#names.length
    if (this.#out.length !== width) this.#out = this.gives === 'numbers' ? new Float64Array(width) : new Array(width)
    const out = this.#out
    for (let i = 0; i < results.length; i++) {
      const result = results[i] as Input
      const places = this.#places[i] as number[]
      for (let k = 0; k < places.length; k++) out[places[k] as number] = result[k] as number
    }
    return out
  }

  /** Gives a place to outputs that are new, behind the others. */
  private place(): void {
    for (const [i, part] of this.parts.entries()) {
      const places = this.#places[i] as number[]
      for (let k = places.length; k < part.outputFeatures.length; k++) {
        const name = this.nameOf(i, k)
        if (this.#names.includes(name)) {
          throw new FlinknbError('MODEL', `ml.union: two parts give a feature '${name}'.`, {
            fix: 'Give the parts names: ml.union({ scaled: …, raw: … }), which stand before those of their features.',
          })
        }
        places.push(this.#names.push(name) - 1)
      }
    }
  }

  private nameOf(i: number, k: number): string {
    return `${this.prefixes[i] ?? ''}${this.parts[i]?.outputFeatures[k]}`
  }
}

/**
 * Transformers side by side: each gets all features, and what they make of them stands together, in the order of parts;
 * features that appear later stand behind the others. Parts that are named put their name before their features'.
 *
 * @throws FlinknbError `INVALID_OPTION` for a part that is no transformer
 * @example
 * ml.pipeline(
 *   ml.union(
 *     ml.columns(['age', 'income'], new ml.StandardScaler()),
 *     ml.columns(['city'], new ml.OneHotEncoder()),
 *   ),
 *   new ml.LinearRegression(),
 * )
 */
export function union(...parts: readonly [Transformer<unknown>, ...Transformer<unknown>[]]): Union
export function union(parts: Readonly<Record<string, Transformer<unknown>>>): Union
export function union(
  first: Transformer<unknown> | Readonly<Record<string, Transformer<unknown>>>,
  ...rest: readonly Transformer<unknown>[]
): Union {
  if (first === null || typeof first !== 'object' || 'transformVector' in first) {
    return new Union([first as Transformer<unknown>, ...rest])
  }
  const names = Object.keys(first)
  return new Union(
    Object.values(first),
    names.map(name => `${name}_`),
  )
}
