import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { AffineMap } from '../estimator/affineMap.ts'
import { checkSaved, isEstimatorJSON } from '../estimator/checkSaved.ts'
import type { Accepts, EstimatorJSON } from '../estimator/estimator.ts'
import { specOf } from '../estimator/estimatorSpec.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import type { Transformer } from '../estimator/transformer.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { type ColumnSelector, checkSelector, needsRecord, selectedPlaces, selectorToJSON } from './columnSelector.ts'
import { CompositeTransformer, type Mode } from './compositeTransformer.ts'
import { describePipeline } from './describePipeline.ts'
import { MappedChain } from './mappedChain.ts'
import { checkFresh } from './pipelineSteps.ts'

/** Some columns, and the steps they go through; what `ml.columns` makes. */
export class Columns extends CompositeTransformer {
  readonly type = 'Columns'
  readonly selector: ColumnSelector
  readonly steps: readonly Transformer<unknown>[]
  readonly #chain: MappedChain
  /** Where the selected columns stand; undefined until the first record, where it takes one to know. */
  #places: readonly number[] | undefined
  #selected: readonly string[] = []
  readonly #picked: unknown[] = []
  #n = 0

  /** @throws FlinknbError `INVALID_OPTION` for a selector that is none, `INVALID_STATE` when a step has already learned */
  constructor(selector: ColumnSelector, steps: readonly Transformer<unknown>[] = []) {
    super()
    this.selector = checkSelector(selector)
    const wrong = steps.findIndex(step => !(step !== null && typeof step === 'object' && 'transformVector' in step))
    if (wrong >= 0) {
      throw new FlinknbError('INVALID_OPTION', `ml.columns: step ${wrong + 1} is ${show(steps[wrong])}.`, {
        fix: 'Pass transformers, such as new ml.StandardScaler().',
      })
    }
    checkFresh(steps)
    this.steps = steps
    this.#chain = new MappedChain(steps)
  }

  override get gives(): Accepts {
    return this.#chain.gives
  }

  override get learnsAfter(): boolean {
    return this.#chain.learnsAfter
  }

  override get outputFeatures(): readonly string[] {
    return this.#chain.outputFeatures(this.selected)
  }

  /** The columns that are selected; empty while a record must say. */
  get selected(): readonly string[] {
    return this.#selected
  }

  get n(): number {
    return this.#n
  }

  override labelsAreClasses(): void {
    for (const step of this.steps) step.labelsAreClasses?.()
  }

