import type { Sink } from '../engine/sink.ts'
import { createPlotModel } from '../plot/plotModel.ts'
import type { PlotSpec } from '../plot/plotSpec.ts'

/** Prints, at the end of the job, the sentence that says what a plot shows; what `display(plot)` does in a plain program. */
export function printPlotSink<T>(spec: PlotSpec): Sink<T> {
  return {
    kind: 'print',
    description: 'print plot',
    open: async () => {
      const model = createPlotModel(spec)
      return {
        write: (values, timestamps) => model.append(values, timestamps),
        prepareCommit: async () => undefined,
        commit: async () => {},
        abort: async () => {},
        close: async () => console.log(model.figure().summary),
      }
    },
  }
}
