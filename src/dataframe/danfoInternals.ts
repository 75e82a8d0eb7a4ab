import type { IndexLabel } from './row.ts'
import type { DType } from './series.ts'

/**
 * The parts of danfo.js 1.2.0 (pinned) behind its documented surface that our construction and repairs rely on: how a
 * frame holds its data, and the methods on the prototypes that all frames and all series share.
 */
export interface DanfoFrame {
  $isSeries: boolean
  /** The rows, or a series' values. */
  $data: unknown[]
  /** The same by column; for a series the values again. Empty in low memory mode. */
  $dataIncolumnFormat: unknown[]
  $index: IndexLabel[]
  $columns: string[]
  $dtypes: string[]
  $config: object & { readonly isLowMemoryMode?: boolean }
  readonly shape: number[]
}

export type DanfoConstructor = new (
  data: readonly unknown[],
  options: { columns?: readonly string[]; index?: readonly IndexLabel[]; dtypes?: readonly DType[]; config?: object },
) => DanfoFrame

export interface DanfoClass {
  readonly prototype: object
}

/** The classes as the package exports them: Node's subclasses of the ones that danfo's own operations give back. */
export interface DanfoClasses {
  readonly DataFrame: DanfoConstructor & DanfoClass
  readonly Series: DanfoConstructor & DanfoClass
}

/** The prototype that every frame (every series) has, whichever way it came to be. */
export function sharedPrototype(danfoClass: DanfoClass): object {
  return Object.getPrototypeOf(danfoClass.prototype) as object
}
