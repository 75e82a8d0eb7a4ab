import type { Scope } from '../cell/scope.ts'
import type { DebugSources } from './debugSources.ts'

/** Lets a debugger in, on demand: Node's own inspector, on a free port of this machine only. */
export class DebugPort {
  private readonly shown = new Set<string>()
  private isOpen = false

  constructor(
    private readonly sources: DebugSources,
    private readonly scope: Scope,
  ) {}

  /** @returns the address of the inspector, and the folder where the debugger finds the cells */
  async open(): Promise<{ readonly url: string; readonly directory: string }> {
    const inspector = await import('node:inspector')
    if (!inspector.url()) inspector.open(0, '127.0.0.1')
    if (!this.isOpen) process.once('exit', this.removeSources)
    this.isOpen = true
    this.refresh()
    return { url: inspector.url() ?? '', directory: this.sources.write() }
  }

  /** Cells' names as globals, so that hovers and watches find them: in compiled code they are properties of the scope. */
  refresh(): void {
    if (!this.isOpen) return
    for (const name of this.scope.names()) {
      if (name in globalThis) continue
      Object.defineProperty(globalThis, name, { get: () => this.scope.get(name), configurable: true })
      this.shown.add(name)
    }
  }

  async close(): Promise<void> {
    if (!this.isOpen) return
    this.isOpen = false
    for (const name of this.shown) Reflect.deleteProperty(globalThis, name)
    this.shown.clear()
    process.off('exit', this.removeSources)
    this.removeSources()
    const inspector = await import('node:inspector')
    inspector.close()
  }

  private readonly removeSources = (): void => this.sources.remove()
}
