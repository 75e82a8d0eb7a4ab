import path from 'node:path'
import { StreamExecutionEnvironment } from '../engine/environment.ts'
import { currentSession } from './currentSession.ts'
import { fileCheckpointStore, readCheckpoint } from './fileCheckpointStore.ts'

/** Where streams begin. What is sunk belongs to the cell (or the program) that sinks it. */
export const env: StreamExecutionEnvironment = new StreamExecutionEnvironment({
  described: (source, callee) => currentSession().sourceMade?.(source, callee),
  addSink: sink => currentSession().addSink(sink),
  submit: sinks => currentSession().submit(sinks),
  execute: () => currentSession().execute(),
  checkpointStore: (directory, jobId, retain) =>
    fileCheckpointStore(
      path.resolve(currentSession().baseDirectory, directory, jobId.replace(/[^\w-]+/g, '-')),
      retain,
    ),
  readCheckpoint: file => readCheckpoint(path.resolve(currentSession().baseDirectory, file)),
})
