import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, type Settled, show } from '../../base/options.ts'
import { RandomSource } from '../../base/random.ts'
import { checkSaved } from '../estimator/checkSaved.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import type { ModelDescription } from '../estimator/modelDescription.ts'
import { isUsable, unusableValue } from '../estimator/number.ts'
import type { Recommendation, Recommender, RecommenderId, RecommendOptions } from '../estimator/recommender.ts'
import { FactorTable, type FactorTableState } from './factorTable.ts'

/** Options of {@link BiasedMatrixFactorization}. */
export interface BiasedMatrixFactorizationOptions {
  /** Numbers that stand for the taste of a user and the character of an item. Default 10; 0 leaves biases alone. */
  readonly factors?: number | undefined
  /** Step of the gradient, of biases and factors. Default 0.025. */
  readonly learningRate?: number | undefined
  /** Pull towards 0 (λ of `λ/2 · v²` a record), of biases and factors. Default 0. */
  readonly l2?: number | undefined
  /** Deviation of the factors of someone new. Default 0.1. */
  readonly deviation?: number | undefined
  /** Default 0. */
  readonly seed?: number | undefined
}

interface BiasedMatrixFactorizationState {
  readonly n: number
  readonly mean: number
  readonly random: number
  readonly users: FactorTableState
  readonly items: FactorTableState
}

/**
 * Ratings as `mean + bias(user) + bias(item) + ⟨factors(user), factors(item)⟩`, learned by stochastic gradient descent on the
 * squared error (Paterek, KDD Cup 2007; Koren, Bell and Volinsky, Computer 2009), as River's `BiasedMF`, whose gradient of the
 * squared error is `2 (ŷ − y)`. Memory: up to 2 × (users + items) × (factors + 1) numbers; who was once seen stays.
 *
 * @example
 * const films = new ml.BiasedMatrixFactorization({ factors: 0, learningRate: 0.025 })
 * films.learnOne('alice', 'Superman', 8)
 * films.learnOne('bob', 'Superman', 9)
 * films.predictOne('carol', 'Superman') // 8.525: the mean, 8.5, and what the item has beyond it
 */
export class BiasedMatrixFactorization implements Recommender {
  readonly type = 'BiasedMatrixFactorization'
  readonly kind = 'recommender'
  readonly accepts = 'values'
  readonly features: readonly string[] = []
  readonly options: Settled<BiasedMatrixFactorizationOptions>
  #n = 0
  #mean = 0
  #random: RandomSource
  #users: FactorTable
  #items: FactorTable

  /** @throws FlinknbError `INVALID_OPTION` */
  constructor(options: BiasedMatrixFactorizationOptions = {}) {
    checkOptionNames('BiasedMatrixFactorization', options, ['factors', 'learningRate', 'l2', 'deviation', 'seed'])
    const { factors = 10, learningRate = 0.025, l2 = 0, deviation = 0.1, seed = 0 } = options
    const checks: readonly (readonly [string, unknown, boolean, string])[] = [
      [
        'factors',
        factors,
        Number.isInteger(factors) && factors >= 0 && factors <= 10_000,
        'a whole number from 0 to 10000',
      ],
      ['learningRate', learningRate, learningRate > 0 && learningRate < 1, 'a number between 0 and 1'],
      ['l2', l2, l2 >= 0 && Number.isFinite(l2), 'a finite number of 0 or more'],
      ['deviation', deviation, deviation >= 0 && Number.isFinite(deviation), 'a finite number of 0 or more'],
      ['seed', seed, Number.isFinite(seed), 'a number'],
    ]
    for (const [name, value, right, fix] of checks) {
      if (typeof value === 'number' && right) continue
      throw new FlinknbError('INVALID_OPTION', `BiasedMatrixFactorization: ${name}: ${show(value)} cannot be used.`, {
        fix: `Pass ${fix}.`,
      })
    }
    this.options = { factors, learningRate, l2, deviation, seed }
    this.#random = new RandomSource(seed)
    this.#users = new FactorTable(factors, deviation)
    this.#items = new FactorTable(factors, deviation)
  }

  get n(): number {
    return this.#n
  }

  /** Users seen. */
  get users(): number {
    return this.#users.size
  }

  /** Items seen. */
  get items(): number {
    return this.#items.size
  }

