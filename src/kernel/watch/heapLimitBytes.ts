import { getHeapStatistics } from 'node:v8'

/**
 * What this process's heap may hold of lasting objects: `--max-old-space-size`, as the host sets it. V8's own figure adds
 * what is kept free for new objects, so a heap is full before it.
 */
export function heapLimitBytes(execArgv: readonly string[]): number {
  const megabytes = execArgv.map(flag => /^--max-old-space-size=(\d+)$/.exec(flag)?.[1]).find(found => found)
  return megabytes ? Number(megabytes) * 2 ** 20 : getHeapStatistics().heap_size_limit
}
