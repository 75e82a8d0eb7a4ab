import type { Sink } from '../engine/sink.ts'

/**
 * Prints every record; what `display(stream)` does in a plain program.
 *
 * @param label stands before each record
 */
export function printSink<T>(label?: string): Sink<T> {
  return {
    kind: 'print',
    description: label === undefined ? 'print' : `print ${label}`,
    open: async () => ({
      write: values => {
        for (const value of values) {
          if (label === undefined) console.log(value)
          else console.log(`${label}>`, value)
        }
      },
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
}
