/** Enough of a `'flinknb'` to try cells on, in the spelling of emitted declarations. */
export const SMALL_API = `
export interface DataStream<T> {
  map<R>(f: (row: T) => R): DataStream<R>
  filter(f: (row: T) => boolean): DataStream<T>
  keyBy<K extends keyof T>(column: K): DataStream<T[K]>
  executeAndCollect(): Promise<T[]>
}
/** Where streams begin. */
export declare const env: { fromCollection<T>(items: Iterable<T>): DataStream<T> }
export declare function param<T>(name: string, byDefault: T): T
`
