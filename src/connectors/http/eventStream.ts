/** One server-sent event. */
export interface ServerSentEvent {
  readonly data: string
  /** The id in force after it: what a reconnecting client names as the last it has seen. Empty: none was given. */
  readonly id: string
}

/** Decodes `text/event-stream` (WHATWG HTML, 9.2.6), fed with text in pieces. Bounded by one event. */
export class EventStreamDecoder {
  /** What the server wants waited before a reconnect, in milliseconds. */
  retryMs: number | undefined
  private rest = ''
  private data: string[] = []
  private atStart = true

  constructor(private id = '') {}

  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = []
    let input = this.rest + text
    if (this.atStart && input !== '') {
      this.atStart = false
      input = input.replace(/^\uFEFF/, '')
    }
    // A CR at the very end may be the first half of a CRLF.
    const lines = input.split(/\r\n|\n|\r(?!$)/)
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.line(line, events)
    return events
  }

  private line(line: string, events: ServerSentEvent[]): void {
    if (line === '') {
      if (this.data.length > 0) events.push({ data: this.data.join('\n'), id: this.id })
      this.data = []
      return
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') this.data.push(value)
    else if (field === 'id' && !value.includes('\0')) this.id = value
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value)
  }
}
