import { expect, test } from 'vitest'
import { LiveOutput } from '../../src/kernel/live/liveOutput.ts'
import { OutputPump } from '../../src/kernel/live/outputPump.ts'
import type { LiveView } from '../../src/kernel/liveView.ts'
import { TableView } from '../../src/kernel/views/tableView.ts'
import type { OutputId, RendererMessage } from '../../src/protocol/live.ts'

const question = { kind: 'columnStatistics', column: 'price' } as const

function asked(view: LiveView, outputId: OutputId = view.outputId): Promise<RendererMessage> {
  return new Promise(resolve => {
    const pump = new OutputPump(1000, resolve, () => false)
    const output = new LiveOutput(view, { toRenderers: resolve, save: () => {} })
    pump.add(output)
    pump.handle({ type: 'ask', outputId, askId: 'q1', question })
    pump.forget(output)
  })
}

test('a view answers what an output on screen asks', async () => {
  const view = Object.assign(new TableView('o1' as OutputId), {
    answer: async ({ kind }: { kind: string }) => ({ record: kind }),
  })
  expect(await asked(view)).toEqual({
    type: 'answer',
    outputId: 'o1',
    askId: 'q1',
    answer: { record: 'columnStatistics' },
  })
})

test('what a view cannot answer is an error, what the kernel does not know is gone', async () => {
  const failing = Object.assign(new TableView('o1' as OutputId), {
    answer: () => {
      throw new Error('no point 1')
    },
  })
  expect(await asked(failing)).toMatchObject({ type: 'answer', askId: 'q1', error: 'no point 1' })
  const looking: LiveView = Object.assign(new TableView('o1' as OutputId), { answer: undefined as never })
  expect(await asked(looking)).toMatchObject({
    type: 'answer',
    error: "This output has no answer to 'columnStatistics'.",
  })
  expect(await asked(looking, 'o2' as OutputId)).toEqual({ type: 'gone', outputId: 'o2' })
})
