// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { GraphView } from '../../src/kernel/views/graphView.ts'
import type { OutputId } from '../../src/protocol/live.ts'
import { runningEnvironment, sinkTaking } from './runningJob.ts'

test('names are text in the picture, the table and the terminal', async () => {
  const hostile = '<script>alert(1)</script>\u001b[31m"\'&'
  const { env, submit } = runningEnvironment()
  env
    .fromCollection([1])
    .map(value => value, hostile)
    .sinkTo(sinkTaking(0), '</text><image href="x"/>')
  const view = new GraphView(
    'g' as OutputId,
    () => env.jobs(),
    () => 0,
  )
  const job = submit()
  view.follow(job)
  await job.done
  view.takePatch()
  const bundle = view.mimeBundle()
  const svg = new DOMParser().parseFromString(String(bundle['image/svg+xml']), 'image/svg+xml')
  expect(svg.querySelectorAll('script, image')).toHaveLength(0)
  expect(svg.documentElement.textContent).toContain('<script>')
  const html = new DOMParser().parseFromString(String(bundle['text/html']), 'text/html')
  expect(html.querySelectorAll('script, image, img')).toHaveLength(0)
  expect(html.body.textContent).toContain('<script>alert(1)</script>')
  expect(String(bundle['text/plain'])).not.toContain('\u001b')
})