  useFeatures(names: readonly string[]): void {
    if (names.length === 0) return
    throw new FlinknbError('MODEL', `BiasedMatrixFactorization: feature '${names[0]}': it learns from ids alone.`, {
      fix: 'Name the columns of user, item and rating in ml.prequentialRecommender.',
    })
  }

  extendFeatures(names: readonly string[]): void {
    this.useFeatures(names)
  }

  reset(): void {
    const { factors, deviation, seed } = this.options
    this.#n = 0
    this.#mean = 0
    this.#random = new RandomSource(seed)
    this.#users = new FactorTable(factors, deviation)
    this.#items = new FactorTable(factors, deviation)
  }

  learnOne(user: RecommenderId, item: RecommenderId, rating: number): void {
    checkId('user', user)
    checkId('item', item)
    if (!isUsable(rating)) throw unusableValue('rating', rating)
    this.#mean += (rating - this.#mean) / ++this.#n
    const u = this.#users.place(user, this.#random)
    const i = this.#items.place(item, this.#random)
    const { factors, learningRate, l2 } = this.options
    const users = this.#users.values
    const items = this.#items.values
    const gradient = 2 * (this.rating(u, i) - rating)
    for (let f = 0; f <= factors; f++) {
      const ofUser = users[u + f] as number
      const ofItem = items[i + f] as number
      // The bias, f = 0, stands beside a constant 1 instead of the other side's factor.
      users[u + f] = ofUser - learningRate * (gradient * (f === 0 ? 1 : ofItem) + l2 * ofUser)
      items[i + f] = ofItem - learningRate * (gradient * (f === 0 ? 1 : ofUser) + l2 * ofItem)
    }
  }

  predictOne(user: RecommenderId, item: RecommenderId): number {
    return this.rating(this.#users.find(user), this.#items.find(item))
  }

  recommend(user: RecommenderId, options: RecommendOptions = {}): Recommendation[] {
    checkOptionNames('recommend', options, ['k', 'exclude'])
    const { k = 10, exclude = [] } = options
    if (!Number.isInteger(k) || k < 1) {
      throw new FlinknbError('INVALID_OPTION', `recommend: k: ${show(k)} is no number of items.`, {
        fix: 'Pass a whole number of 1 or more.',
      })
    }
    const left = new Set(exclude)
    const u = this.#users.find(user)
    return Array.from({ length: this.#items.size }, (_, row) => ({
      item: this.#items.idAt(row),
      rating: this.rating(u, row * this.#items.stride),
    }))
      .filter(({ item }) => !left.has(item))
      .sort((a, b) => b.rating - a.rating)
      .slice(0, k)
  }

  clone(): BiasedMatrixFactorization {
    return new BiasedMatrixFactorization(this.options)
  }

  toJSON(): EstimatorJSON {
    const state: BiasedMatrixFactorizationState = {
      n: this.#n,
      mean: this.#mean,
      random: this.#random.state,
      users: this.#users.toJSON(),
      items: this.#items.toJSON(),
    }
    return { type: this.type, format: 1, options: { ...this.options }, features: [], state }
  }

  restore(json: EstimatorJSON): void {
    checkSaved(json, this)
    const { n, mean, random, users, items } = json.state as BiasedMatrixFactorizationState
    this.#n = n
    this.#mean = mean
    this.#random.state = random
    this.#users.restore(users)
    this.#items.restore(items)
  }

  describe(): ModelDescription {
    return {
      title: this.type,
      n: this.#n,
      features: [],
      parameters: [
        ...Object.entries(this.options).map(([name, value]) => ({ name, value })),
        { name: 'users', value: this.users },
        { name: 'items', value: this.items },
        { name: 'mean rating', value: this.#n > 0 ? this.#mean : null },
      ],
      tables: [],
      notes: this.#n === 0 ? ['Nothing learned yet; predictions are 0.'] : [],
    }
  }

  /** By places; -1 for who is unknown. */
  private rating(u: number, i: number): number {
    const users = this.#users.values
    const items = this.#items.values
    let sum = this.#mean
    if (u >= 0) sum += users[u] as number
    if (i >= 0) sum += items[i] as number
    if (u < 0 || i < 0) return sum
    for (let f = 1; f <= this.options.factors; f++) sum += (users[u + f] as number) * (items[i + f] as number)
    return sum
  }
}

function checkId(what: string, id: unknown): asserts id is RecommenderId {
  if (typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id))) return
  throw new FlinknbError('MODEL', `${what}: ${show(id)} is no id.`, { fix: 'Ids are texts or finite numbers.' })
}
