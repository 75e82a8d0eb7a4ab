import { FlinknbError } from '../base/errors.ts'
import type { DataStream } from '../engine/dataStream.ts'
import type { Sink } from '../engine/sink.ts'
import { currentSession } from './currentSession.ts'

/** A batch on its way to the loop; `taken` lets the job read on. */
interface Handed {
  readonly values: readonly unknown[]
  taken(): void
}

/**
 * The records of a stream, one after another: its job starts now, waits while the loop is busy with a batch, and is
 * cancelled when the loop is left. Bounded by one batch.
 */
export async function* recordsOf<T>(stream: DataStream<T>): AsyncGenerator<T> {
  let handed: Handed | undefined
  let current: Handed | undefined
  let wake = () => {}
  let closed = false
  const sink: Sink<unknown> = {
    kind: 'loop',
    description: 'loop',
    open: async () => ({
      write: values =>
        new Promise<void>(resolve => {
          if (closed) return resolve()
          handed = { values: values.slice(), taken: resolve }
          wake()
        }),
      prepareCommit: async () => undefined,
      commit: async () => {},
      abort: async () => {},
      close: async () => {},
    }),
  }
  const job = currentSession().submit([{ kind: 'sink', name: 'loop', input: stream.transformation, sink }])
  let ended = false
  void job.done.then(() => {
    ended = true
    wake()
  })
  try {
    for (;;) {
      if (!handed && !ended) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      current = handed
      if (!current) break
      handed = undefined
      yield* current.values as readonly T[]
      current.taken()
    }
    if (job.state === 'failed') throw job.error
    if (job.state === 'stopped') throw new FlinknbError('INTERRUPTED', 'The stream was stopped before its end.')
  } finally {
    closed = true
    current?.taken()
    handed?.taken()
    if (!ended) await job.cancel()
  }
}
