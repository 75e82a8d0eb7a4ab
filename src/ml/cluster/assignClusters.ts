import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames, show } from '../../base/options.ts'
import type { Clusterer } from '../estimator/clusterer.ts'
import type { EstimatorJSON } from '../estimator/estimator.ts'
import { checkFeatureNames } from '../estimator/featureNames.ts'
import { type FeatureOf, inputReading } from '../evaluation/bindModel.ts'
import type { RowCollector, RowFunction } from '../evaluation/rowFunction.ts'

/** Options of {@link assignClusters}. */
export interface AssignClustersOptions<In, M extends Clusterer = Clusterer> {
  readonly features: readonly FeatureOf<M, In>[]
}

/** What {@link assignClusters} adds to a row. */
export interface Clustered {
  /** From 0; the row's own, when it made a new one. */
  readonly cluster: number
  /** To the centre as it was before the row; null where there was none. */
  readonly distance: number | null
}

/**
 * Puts each row into a cluster, then learns it.
 *
 * @throws FlinknbError `INVALID_OPTION`; `MODEL`, while running, naming column and value of what is not a finite number
 * @example customers.process(ml.assignClusters(new ml.KMeans({ clusters: 4 }), { features: ['age', 'income'] }))
 */
export function assignClusters<In extends object, M extends Clusterer = Clusterer>(
  model: M,
  options: AssignClustersOptions<In, M>,
): RowFunction<In, In & Clustered> {
  checkOptionNames('ml.assignClusters', options, ['features'])
  if (model === null || typeof model !== 'object' || model.kind !== 'clusterer') {
    throw new FlinknbError('INVALID_OPTION', `ml.assignClusters: model: ${show(model)} is no clusterer.`, {
      fix: 'Pass one, such as new ml.KMeans({ clusters: 4 }).',
    })
  }
  model.useFeatures(checkFeatureNames('ml.assignClusters', options.features))
  return new ClusterAssigner<In>(model)
}

class ClusterAssigner<In extends object> implements RowFunction<In, In & Clustered> {
  readonly name = 'clusters'
  private readonly reading: ReturnType<typeof inputReading>

  constructor(private readonly model: Clusterer) {
    this.reading = inputReading(model)
  }

  processElement(value: In, _context: unknown, out: RowCollector<In & Clustered>): void {
    const { model, reading } = this
    reading.read(value)
    const before = model.clusterOfVector(reading.input)
    const distance = before < 0 ? null : model.distanceOfVector(reading.input)
    model.learnVector(reading.input)
    out.collect({ ...value, cluster: before < 0 ? model.clusterOfVector(reading.input) : before, distance })
  }

  snapshotState(): EstimatorJSON {
    return this.model.toJSON()
  }

  restoreState(state: unknown): void {
    this.model.restore(state as EstimatorJSON)
  }
}
