/** A purchase as the example has it, with the keys the benchmarks group by. */
export interface Purchase {
  readonly id: number
  readonly ts: number
  readonly shop: string
  readonly age: number
  readonly income: number
  readonly buyCount: number
  readonly price: number
}

const START = 1_717_200_000_000

/** Deterministic purchases, one every ten milliseconds, with up to two seconds of disorder. */
export function purchases(count: number, shops: number): Purchase[] {
  let state = 12_345
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 4_294_967_296
  }
  return Array.from({ length: count }, (_, id) => {
    const age = 18 + Math.floor(random() * 60)
    const income = 12_000 + random() * 90_000
    const buyCount = Math.floor(random() * 10)
    const price = 5 + age * 0.4 + income * 0.0009 + buyCount * 3.5 + (random() - 0.5) * 12
    const ts = START + id * 10 - Math.floor(random() * 2_000)
    return { id, ts, shop: `shop ${Math.floor(random() * shops)}`, age, income, buyCount, price }
  })
}
