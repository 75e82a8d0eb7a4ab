import { checkOptionNames } from '../../base/options.ts'
import { type Random, seededRandom } from '../../base/random.ts'
import { checkNumber } from '../gradient/numberOption.ts'
import { PlainTransformer } from './plainTransformer.ts'

/** A transformer that multiplies by a random matrix, the same for the same seed. */
abstract class RandomProjection extends PlainTransformer {
  abstract override readonly options: { readonly components: number; readonly seed: number }
  /** Feature after feature: what one of it adds to each component. */
  #matrix = new Float64Array(0)
  #names: readonly string[] = []

  override get outputFeatures(): readonly string[] {
    return this.#names
  }

  /** Row j: what one of feature j adds to each component. */
  get matrix(): number[][] {
    const { components } = this.options
    return this.features.map((_, j) => [...this.#matrix.subarray(j * components, (j + 1) * components)])
  }

  transformVector(x: Float64Array, out: Float64Array): void {
    const width = this.options.components
    const matrix = this.#matrix
    out.fill(0)
    for (let j = 0; j < x.length; j++) {
      const value = x[j] as number
      if (value === 0) continue
      for (let k = 0; k < width; k++) out[k] = (out[k] as number) + value * (matrix[j * width + k] as number)
    }
  }

  /** Feature by feature from one generator, so that those known keep their rows when others appear. */
  protected override prepare(features: readonly string[]): void {
    const { components, seed } = this.options
    const random = seededRandom(seed)
    this.#matrix = Float64Array.from({ length: features.length * components }, () => this.entry(random))
    this.#names = features.length === 0 ? [] : Array.from({ length: components }, (_, k) => `component${k}`)
  }

  protected abstract entry(random: Random): number
}

/** Options of {@link GaussianRandomProjection}. */
export interface GaussianRandomProjectionOptions {
  /** How many features come out. Default 10. */
  readonly components?: number | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

/**
 * Projects records onto few random directions, which keeps their distances about as they are (Johnson and Lindenstrauss,
 * 1984), as scikit-learn's `GaussianRandomProjection`: entries N(0, 1 / components). Learns nothing.
 *
 * Memory: features × components numbers.
 *
 * @example ml.pipeline(new ml.GaussianRandomProjection({ components: 5, seed: 1 }), new ml.LinearRegression())
 */
export class GaussianRandomProjection extends RandomProjection {
  readonly type = 'GaussianRandomProjection'
  readonly options: { readonly components: number; readonly seed: number }

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: GaussianRandomProjectionOptions = {}) {
    super()
    checkOptionNames('GaussianRandomProjection', options, ['components', 'seed'])
    const { components = 10, seed = 0 } = options
    checkNumber('GaussianRandomProjection', 'components', components, { from: 1, to: 1e6, whole: true })
    checkNumber('GaussianRandomProjection', 'seed', seed, { whole: true })
    this.options = { components, seed }
  }

  clone(): GaussianRandomProjection {
    return new GaussianRandomProjection(this.options)
  }

  /** Box and Muller, Ann. Math. Stat. 29 (1958). */
  protected entry(random: Random): number {
    const radius = Math.sqrt(-2 * Math.log(1 - random()))
    return (radius * Math.cos(2 * Math.PI * random())) / Math.sqrt(this.options.components)
  }
}

/** Options of {@link SparseRandomProjection}. */
export interface SparseRandomProjectionOptions extends GaussianRandomProjectionOptions {
  /** The share of entries that are not 0, above 0 and at most 1. Default 0.1, as River has it. */
  readonly density?: number | undefined
}

/**
 * As {@link GaussianRandomProjection} with a matrix of mostly zeros: ±√(1 / (density × components)) with half the density
 * each (Li, Hastie and Church, KDD 2006), as scikit-learn's and River's `SparseRandomProjection`.
 *
 * @example ml.pipeline(new ml.SparseRandomProjection({ components: 5, seed: 1 }), new ml.LinearRegression())
 */
export class SparseRandomProjection extends RandomProjection {
  readonly type = 'SparseRandomProjection'
  readonly options: { readonly components: number; readonly seed: number; readonly density: number }

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: SparseRandomProjectionOptions = {}) {
    super()
    checkOptionNames('SparseRandomProjection', options, ['components', 'seed', 'density'])
    const { components = 10, seed = 0, density = 0.1 } = options
    checkNumber('SparseRandomProjection', 'components', components, { from: 1, to: 1e6, whole: true })
    checkNumber('SparseRandomProjection', 'seed', seed, { whole: true })
    checkNumber('SparseRandomProjection', 'density', density, { above: 0, to: 1 })
    this.options = { components, seed, density }
  }

  clone(): SparseRandomProjection {
    return new SparseRandomProjection(this.options)
  }

  protected entry(random: Random): number {
    const { components, density } = this.options
    const u = random()
    if (u >= density) return 0
    return (u < density / 2 ? -1 : 1) * Math.sqrt(1 / (density * components))
  }
}
