import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import type { Accepts } from '../estimator/estimator.ts'
import { type AffineTransformer, isAffineTransformer, type Transformer } from '../estimator/transformer.ts'
import type { Input, Records } from '../estimator/vectorEstimator.ts'
import { VectorTransformer } from '../estimator/vectorTransformer.ts'
import { CompositeTransformer, type Mode } from './compositeTransformer.ts'
import { asVector, StepSlot } from './stepSlot.ts'

/**
 * Transformers one behind the other. Outputs that appear while learning are handed on as new features of the next.
 *
 * The last steps may be affine (scalers). A chain that `defers` them lets them learn what comes before them and gives
 * just that; `map` says what they would make of it. So whoever can work through a map never sees features that were
 * scaled with figures that have since changed.
 */
export class StepChain {
  readonly #head: readonly StepSlot[]
  readonly #tail: readonly AffineTransformer[]
  /** The composite before the tail, whose last affine map is left out as well. */
  readonly #deferring: CompositeTransformer | undefined
  #identity = identityMap(0)
  #z = new Float64Array(0)
  /** How many features came in. */
  #width = 0

  /** @param defers leaves the affine steps at the end to `map` */
  constructor(
    readonly steps: readonly Transformer<unknown>[],
    defers: boolean,
  ) {
    let end = steps.length
    while (defers && end > 0 && isAffineTransformer(steps[end - 1] as Transformer<unknown>)) end--
    this.#head = steps.slice(0, end).map(step => new StepSlot(step))
    this.#tail = steps.slice(end) as unknown as AffineTransformer[]
    const last = steps[end - 1]
    this.#deferring = defers && last instanceof CompositeTransformer ? last : undefined
  }

  /** Whether a record comes out as it went in, and `map` is all that the steps do. */
  get isMapOnly(): boolean {
    return this.#head.length === 0
  }

  get accepts(): Accepts {
    return this.steps[0]?.accepts ?? 'numbers'
  }

  get gives(): Accepts {
    const last = this.steps.at(-1)
    return last === undefined ? 'values' : last.gives
  }

  get learnsAfter(): boolean {
    return this.steps.some(step => step.learnsAfter)
  }

  outputFeatures(features: readonly string[]): readonly string[] {
    return this.steps.at(-1)?.outputFeatures ?? features
  }

  start(features: readonly string[]): void {
    this.#width = features.length
    let names = features
    for (const step of this.steps) {
      step.reset(names)
      names = step.outputFeatures
    }
  }

  extend(names: readonly string[]): void {
    this.#width += names.length
    this.steps[0]?.extendFeatures(names)
    for (let i = 0; i < this.steps.length; i++) this.handOn(i)
  }

  /** Takes a record through all steps; deferred ones have no part in what comes out, an array that is reused. */
  run(input: Input, y: number | undefined, mode: Mode): Input {
    let current = input
    const head = this.#head
    for (let i = 0; i < head.length; i++) {
      const slot = head[i] as StepSlot
      current =
        slot.step === this.#deferring ? this.#deferring.runDeferred(current, y, mode) : slot.run(current, y, mode)
      if (mode === 'learn') this.handOn(i)
    }
    if (this.#tail.length === 0) return current
    if (mode === 'learn') for (let i = head.length; i < this.steps.length; i++) this.handOn(i)
    return this.runTail(current, y, mode)
  }

  /** Keeps what the last step that is not deferred knows beyond float64; whether it knows more. */
  keepLowParts(): boolean {
    return this.#head.at(-1)?.keepLowParts() ?? false
  }

  /** Of the record that was run last. */
  get lowParts(): Float64Array | undefined {
    return this.#head.at(-1)?.lowParts
  }

  /** Whether each step learns a batch by learning its records in order. */
  get fitsInOnePass(): boolean {
    return this.steps.every(step => step.fitRecords === VectorTransformer.prototype.fitRecords)
  }

  /** Lets the deferred steps learn a record that needs no head. */
  learnTail(x: Float64Array, y: number): void {
    for (let i = 0; i < this.#tail.length; i++) this.#tail[i]?.learnVector(x, y)
  }

  /** What the deferred steps do to what `run` gives. */
  map(): AffineMap {
    let map = this.#deferring?.remaining()
    if (!map) {
      const width = this.steps.at(-1)?.outputFeatures.length ?? this.#width
      if (this.#identity.shift.length !== width) this.#identity = identityMap(width)
      map = this.#identity
    }
    for (let i = 0; i < this.#tail.length; i++) map = (this.#tail[i] as AffineTransformer).affine(map)
    return map
  }

  /** {@link map}, or undefined when nothing was deferred. */
  remaining(): AffineMap | undefined {
    return this.#tail.length > 0 ? this.map() : this.#deferring?.remaining()
  }

  /** Fits each step to what the fitted ones before it make of all records, as scikit-learn does. Then replay them. */
  fitOver(records: Records<number | undefined>): void {
    for (const [k, slot] of this.#head.entries()) {
      slot.fitOver(this.through(records, k))
      this.handOn(k)
    }
    if (this.#tail.length > 0) {
      for (let i = this.#head.length; i < this.steps.length; i++) this.handOn(i)
      const unmapped = this.through(records, this.#head.length)
      const vectors: typeof records = visit => unmapped((input, y) => visit(this.runTail(input, y, 'replay'), y))
      for (const step of this.#tail) step.fitRecords(vectors)
    }
    this.rewind()
  }

  rewind(): void {
    for (const slot of this.#head) slot.rewind()
  }

  private runTail(input: Input, y: number | undefined, mode: Mode): Float64Array {
    const tail = this.#tail
    const names = (tail[0] as AffineTransformer).features
    if (!(input instanceof Float64Array) && this.#z.length !== names.length) this.#z = new Float64Array(names.length)
    const x = asVector(input, names, this.#z)
    if (mode === 'learn') for (let i = 0; i < tail.length; i++) tail[i]?.learnVector(x, y)
    return x
  }

  /** The records as the first `count` fitted steps give them. */
  private through(records: Records<number | undefined>, count: number): Records<number | undefined> {
    return visit => {
      for (let i = 0; i < count; i++) this.#head[i]?.rewind()
      records((input, y) => {
        let current = input
        for (let i = 0; i < count; i++) {
          const slot = this.#head[i] as StepSlot
          current =
            slot.step === this.#deferring
              ? this.#deferring.runDeferred(current, y, 'replay')
              : slot.run(current, y, 'replay')
        }
        visit(current, y)
      })
    }
  }

  /** New outputs of step i become new features of the next. */
  private handOn(i: number): void {
    const next = this.steps[i + 1]
    const names = (this.steps[i] as Transformer<unknown>).outputFeatures
    if (next !== undefined && next.features.length < names.length)
      next.extendFeatures(names.slice(next.features.length))
  }
}
