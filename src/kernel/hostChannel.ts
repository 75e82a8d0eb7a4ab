import type { KernelMessage } from '../protocol/messages.ts'

/** The way to the host. */
export class HostChannel {
  private unsent = 0
  private resolveSent: () => void = () => {}

  post(message: KernelMessage): void {
    if (!process.connected || !process.send) return // the host has gone; so will this process
    this.unsent++
    process.send(message, undefined, {}, () => {
      if (--this.unsent === 0) this.resolveSent()
    })
  }

  /** Resolves when everything posted so far has left. */
  async sent(): Promise<void> {
    if (this.unsent === 0) return
    await new Promise<void>(resolve => {
      this.resolveSent = resolve
    })
  }
}
