import type { AnomalyDetector } from '../estimator/anomalyDetector.ts'
import { type Batch, batchFeatures, forEachInput, isByPosition } from '../estimator/batch.ts'
import type { Accepts } from '../estimator/estimator.ts'
import type { Input } from '../estimator/vectorEstimator.ts'
import { UnlabelledPipeline } from './unlabelledPipeline.ts'

/** Transformers before an anomaly detector, as one detector. */
export class AnomalyPipeline<D extends AnomalyDetector = AnomalyDetector, A extends Accepts = Accepts>
  extends UnlabelledPipeline<D, A>
  implements AnomalyDetector
{
  readonly kind = 'anomalyDetector'

  scoreOne(x: object): number {
    return this.features.length === 0 ? 0 : this.scoreVector(this.inputKnown(x))
  }

  score(X: Batch): number[] {
    const scores: number[] = []
    if (this.features.length === 0) this.startBatch(batchFeatures(X), isByPosition(X))
    forEachInput(X, this.features, this.accepts, input => scores.push(this.scoreVector(input)))
    return scores
  }

  scoreVector(x: Input): number {
    return this.last.scoreVector(this.toPredict(x))
  }

  clone(): AnomalyPipeline<D, A> {
    return new AnomalyPipeline(
      this.transformers.map(step => step.clone()),
      this.last.clone() as D,
    )
  }
}
