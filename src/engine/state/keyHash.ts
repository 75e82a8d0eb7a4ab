const FLOAT = new Float64Array(1)
const FLOAT_BITS = new Int32Array(FLOAT.buffer)

/**
 * A hash of a key: 32 bits, the same for keys that a `Map` takes for the same (so of −0 and 0, and of NaN). Objects, which a
 * `Map` tells apart by identity, all get the same; keys made of several columns are text by now.
 */
export function keyHash(key: unknown): number {
  if (typeof key === 'string') return textHash(key)
  if (typeof key === 'number') return numberHash(key)
  if (typeof key === 'bigint') return numberHash(Number(BigInt.asIntN(53, key)))
  return key === true ? 1 : 0
}

/** FNV-1a over its characters (Fowler, Noll and Vo 1991), its bits mixed once more: tables take the lowest. */
function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mixed(hash)
}

function numberHash(key: number): number {
  const whole = key | 0
  if (whole === key) return mixed(whole)
  FLOAT[0] = key
  return mixed(Math.imul(FLOAT_BITS[0] as number, 31) + (FLOAT_BITS[1] as number))
}

/** The last steps of MurmurHash3 (Appleby): every bit of the result depends on every bit given. */
function mixed(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
