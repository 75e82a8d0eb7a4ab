import type { Sink } from '../../engine/sink.ts'
import type { LiveView } from '../liveView.ts'

/** Counts what reaches a view. */
export interface ViewCount {
  records: number
}

/** Feeds a live view with the records of a stream. Never waits: a view keeps only what it shows. */
export function viewSink(view: Pick<LiveView, 'append'>, count: ViewCount): Sink<unknown> {
  return {
    kind: 'display',
    description: 'display',
    open: async () => ({
      write(values, timestamps) {
        count.records += values.length
        view.append(values, timestamps)
      },
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
}
