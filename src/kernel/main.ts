/** The kernel process: connects a {@link Kernel} to its host and keeps it answerable. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { HostMessage } from '../protocol/messages.ts'
import { InterruptFlag } from './cell/interruptFlag.ts'
import { SourcePlaces } from './cell/sourcePlaces.ts'
import { installStackFormat } from './errors/formatStack.ts'
import { HostChannel } from './hostChannel.ts'
import { answerPings, type InterruptWorkerData } from './interruptProtocol.ts'
import { Kernel } from './kernel.ts'
import { routeStandardStreams } from './output/routeStandardStreams.ts'
import { heapLimitBytes } from './watch/heapLimitBytes.ts'

const directory = path.dirname(fileURLToPath(import.meta.url))
const flag = new InterruptFlag()
const places = new SourcePlaces()

const worker = new Worker(new URL('./interruptWorker.mjs', import.meta.url), {
  workerData: {
    flag: flag.buffer,
    fd: 4,
    heapLimitBytes: heapLimitBytes(process.execArgv),
  } satisfies InterruptWorkerData,
  name: 'flinknb interrupt',
})
answerPings(worker, flag)
worker.unref()

const channel = new HostChannel()
const kernel = new Kernel({
  post: message => channel.post(message),
  congested: () => channel.congested,
  places,
  flag,
  importApi: () => import('../api/index.ts'),
  exit: () => void channel.sent().then(() => process.exit(0)),
})

installStackFormat(places, directory)
routeStandardStreams(() => {
  const speaker = kernel.speaker()
  return speaker && ((name, text) => speaker.write(name, text))
})
process.on('unhandledRejection', error => kernel.reportStray(error))
process.on('uncaughtException', error => kernel.reportStray(error))
// Ctrl-C in a terminal reaches this process too; what is to stop, the host says.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit(0))
process.on('message', message => kernel.handle(message as HostMessage))
channel.post({ type: 'ready', pid: process.pid })
