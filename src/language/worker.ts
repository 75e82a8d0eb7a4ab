/** The language worker: one TypeScript for all notebooks, off the thread that serves the editor. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { FlinknbError, messageOf } from '../base/errors.ts'
import { CancelFlags } from './cancelFlags.ts'
import { LanguageServer } from './languageServer.ts'
import type { LanguageRequest, LanguageResponse, LanguageWorkerData } from './messages.ts'
import { RequestQueue } from './requestQueue.ts'

const port = parentPort
if (!port) throw new Error('The language worker runs in a worker thread.')

const { default: typescript } = await import('typescript')
const { files, cancelled } = workerData as LanguageWorkerData
const flags = new CancelFlags(cancelled)
let current = 0
const server = new LanguageServer(typescript, files, () => flags.isCancelled(current))
const queue = new RequestQueue(requestId => flags.isCancelled(requestId))
const reply = (response: LanguageResponse) => port.postMessage(response)

/** Looks at all that has come meanwhile: it may be more urgent, or make what waits needless. */
const next = () => {
  for (let came = receiveMessageOnPort(port); came; came = receiveMessageOnPort(port)) queue.add(came.message)
  return queue.next()
}

port.on('message', (request: LanguageRequest) => {
  queue.add(request)
  for (let one = next(); one; one = next()) work(one)
})

function work(request: LanguageRequest): void {
  if (request.type !== 'call') {
    server.notify(request)
    return
  }
  const { requestId } = request
  current = requestId
  try {
    reply({ type: 'answer', requestId, answer: server.answer(request) })
  } catch (thrown) {
    if (thrown instanceof typescript.OperationCanceledException) return // who asked has gone
    const code = thrown instanceof FlinknbError ? thrown.code : undefined
    reply({ type: 'failed', requestId, message: messageOf(thrown), code })
  } finally {
    current = 0
  }
}
