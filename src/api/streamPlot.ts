import type { DataStream } from '../engine/dataStream.ts'
import type { PlotSpec } from '../plot/plotSpec.ts'

/** A plot of a stream, made by `plot.line` and its like: described, and drawn once it is displayed. */
export class StreamPlot<T> {
  constructor(
    readonly stream: DataStream<T>,
    readonly spec: PlotSpec,
  ) {}
}
