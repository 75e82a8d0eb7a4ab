const encoder = new TextEncoder()

/**
 * MurmurHash3, 32 bits, of a text's UTF-8 bytes, as a signed number (Austin Appleby, public domain). scikit-learn's
 * `FeatureHasher` uses it with seed 0.
 */
export function murmurHash3(text: string, seed = 0): number {
  const bytes = encoder.encode(text)
  const blocks = bytes.length - (bytes.length % 4)
  let h = seed | 0
  for (let i = 0; i < blocks; i += 4) {
    const k =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24)
    h ^= scramble(k)
    h = (h << 13) | (h >>> 19)
    h = (Math.imul(h, 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let i = bytes.length - 1; i >= blocks; i--) tail = (tail << 8) | (bytes[i] as number)
  if (bytes.length > blocks) h ^= scramble(tail)
  h ^= bytes.length
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function scramble(k: number): number {
  const mixed = Math.imul(k, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}
