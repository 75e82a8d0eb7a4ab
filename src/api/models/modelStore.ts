import { createHash } from 'node:crypto'
import path from 'node:path'
import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, nearestName, show } from '../../base/options.ts'
import type { Classifier } from '../../ml/estimator/classifier.ts'
import type { Estimator } from '../../ml/estimator/estimator.ts'
import type { Regressor } from '../../ml/estimator/regressor.ts'
import { fromJSON } from '../../ml/fromJson.ts'
import { LiveClassifier, LiveRegressor } from '../../ml/store/liveModel.ts'
import { checkModelName, type ModelReference, parseModelReference } from '../../ml/store/modelReference.ts'
import type { DataSpan, ModelMetrics, ModelVersion, SavedModel } from '../../ml/store/savedModel.ts'
import { currentSession } from '../currentSession.ts'
import { type AliasChange, ModelAliases } from './modelAliases.ts'
import { ModelFiles } from './modelFiles.ts'
import { watchedModel } from './watchedModel.ts'

/** What can be told of a version when it is saved. */
export interface SaveModelOptions {
  readonly metrics?: ModelMetrics | undefined
  /** Default: the number of records the model has learned. */
  readonly data?: DataSpan | undefined
  /** The version it grew from. */
  readonly parent?: number | undefined
  readonly note?: string | undefined
}

/** Which version to load, the newest by default, and what it has to be. */
export interface LoadModelOptions<K extends 'regressor' | 'classifier' = 'regressor'> {
  readonly version?: number | undefined
  readonly alias?: string | undefined
  /** Default `'regressor'`. */
  readonly kind?: K | undefined
}

/** A model of a kind. */
export type ModelOfKind<K extends 'regressor' | 'classifier'> = K extends 'classifier' ? Classifier : Regressor

/**
 * Versions of models in a folder of readable JSON: `price/1.json`, `price/2.json`, … never change; `price/aliases.json`
 * says which of them is the champion, and was before. Several notebooks may use one folder at a time.
 *
 * @example
 * const store = ml.modelStore('models')
 * store.save('price', model, { metrics: { MAE: 3.2 } })   // { name: 'price', version: 1, … }
 * store.alias('price', 'champion', 1)
 * stream.process(ml.predict(store.live('price@champion'), { features }))   // swaps while it runs
 */
export class ModelStore {
  readonly #files: ModelFiles
  readonly #aliases: ModelAliases
  #changes = 0

  /** @param folder relative to the notebook's; made when the first model is saved */
  constructor(folder: string) {
    if (typeof folder !== 'string' || folder === '') {
      throw new FlinknbError('INVALID_OPTION', `ml.modelStore: ${show(folder)} is no path of a folder.`, {
        fix: `Name one, such as ml.modelStore('models').`,
      })
    }
    this.#files = new ModelFiles(path.resolve(currentSession().baseDirectory, folder))
    this.#aliases = new ModelAliases(this.#files)
  }

  get folder(): string {
    return this.#files.folder
  }

  /** Names of all models. */
  names(): string[] {
    return this.#files.list().filter(name => this.versions(name).length > 0)
  }

