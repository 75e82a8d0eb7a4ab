import { EvaluationStream } from '../../api/evaluation.ts'
import { StreamPlot } from '../../api/streamPlot.ts'
import { DataStream } from '../../engine/dataStream.ts'
import { RunningGraph } from '../../engine/runningGraph.ts'
import type { OutputId } from '../../protocol/live.ts'
import type { LiveView } from '../liveView.ts'
import { GraphView } from '../views/graphView.ts'
import { MetricsView } from '../views/metricsView.ts'
import { PlotView } from '../views/plotView.ts'
import { TableView } from '../views/tableView.ts'

/** What stays alive on screen, and the stream that feeds it, if one does. */
export interface LiveSubject {
  readonly view: LiveView
  readonly stream?: DataStream<unknown>
}

/** The live view of a value that is a stream, a plot of one, or the graph of what runs; undefined for everything else. */
export function liveViewOf(value: unknown, newOutputId: () => OutputId): LiveSubject | undefined {
  if (value instanceof StreamPlot)
    return { view: new PlotView(newOutputId(), value.spec), stream: value.stream as DataStream<unknown> }
  if (value instanceof EvaluationStream) {
    const { metrics, window } = value
    return { view: new MetricsView(newOutputId(), { title: 'Evaluation', metrics, window }), stream: value }
  }
  if (value instanceof DataStream) return { view: new TableView(newOutputId()), stream: value as DataStream<unknown> }
  if (value instanceof RunningGraph) return { view: new GraphView(newOutputId(), value.jobs, () => performance.now()) }
  return undefined
}
