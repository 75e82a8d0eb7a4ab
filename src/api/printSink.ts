import type { Sink } from '../engine/sink.ts'

/** Prints every record; what `display(stream)` does in a plain program. */
export function printSink<T>(): Sink<T> {
  return {
    kind: 'print',
    description: 'print',
    open: async () => ({
      write: values => {
        for (const value of values) console.log(value)
      },
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
}
