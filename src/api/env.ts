import { StreamExecutionEnvironment } from '../engine/environment.ts'
import { currentSession } from './currentSession.ts'

/** Where streams begin. What is sunk belongs to the cell (or the program) that sinks it. */
export const env: StreamExecutionEnvironment = new StreamExecutionEnvironment({
  addSink: sink => currentSession().addSink(sink),
  submit: sinks => currentSession().submit(sinks),
  execute: () => currentSession().execute(),
})
