import { expect, test } from 'vitest'
import { StreamStatusTracker } from '../../src/kernel/live/streamStatusTracker.ts'
import { statusText } from '../../src/kernel/views/statusText.ts'
import { numbers, runningEnvironment, sinkTaking } from './runningJob.ts'

test('a job that waits for a sink says which one, and one that waits for its source blames nobody', async () => {
  const { env, submit } = runningEnvironment()
  const rows = env.fromCollection(numbers(1e9, 0))
  rows.map(row => row.i, 'index').sinkTo(sinkTaking(40), 'warehouse')
  rows.sinkTo(sinkTaking(0), 'display')
  const slow = submit('slow')
  env.fromCollection(numbers(5, 40)).sinkTo(sinkTaking(0), 'display')
  const quick = submit('quick')
  const trackers = [slow, quick].map(job => ({
    job,
    tracker: new StreamStatusTracker({ records: 7 }, () => performance.now()),
  }))
  const seen = { slow: '', quick: '' }
  for (let k = 0; k < 4; k++) {
    await new Promise(resolve => setTimeout(resolve, 400))
    for (const { job, tracker } of trackers) seen[job.id as 'slow' | 'quick'] = statusText(tracker.status(job))
  }
  await Promise.all([slow.cancel(), quick.cancel()])
  expect(seen.slow).toMatch(/^backpressured by warehouse · 7 records/)
  expect(seen.quick).toMatch(/^running · 7 records/)
  for (const { job, tracker } of trackers) expect(tracker.status(job)).not.toHaveProperty('backpressuredBy')
})
