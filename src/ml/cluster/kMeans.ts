import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import { type Batch, batchFeatures, forEachRow, isByPosition } from '../estimator/batch.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { Clusterer } from '../estimator/clusterer.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { VectorEstimator } from '../estimator/vectorEstimator.ts'
import { checkLearned } from '../estimator/vectorRegressor.ts'

/** Options of {@link KMeans}. */
export interface KMeansOptions {
  /** Default 5. */
  readonly clusters?: number | undefined
  /**
   * The share of its distance to a record that a centre moves, as River's `halflife`: between 0 and 1, for worlds that
   * change. Default: one by the number of records the cluster has, so that a centre is their mean (MacQueen).
   */
  readonly rate?: number | undefined
  /** Where the centres start; default the first records that differ. */
  readonly centers?: readonly (readonly number[])[] | undefined
}

interface KMeansState {
  readonly n: number
  readonly centers: readonly (readonly number[])[]
  readonly counts: readonly number[]
}

/**
 * Sequential k-means (MacQueen 1967; with a rate: Sculley, Web-scale k-means clustering, WWW 2010): a record belongs to the
 * nearest centre, which moves towards it. Scale features that differ in size first. Memory: clusters × features.
 *
 * @example
 * const groups = new ml.KMeans({ clusters: 2 })
 * for (const x of [0, 10, 2, 12]) groups.learnOne({ x })
 * groups.centers // [[1], [11]]
 */
export class KMeans extends VectorEstimator implements Clusterer {
  readonly type = 'KMeans'
  readonly kind = 'clusterer'
  readonly options: KMeansOptions & { readonly clusters: number }
  #n = 0
  #centers: Float64Array[] = []
  #counts: number[] = []

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: KMeansOptions = {}) {
    super()
    checkOptionNames('KMeans', options, ['clusters', 'rate', 'centers'])
    const { centers, rate, clusters = centers?.length ?? 5 } = options
    if (!Number.isInteger(clusters) || clusters < 1) {
      throw invalid(`clusters: ${show(clusters)} is no number of clusters`, 'Pass a whole number of 1 or more.')
    }
    if (rate !== undefined && !(typeof rate === 'number' && rate > 0 && rate <= 1)) {
      throw invalid(`rate: ${show(rate)} cannot be used`, 'Pass a number above 0 and up to 1.')
    }
    if (centers !== undefined && !areCenters(centers, clusters)) {
      throw invalid(
        `centers: ${show(centers)} are not ${clusters} arrays of finite numbers of one length`,
        'Pass one array a cluster.',
      )
    }
    this.options = {
      clusters,
      ...(rate === undefined ? {} : { rate }),
      ...(centers === undefined ? {} : { centers }),
    }
  }

  get n(): number {
    return this.#n
  }

  /** One a cluster, in feature order. */
  get centers(): number[][] {
    return this.#centers.map(center => [...center])
  }

  /** Records that fell to each cluster. */
  get counts(): number[] {
    return [...this.#counts]
  }

  learnOne(x: object): void {
    this.learnVector(this.readToLearn(x) as Float64Array)
  }

  predictOne(x: object): number {
    return this.features.length === 0 ? -1 : this.clusterOfVector(this.readKnown(x) as Float64Array)
  }

  fit(X: Batch): this {
    this.startBatch(batchFeatures(X), isByPosition(X))
    forEachRow(X, this.features, x => this.learnVector(x))
    return this
  }

  predict(X: Batch): number[] {
    checkLearned(this, 'predict')
    const clusters: number[] = []
    forEachRow(X, this.features, x => clusters.push(this.clusterOfVector(x)))
    return clusters
  }

  learnVector(x: Float64Array): void {
    this.#n++
    if (this.#centers.length < this.options.clusters && this.distanceOfVector(x) > 0) {
      this.#centers.push(x.slice())
      this.#counts.push(1)
      return
    }
    const nearest = this.clusterOfVector(x)
    const center = this.#centers[nearest] as Float64Array
    const count = (this.#counts[nearest] as number) + 1
    this.#counts[nearest] = count
    const rate = this.options.rate ?? 1 / count
    for (let j = 0; j < center.length; j++)
      center[j] = (center[j] as number) + rate * ((x[j] as number) - (center[j] as number))
  }

  clusterOfVector(x: Float64Array): number {
    let nearest = -1
    let least = Number.POSITIVE_INFINITY
    for (let k = 0; k < this.#centers.length; k++) {
      const distance = squaredDistance(this.#centers[k] as Float64Array, x)
      if (distance >= least) continue
      least = distance
      nearest = k
    }
    return nearest
  }

  distanceOfVector(x: Float64Array): number {
    const center = this.#centers[this.clusterOfVector(x)]
    return center === undefined ? Number.MAX_VALUE : Math.sqrt(squaredDistance(center, x))
  }

  clone(): KMeans {
    return new KMeans(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: KMeansState = { n: this.#n, centers: this.centers, counts: this.counts }
    return {
      type: this.type,
      format: 1,
      options: { ...this.options },
      features: this.features,
      state,
    }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    this.reset(json.features.length > 0 ? json.features : this.features)
    const { n, centers, counts } = json.state as KMeansState
    this.#n = n
    this.#centers = centers.map(center => Float64Array.from(center))
    this.#counts = [...counts]
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: this.features,
      parameters: [
        { name: 'clusters', value: this.options.clusters },
        { name: 'rate', value: this.options.rate ?? '1 / records' },
      ],
      tables: [
        {
          title: 'Centers',
          columns: ['cluster', 'records', ...this.features],
          rows: this.#centers.map((center, k) => [k, this.#counts[k] ?? 0, ...center]),
        },
      ],
      notes: this.#n === 0 ? ['Nothing learned yet.'] : [],
    }
  }

  protected start(features: readonly string[]): void {
    const { centers } = this.options
    if (centers?.[0] && features.length > 0 && centers[0].length !== features.length) {
      throw new FlinknbError(
        'MODEL',
        `KMeans: centers of ${centers[0].length} numbers for ${features.length} features.`,
        {
          fix: `Expected: ${features.join(', ')}.`,
        },
      )
    }
    this.#n = 0
    this.#centers = features.length === 0 ? [] : (centers ?? []).map(center => Float64Array.from(center))
    this.#counts = this.#centers.map(() => 0)
  }

  protected override extend(names: readonly string[], width: number): void {
    this.#centers = this.#centers.map(center => {
      const wider = new Float64Array(width + names.length)
      wider.set(center)
      return wider
    })
  }
}

function squaredDistance(center: Float64Array, x: Float64Array): number {
  let sum = 0
  for (let j = 0; j < center.length; j++) {
    const difference = (x[j] as number) - (center[j] as number)
    sum += difference * difference
  }
  return sum
}

function areCenters(centers: unknown, clusters: number): boolean {
  if (!Array.isArray(centers) || centers.length !== clusters) return false
  const width = Array.isArray(centers[0]) ? centers[0].length : 0
  return width > 0 && centers.every(c => Array.isArray(c) && c.length === width && c.every(Number.isFinite))
}

function invalid(problem: string, fix: string): FlinknbError {
  return new FlinknbError('INVALID_OPTION', `KMeans: ${problem}.`, { fix })
}
