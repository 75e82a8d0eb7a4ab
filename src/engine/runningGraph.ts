import type { Job } from './job.ts'
import type { JobGraph } from './jobGraph.ts'

/**
 * What `env.graph()` gives: the graphs of the jobs that run at that moment, as an array, and the way to look again for whoever
 * shows them live.
 */
export class RunningGraph extends Array<JobGraph> {
  /** What `map` and `filter` give is a plain array. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  /** The jobs that run now. Not enumerable: what is printed are the graphs. */
  declare readonly jobs: () => readonly Job[]
}

/** The graphs of these jobs now. */
export function runningGraph(jobs: () => readonly Job[]): RunningGraph {
  const graph = new RunningGraph()
  Object.defineProperty(graph, 'jobs', { value: jobs })
  for (const job of jobs()) graph.push(job.graph())
  return graph
}
