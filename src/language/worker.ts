/** The language worker: one TypeScript for all notebooks, off the thread that serves the editor. */
import { parentPort, workerData } from 'node:worker_threads'
import { FlinknbError, messageOf } from '../base/errors.ts'
import { LanguageServer } from './languageServer.ts'
import type { LanguageFiles, LanguageRequest, LanguageResponse } from './messages.ts'

const port = parentPort
if (!port) throw new Error('The language worker runs in a worker thread.')

const { default: typescript } = await import('typescript')
const server = new LanguageServer(typescript, workerData as LanguageFiles)
const reply = (response: LanguageResponse) => port.postMessage(response)

port.on('message', (request: LanguageRequest) => {
  if (request.type !== 'call') server.notify(request)
  else {
    try {
      reply({ type: 'answer', requestId: request.requestId, answer: server.answer(request) })
    } catch (thrown) {
      const code = thrown instanceof FlinknbError ? thrown.code : undefined
      reply({ type: 'failed', requestId: request.requestId, message: messageOf(thrown), code })
    }
  }
})
