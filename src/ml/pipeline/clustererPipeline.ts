import { type Batch, forEachInput } from '../estimator/batch.ts'
import type { Clusterer } from '../estimator/clusterer.ts'
import type { Accepts } from '../estimator/estimator.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import { checkLearned } from '../estimator/vectorRegressor.ts'
import { UnlabelledPipeline } from './unlabelledPipeline.ts'

/** Transformers before a clusterer, as one clusterer. */
export class ClustererPipeline<C extends Clusterer = Clusterer, A extends Accepts = Accepts>
  extends UnlabelledPipeline<C, A>
  implements Clusterer
{
  readonly kind = 'clusterer'

  predictOne(x: object): number {
    return this.features.length === 0 ? -1 : this.clusterOfVector(this.inputKnown(x))
  }

  predict(X: Batch): number[] {
    checkLearned(this, 'predict')
    const clusters: number[] = []
    forEachInput(X, this.features, this.accepts, input => clusters.push(this.clusterOfVector(input)))
    return clusters
  }

  clusterOfVector(x: Input): number {
    return this.last.clusterOfVector(this.toPredict(x))
  }

  distanceOfVector(x: Input): number {
    return this.last.distanceOfVector(this.toPredict(x))
  }

  clone(): ClustererPipeline<C, A> {
    return new ClustererPipeline(
      this.transformers.map(step => step.clone()),
      this.last.clone() as C,
    )
  }
}