  /**
   * Saves a model as the next version. The very same model as the newest version is not saved again: that version is given
   * back, so that a job which is resumed and saves once more changes nothing.
   *
   * @throws FlinknbError `INVALID_OPTION`, `FILE_UNWRITABLE`
   */
  save(name: string, model: Estimator, options: SaveModelOptions = {}): ModelVersion {
    checkModelName('store.save', 'name', name)
    checkOptionNames('store.save', options, ['metrics', 'data', 'parent', 'note'])
    if (model === null || typeof model !== 'object' || typeof model.toJSON !== 'function') {
      throw new FlinknbError('INVALID_OPTION', `store.save: model: ${show(model)} is no model.`)
    }
    const json = model.toJSON()
    const hash = hashOf(json)
    const known = this.#numbers(name)
    const newest = known.at(-1)
    if (newest !== undefined && this.#read(name, newest).hash === hash) return this.version(name, newest)
    const { metrics = {}, data = { records: model.n }, parent, note } = options
    for (let version = (newest ?? 0) + 1; ; version++) {
      const saved: SavedModel = {
        format: 1,
        name,
        version,
        created: new Date(currentSession().clock.now()).toISOString(),
        hash,
        parent: parent ?? null,
        metrics,
        data,
        ...(note === undefined ? {} : { note }),
        model: json,
      }
      if (!this.#files.create(`${name}/${version}.json`, saved)) continue // another process took the number
      this.#changes++
      return withoutModel(saved)
    }
  }

  /** Every version of a model, oldest first. */
  versions(name: string): ModelVersion[] {
    return this.#numbers(name).map(version => this.version(name, version))
  }

  /** What is known of one version. @throws FlinknbError `MODEL` */
  version(name: string, version: number): ModelVersion {
    return withoutModel(this.#read(name, version))
  }

  /**
   * A model of its own, ready to predict and to learn on.
   *
   * @throws FlinknbError `MODEL` when there is no such version, it is damaged, or of another kind
   */
  load<K extends 'regressor' | 'classifier' = 'regressor'>(
    name: string,
    options: LoadModelOptions<K> = {},
  ): ModelOfKind<K> {
    checkOptionNames('store.load', options, ['version', 'alias', 'kind'])
    const { version, alias, kind = 'regressor' as K } = options
    if (version !== undefined && alias !== undefined) {
      throw new FlinknbError('INVALID_OPTION', 'store.load: version and alias name two things.', { fix: 'Pass one.' })
    }
    const reference = { ...parseModelReference('store.load', name), ...(version === undefined ? {} : { version }) }
    return this.#loadKind(alias === undefined ? reference : { ...reference, alias }, kind, 'store.load')
  }

  /**
   * A handle that predicts with the version its alias points to (or the newest, for a name alone), also after the alias
   * was moved: at once in this notebook, within a second when another process moved it. It never learns.
   *
   * @param reference `price@champion`, `price`, `price@3`
   * @throws FlinknbError `MODEL` when there is no such version; while running, when a new version has other features
   */
  live<K extends 'regressor' | 'classifier' = 'regressor'>(
    reference: string,
    options: { readonly kind?: K | undefined } = {},
  ): K extends 'classifier' ? LiveClassifier : LiveRegressor {
    checkOptionNames('store.live', options, ['kind'])
    const kind = options.kind ?? 'regressor'
    const parsed = parseModelReference('store.live', reference)
    const source = watchedModel(reference, currentSession().clock, {
      changes: () => this.#changes,
      stamp: () => (parsed.version === undefined ? this.#stamp(parsed) : 'fixed'),
      resolve: () => this.#resolve(parsed, 'store.live'),
      load: version => this.#loadKind({ name: parsed.name, version }, kind, 'store.live'),
    })
    const live = kind === 'classifier' ? new LiveClassifier(source as never) : new LiveRegressor(source as never)
    return live as never
  }

  /**
   * Points an alias to a version.
   *
   * @throws FlinknbError `MODEL` when there is no such version
   */
  alias(name: string, alias: string, version: number): void {
    checkModelName('store.alias', 'alias', alias)
    this.#read(name, version)
    this.#aliases.set(name, alias, version, currentSession().clock.now())
    this.#changes++
  }

  /** All aliases of a model and where they point. */
  aliases(name: string): Record<string, number> {
    return this.#aliases.of(name)
  }

  /** Every move of an alias, oldest first. */
  history(name: string, alias: string): readonly AliasChange[] {
    return this.#aliases.history(name, alias)
  }

  /**
   * Points an alias back to the version it pointed to before; called again, to the one before that.
   *
   * @returns the version it points to now
   * @throws FlinknbError `MODEL` when it never pointed elsewhere
   */
  rollback(name: string, alias: string): number {
    this.#changes++
    return this.#aliases.rollback(name, alias, currentSession().clock.now())
  }

  /** Removes a version. @throws FlinknbError `MODEL` while an alias points to it */
  delete(name: string, version: number): void {
    this.#read(name, version)
    const alias = Object.entries(this.aliases(name)).find(([, target]) => target === version)?.[0]
    if (alias !== undefined) {
      throw new FlinknbError('MODEL', `store.delete: '${alias}' points to version ${version} of '${name}'.`, {
        fix: 'Point the alias elsewhere first.',
      })
    }
    this.#files.remove(`${name}/${version}.json`)
  }

  #loadKind<K extends 'regressor' | 'classifier'>(reference: ModelReference, kind: K, call: string): ModelOfKind<K> {
    const saved = this.#read(reference.name, this.#resolve(reference, call))
    const model = fromJSON(saved.model)
    if (model.kind === kind) return model as Estimator as ModelOfKind<K>
    throw new FlinknbError('MODEL', `${call}: '${saved.name}' version ${saved.version} is a ${model.kind}.`, {
      fix: `Ask for it: { kind: '${model.kind}' }.`,
    })
  }

  #resolve({ name, version, alias }: ModelReference, call: string): number {
    if (version !== undefined) return version
    if (alias !== undefined) {
      const aliases = this.aliases(name)
      const target = aliases[alias]
      if (target !== undefined) return target
      throw missing(call, `'${name}' has no alias '${alias}'`, alias, Object.keys(aliases), 'Aliases')
    }
    const newest = this.#numbers(name).at(-1)
    if (newest !== undefined) return newest
    throw missing(call, `there is no model '${name}' in ${this.folder}`, name, this.names(), 'Models')
  }

  #stamp({ name, alias }: ModelReference): string {
    return alias === undefined ? this.#numbers(name).join() : this.#aliases.stamp(name)
  }

  #numbers(name: string): number[] {
    checkModelName('store', 'name', name)
    return this.#files
      .list(name)
      .map(file => Number(/^(\d+)\.json$/.exec(file)?.[1] ?? Number.NaN))
      .filter(version => !Number.isNaN(version))
      .sort((a, b) => a - b)
  }

