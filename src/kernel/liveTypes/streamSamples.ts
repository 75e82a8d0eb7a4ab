import type { NodeObserver } from '../../engine/jobSettings.ts'
import type { Transformation } from '../../engine/transformation.ts'
import type { LiveTypes } from './liveTypes.ts'
import type { StreamSample } from './streamSample.ts'

/** What the jobs of one run of a cell have sent on, node by node. Goes when the cell is run again. */
export class StreamSamples {
  private readonly byTransformation = new Map<Transformation, StreamSample>()

  constructor(private readonly liveTypes: LiveTypes) {}

  /** Listens to a node; after a restart its job's new nodes go on where the old ones were. */
  readonly observe: NodeObserver = (transformation, metrics) => {
    let sample = this.byTransformation.get(transformation)
    if (sample) sample.metrics = metrics
    else {
      sample = this.liveTypes.sampleOf(transformation, metrics)
      this.byTransformation.set(transformation, sample)
    }
    return sample
  }

  get(transformation: Transformation): StreamSample | undefined {
    return this.byTransformation.get(transformation)
  }

  entries(): Iterable<readonly [Transformation, StreamSample]> {
    return this.byTransformation.entries()
  }
}
