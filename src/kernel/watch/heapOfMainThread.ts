import { Session } from 'node:inspector'

/** Bytes that the main thread's heap holds, garbage included; from a worker, also while the main thread runs a loop. */
export async function heapOfMainThread(): Promise<number> {
  const { usedSize } = await ask<{ usedSize: number }>('Runtime.getHeapUsage')
  return usedSize
}

/** The same without garbage. Stops the main thread for as long as a collection takes: a second for some gigabytes. */
export async function liveHeapOfMainThread(): Promise<number> {
  await ask('HeapProfiler.collectGarbage')
  return heapOfMainThread()
}

function ask<R>(method: string): Promise<R> {
  const session = new Session()
  session.connectToMainThread()
  return new Promise((resolve, reject) => {
    session.post(method, (error, result) => {
      session.disconnect()
      if (error) reject(error)
      else resolve(result as R)
    })
  })
}
