import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { KernelProcess } from '../src/host/kernelProcess.ts'
import type { CellId, KernelMessage } from '../src/protocol/messages.ts'
import { median } from './compare.ts'

const COLD_STARTS = 5
const WARM_CELLS = 240
const NOTEBOOK_CELLS = 60

/** Prints how long a person waits for a kernel: its first value after a start, and a cell in one that runs. */
export async function kernelTimes(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-bench-'))
  const options = {
    kernelPath: path.resolve('dist/kernel.mjs'),
    notebookPath: path.join(folder, 'bench.flinknb'),
    directory: folder,
  }
  const cold: number[] = []
  for (let i = 0; i < COLD_STARTS; i++) {
    const start = performance.now()
    const kernel = await KernelProcess.start(options)
    await runCell(kernel, `import { env } from 'flinknb'\nenv ? 6 * 7 : 0`)
    cold.push(performance.now() - start)
    await kernel.shutdown()
  }
  const kernel = await KernelProcess.start(options)
  await runCell(kernel, 'let total = 0')
  // As a notebook of sixty cells has them, each with fifty lines.
  const lines = Array.from({ length: 48 }, (_, i) => `const v${i}: number = total + ${i} // line ${i}`).join('\n')
  const warm: number[] = []
  for (let i = 0; i < WARM_CELLS; i++)
    warm.push((await runCell(kernel, `${lines}\ntotal += ${i}\ntotal`, i % NOTEBOOK_CELLS)).codeMs)
  await kernel.shutdown()
  rmSync(folder, { recursive: true })
  const p95 = [...warm].sort((a, b) => a - b)[Math.floor(WARM_CELLS * 0.95)] ?? Number.NaN
  console.log(`\nfirst cell value after a kernel start: ${median(cold).toFixed(0)} ms (wanted: under 500)`)
  console.log(
    `warm cell of 50 lines in the kernel, of 60: median ${median(warm).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms (wanted: under 15)`,
  )
}

type Finished = Extract<KernelMessage, { type: 'executionFinished' }>

function runCell(kernel: KernelProcess, code: string, cell = 0): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const id = kernel.execute({ cellId: `bench-${cell}` as CellId, cellNumber: cell + 1, code })
    const stop = kernel.onMessage(message => {
      if (message.type !== 'executionFinished' || message.executionId !== id) return
      stop()
      if (message.status === 'ok') resolve(message)
      else reject(new Error(`the cell ended with status ${message.status}`))
    })
  })
}
