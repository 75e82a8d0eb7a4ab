/** Five rows with what goes wrong in danfo: epoch milliseconds, a missing number, repeated values, text. */
export const PURCHASES: { id: number; ts: number; age: number; price: number | null; city: string }[] = [
  { id: 1, ts: 1700000000124, age: 31, price: 19.5, city: 'Oslo' },
  { id: 2, ts: 1700000001124, age: 47, price: null, city: 'Bergen' },
  { id: 3, ts: 1700000002524, age: 23, price: 7.25, city: 'Oslo' },
  { id: 4, ts: 1700000003124, age: 64, price: 120.1, city: 'Alta' },
  { id: 5, ts: 1700000009999, age: 23, price: 33.3, city: 'Bergen' },
]
