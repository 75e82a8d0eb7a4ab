/** How a notebook's kernel is started. */
export interface KernelOptions {
  /** Absolute path of the built kernel, `dist/kernel.mjs`. */
  readonly kernelPath: string
  /** Absolute path of the notebook's file; it need not exist. */
  readonly notebookPath: string
  /** Where relative paths and imports start, and the kernel's working folder. */
  readonly directory: string
  /** Values of `param(name, default)`; text is converted to the type of the default. */
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** Heap limit of the kernel in MiB: 4096 when not given. */
  readonly memoryLimitMb?: number | undefined
  /** Milliseconds between two patches of one live output: 100 when not given. */
  readonly displayIntervalMs?: number | undefined
}

export const DEFAULT_MEMORY_LIMIT_MB = 4_096
export const DEFAULT_DISPLAY_INTERVAL_MS = 100
