import { expect, test, vi } from 'vitest'
import type { OutputId, RendererMessage, RendererRequest } from '../../src/protocol/live.ts'
import { KernelChannel } from '../../src/renderer/kernelChannel.ts'

const outputId = 'o1' as OutputId
const question = { kind: 'columnStatistics', column: 'price' } as const

function channelWithKernel(kernel: (request: RendererRequest, reply: (message: RendererMessage) => void) => void) {
  let listener: (message: RendererMessage) => void = () => {}
  return new KernelChannel({
    postMessage: request => kernel(request as RendererRequest, message => listener(message)),
    onDidReceiveMessage: (handler: (message: never) => void) => {
      listener = handler as typeof listener
      return { dispose: () => {} }
    },
  } as ConstructorParameters<typeof KernelChannel>[0])
}

test('a question is answered once, and not by the answer to another', async () => {
  const channel = channelWithKernel((request, reply) => {
    if (request.type !== 'ask') return
    reply({ type: 'answer', outputId, askId: 'of another editor', answer: { record: 1 } })
    reply({ type: 'answer', outputId, askId: request.askId, answer: { record: 2 } })
    reply({ type: 'answer', outputId, askId: request.askId, answer: { record: 3 } })
  })
  expect(await channel.ask(outputId, question)).toEqual({ record: 2 })
})

test('an error of the kernel, its silence, its absence and the end of the output are said', async () => {
  const refusing = channelWithKernel((request, reply) => {
    if (request.type === 'ask') reply({ type: 'answer', outputId, askId: request.askId, error: 'no such column' })
  })
  await expect(refusing.ask(outputId, question)).rejects.toThrow('no such column')
  await expect(new KernelChannel({}).ask(outputId, question)).rejects.toThrow('There is no kernel.')
  vi.useFakeTimers()
  const silent = channelWithKernel(() => {})
  const unanswered = silent.ask(outputId, question)
  vi.advanceTimersByTime(10_000)
  await expect(unanswered).rejects.toThrow('does not answer')
  vi.useRealTimers()
  const closing = channelWithKernel(() => {})
  const pending = closing.ask(outputId, question)
  closing.dispose()
  await expect(pending).rejects.toThrow('has gone')
})
