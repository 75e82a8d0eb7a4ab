import type { KernelMessage } from '../protocol/messages.ts'

/** With more messages than this under way, live outputs wait: their views stay bounded, this queue would not. */
const MAX_UNSENT = 200

/** The way to the host. */
export class HostChannel {
  private unsent = 0
  private resolveSent: () => void = () => {}

  /** The host does not keep up with what it is sent. */
  get congested(): boolean {
    return this.unsent > MAX_UNSENT
  }

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
