/** Reads Kafka's variable-length numbers (zig-zag, base 128, as in protocol buffers); `position` moves along. */
export class VarintReader {
  constructor(
    readonly bytes: Buffer,
    public position: number,
  ) {}

  /** Exact to 2^53, which no offset, length or time reaches. @throws RangeError at the end of the bytes */
  next(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.bytes[this.position++]
      if (byte === undefined || scale > 2 ** 63) throw new RangeError('a number runs over the end of the record')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) break
      scale *= 128
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
}

/** Writes one such number at `position` and returns the position after it. The caller has made room for 10 bytes. */
export function writeVarint(bytes: Buffer, position: number, value: number): number {
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  while (rest > 0x7f) {
    bytes[position++] = (rest % 128) | 0x80
    rest = Math.floor(rest / 128)
  }
  bytes[position] = rest
  return position + 1
}

/** How many bytes {@link writeVarint} takes for it. */
export function varintSize(value: number): number {
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  let size = 1
  while (rest > 0x7f) {
    rest = Math.floor(rest / 128)
    size++
  }
  return size
}