  run(input: Input, y: number | undefined, mode: Mode): Input {
    return this.pass(input, mode, picked => this.#chain.runMapped(picked, y, mode))
  }

  runDeferred(input: Input, y: number | undefined, mode: Mode): Input {
    return this.pass(input, mode, picked => this.#chain.run(picked, y, mode))
  }

  remaining(): AffineMap | undefined {
    return this.#chain.remaining()
  }

  fitOver(records: Records<number | undefined>): void {
    this.#n = 0
    this.#chain.fitOver(visit =>
      records((input, y) => {
        if (!this.#places) this.select(input)
        visit(this.pick(input), y)
      }),
    )
    records(input => {
      if (!this.#places) this.select(input)
      this.#n++
    })
  }

  rewind(): void {
    this.#chain.rewind()
  }

  clone(): Columns {
    return new Columns(
      this.selector,
      this.steps.map(step => step.clone()),
    )
  }

  toJSON(): EstimatorJSON {
    return {
      type: this.type,
      format: 1,
      options: { selector: selectorToJSON(this.selector), steps: this.steps.map(specOf) },
      features: this.features,
      state: { n: this.#n, places: this.#places ?? null, steps: this.steps.map(step => step.toJSON()) },
    }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { n, places, steps } = (json.state ?? {}) as { n: number; places: number[] | null; steps: unknown[] }
    if (!Array.isArray(steps) || steps.length !== this.steps.length || !steps.every(isEstimatorJSON)) {
      throw new FlinknbError('MODEL', `Columns: ${show(json.state)} is not the state of ${this.steps.length} steps.`)
    }
    this.reset(json.features.length > 0 ? json.features : this.features)
    if (places) this.selectPlaces(places)
    for (const [i, step] of this.steps.entries()) step.restore(steps[i] as EstimatorJSON)
    this.#n = n
  }

  describe(): ModelDescription {
    const columns = selectorText(this.selector)
    if (this.steps.length > 0) {
      const described = describePipeline(this.steps)
      return { ...described, title: `${columns}: ${described.title}` }
    }
    return { title: columns, n: this.#n, features: this.selected, parameters: [], tables: [], notes: [] }
  }

  protected start(features: readonly string[]): void {
    this.#n = 0
    this.#places = undefined
    this.#selected = []
    this.#chain.start([])
    if (features.length > 0 && !needsRecord(this.selector)) this.selectPlaces(selectedPlaces(this.selector, features))
  }

  /** Columns that appear later are selected where the selector means them. */
  protected override extend(names: readonly string[], width: number): void {
    const before = this.#places
    if (!before || Array.isArray(this.selector) || needsRecord(this.selector)) return
    const added = selectedPlaces(this.selector, [...this.features, ...names]).filter(place => place >= width)
    this.#places = [...before, ...added]
    this.#selected = [...this.#selected, ...added.map(place => names[place - width] as string)]
    if (added.length > 0) this.#chain.extend(added.map(place => names[place - width] as string))
  }

  private pass(input: Input, mode: Mode, through: (picked: Input) => Input): Input {
    if (!this.#places) {
      if (mode === 'transform') return []
      this.select(input)
    }
    const out = through(this.pick(input))
    // Counted when it was learned: a record that a step refuses is none.
    if (mode === 'learn') this.#n++
    return out
  }

  private select(input: Input): void {
    this.selectPlaces(selectedPlaces(this.selector, this.features, input))
  }

  private selectPlaces(places: readonly number[]): void {
    this.#places = places
    this.#selected = places.map(place => this.features[place] as string)
    this.#chain.start(this.selected)
  }

  private pick(input: Input): unknown[] {
    const places = this.#places as readonly number[]
    const picked = this.#picked
    picked.length = places.length
    for (let i = 0; i < places.length; i++) picked[i] = input[places[i] as number]
    return picked
  }
}

/**
 * Some of the columns, by name, by pattern, by what they hold, and the steps that they go through. Without steps the columns
 * go on as they are. Several side by side: `ml.union`.
 *
 * @throws FlinknbError `INVALID_OPTION` for a selector that is none
 * @example
 * ml.columns('age', 'income')
 * ml.columns(['age', 'income'], new ml.StandardScaler())
 * ml.columns(/^item_/, new ml.MaxAbsScaler())
 * ml.columns({ type: 'text' }, new ml.OneHotEncoder())
 * ml.columns({ except: ['id'] })
 */
export function columns(...names: readonly [string, ...string[]]): Columns
export function columns(selector: ColumnSelector, ...steps: readonly Transformer<unknown>[]): Columns
export function columns(first: string | ColumnSelector, ...rest: readonly (string | Transformer<unknown>)[]): Columns {
  if (typeof first !== 'string') return new Columns(first, rest as readonly Transformer<unknown>[])
  const name = rest.find(value => typeof value !== 'string')
  if (name === undefined) return new Columns([first, ...(rest as readonly string[])])
  throw new FlinknbError('INVALID_OPTION', `ml.columns: '${first}' is followed by steps.`, {
    fix: `Put the names into a list: ml.columns(['${first}'], …).`,
  })
}

function selectorText(selector: ColumnSelector): string {
  if (selector instanceof RegExp) return String(selector)
  if (Array.isArray(selector)) return selector.join(', ')
  if ('type' in selector) return `${selector.type} columns`
  return `all but ${(selector as { except: readonly string[] }).except.join(', ')}`
}
