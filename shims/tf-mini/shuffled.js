/**
 * A copy in random order, the same for the same seed: Fisher and Yates' shuffle over mulberry32 (Tommy Ettinger 2017,
 * public domain). TensorFlow shuffles within a window of the sample's size, so that late rows are never drawn first;
 * here every order is as likely as another.
 */
function shuffled(items, seed) {
  const result = [...items]
  const random = mulberry32(hash(String(seed)))
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[result[i], result[j]] = [result[j], result[i]]
  }
  return result
}

/** FNV-1a: 32 bits from the seed's text, which danfo passes. */
function hash(text) {
  let state = 0x811c9dc5
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  return state >>> 0
}

function mulberry32(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

module.exports = { shuffled }
