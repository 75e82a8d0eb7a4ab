import { messageOf } from '../../base/errors.ts'
import type { SourceContext } from '../../engine/source.ts'
import { type OnMalformed, rejectRecord } from '../deadLetters.ts'
import type { Format } from '../format.ts'

/** Beyond this many messages or bytes the queue is full, until it is down to a quarter. */
const FULL_MESSAGES = 8_192
const FULL_BYTES = 16 * 1024 * 1024

/**
 * Messages that have come and are not polled yet, decoded when they are. It bounds nothing itself: whoever fills it
 * stops while it is `full` (8,192 messages or 16 MiB) and goes on when it `hasRoom`.
 */
export class MessageQueue<T> {
  private messages: Uint8Array[] = []
  private next = 0
  private bytes = 0
  /** Records of a message that gave more than were asked for. */
  private rest: T[] = []
  private count = 0

  constructor(
    private readonly format: Format<T>,
    private readonly origin: string,
    private readonly onMalformed: OnMalformed,
    private readonly context: Pick<SourceContext, 'deadLetter' | 'clock'>,
  ) {}

  get full(): boolean {
    return this.messages.length - this.next >= FULL_MESSAGES || this.bytes >= FULL_BYTES
  }

  get hasRoom(): boolean {
    return this.messages.length - this.next <= FULL_MESSAGES / 4 && this.bytes <= FULL_BYTES / 4
  }

  get empty(): boolean {
    return this.next === this.messages.length && this.rest.length === 0
  }

  push(message: Uint8Array): void {
    this.messages.push(message)
    this.bytes += message.byteLength
  }

  /** At most `maxRecords`, in order. A message that cannot be decoded becomes a dead letter, or throws. */
  take(maxRecords: number): T[] {
    const values = this.rest.splice(0, maxRecords)
    while (values.length < maxRecords && this.next < this.messages.length) {
      const message = this.messages[this.next++] as Uint8Array
      this.bytes -= message.byteLength
      const decoded = this.decode(message)
      const room = maxRecords - values.length
      for (const value of decoded.length > room ? decoded.slice(0, room) : decoded) values.push(value)
      if (decoded.length > room) this.rest = decoded.slice(room)
    }
    if (this.next === this.messages.length) {
      this.messages = []
      this.next = 0
    } else if (this.next > FULL_MESSAGES) {
      this.messages = this.messages.slice(this.next)
      this.next = 0
    }
    return values
  }

  private decode(message: Uint8Array): T[] {
    const number = ++this.count
    try {
      return this.format.decodeMessage(message)
    } catch (error) {
      const origin = `${this.origin} message ${number}`
      rejectRecord(this.context, this.onMalformed, { origin, reason: messageOf(error), raw: message })
      return []
    }
  }
}