  #read(name: string, version: number): SavedModel {
    checkModelName('store', 'name', name)
    const saved = this.#files.read(`${name}/${version}.json`)
    const where = `version ${show(version)} of '${name}' in ${this.folder}`
    if (saved === undefined) {
      const known = this.#numbers(name)
      throw new FlinknbError('MODEL', `There is no ${where}.`, {
        fix: known.length > 0 ? `There are ${known.join(', ')}.` : `Models: ${this.names().join(', ') || 'none'}.`,
      })
    }
    if (!isSavedModel(saved) || saved.hash !== hashOf(saved.model)) {
      throw new FlinknbError('MODEL', `The file of ${where} is damaged, or was changed by hand.`, {
        fix: 'Restore it, or save the model again.',
      })
    }
    return saved
  }
}

/** Opens a store of models; see {@link ModelStore}. @throws FlinknbError `INVALID_OPTION` */
export function modelStore(folder: string): ModelStore {
  return new ModelStore(folder)
}

function hashOf(model: unknown): string {
  return createHash('sha256').update(JSON.stringify(model)).digest('hex')
}

function withoutModel({ model: _model, format: _format, ...version }: SavedModel): ModelVersion {
  return version
}

function isSavedModel(value: unknown): value is SavedModel {
  return value !== null && typeof value === 'object' && (value as SavedModel).format === 1 && 'model' in value
}

function missing(call: string, what: string, name: string, known: readonly string[], word: string): FlinknbError {
  const near = nearestName(name, known)
  const list = known.length > 0 ? `${word}: ${known.join(', ')}.` : `${word}: none yet.`
  return new FlinknbError('MODEL', `${call}: ${what}.`, { fix: near ? `Did you mean '${near}'?` : list })
}
