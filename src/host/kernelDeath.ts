import type { CellError } from '../protocol/messages.ts'
import type { KernelExit } from './kernelChild.ts'

/** How a kernel came to its end, when it was not asked to. */
export interface KernelDeath extends KernelExit {
  readonly memoryLimitMb: number
}

const OUT_OF_MEMORY = /FATAL ERROR: .*(?:heap out of memory|Allocation failed|invalid (?:array|table) size)/i

const INTACT =
  'Text and outputs of the notebook and checkpoints on disk are intact; its variables are gone. Run the cells again'

/**
 * The error of a cell that was running when its kernel ended.
 *
 * @param cellNumber the cell whose code was running, as far as is known
 */
export function deathError(death: KernelDeath, cellNumber: number): CellError {
  const { code, message } = describeDeath(death, cellNumber)
  return { name: 'KernelDied', message, stack: '', cellNumber, code }
}

function describeDeath(death: KernelDeath, cellNumber: number): { readonly code: string; readonly message: string } {
  const { exitCode, signal, stderr, stuck, memoryLimitMb } = death
  if (stuck) {
    return {
      code: 'INTERRUPTED',
      message: `The code of cell ${cellNumber} could not be broken off, so the kernel was ended. ${INTACT}: a fresh kernel starts with the next one.`,
    }
  }
  if (OUT_OF_MEMORY.test(stderr)) {
    return {
      code: 'OUT_OF_MEMORY',
      message: `The kernel ran out of memory (limit ${memoryLimitMb} MB) while cell ${cellNumber} was running. ${INTACT}, raise flinknb.memoryLimitMb (flinknb run --memory-limit), or keep less of the stream at once.`,
    }
  }
  if (signal === 'SIGKILL') {
    return {
      code: 'KERNEL_DIED',
      message: `The kernel was killed from outside (SIGKILL) while cell ${cellNumber} was running; operating systems do that when the machine runs out of memory. ${INTACT}.`,
    }
  }
  const how = signal ? `by signal ${signal}` : `with exit code ${exitCode}`
  const last = stderr.trim().split('\n').slice(-5).join('\n')
  return {
    code: 'KERNEL_DIED',
    message: `The kernel ended ${how} while cell ${cellNumber} was running. ${INTACT}.${last ? `\nIts last words:\n${last}` : ''}`,
  }
}
