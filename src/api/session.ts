import { AsyncLocalStorage } from 'node:async_hooks'
import type { Clock } from '../base/clock.ts'
import type { Job } from '../engine/job.ts'
import type { SinkTransformation } from '../engine/transformation.ts'

/** What `display` returns: the displayed value can be replaced. */
export interface DisplayHandle {
  update(value: unknown): void
}

/**
 * What surrounds the public module while user code runs: a cell of the kernel, or a plain Node program. The module's
 * functions find it through {@link currentSession}, so a callback of a job that a cell started still speaks for that cell.
 */
export interface Session {
  readonly clock: Clock
  /** Absolute folder where relative paths start. */
  readonly baseDirectory: string
  /** The value set for a parameter by whoever runs this, unconverted; undefined when none was set. */
  param(name: string): unknown
  /** Shows a value, or a stream live. */
  display(value: unknown): DisplayHandle
  /**
   * Code made a source: what it delivers may be of interest to whoever shows the code. Of several calls for one object the
   * first counts.
   *
   * @param made the source, or what stands for it in a job (a transformation)
   * @param callee the public function that made it
   */
  sourceMade?(made: object, callee: string): void
  /** A stream terminal was described: it becomes part of the job submitted when the cell's code has been evaluated. */
  addSink(sink: SinkTransformation): void
  /** Starts a job with just these sinks now (`executeAndCollect`). It belongs to the cell: stopping the cell cancels it. */
  submit(sinks: readonly SinkTransformation[]): Job
  /** Submits what `addSink` collected so far and resolves when that job has ended (`env.execute()` in plain programs). */
  execute(): Promise<void>
}

const storage = new AsyncLocalStorage<Session>()

/** Runs `body`, and whatever it starts asynchronously, within a session. */
export function runInSession<R>(session: Session, body: () => R): R {
  return storage.run(session, body)
}

/** The session of the running code; undefined outside of every one. */
export function enclosingSession(): Session | undefined {
  return storage.getStore()
}
