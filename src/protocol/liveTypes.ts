/** What records turned out to be, where they come from, and how they differ from what was declared. Plain data. */
import type { CellId } from './messages.ts'

/** A type as far as values can be held against it. */
export type TypeShape =
  | { readonly kind: 'unknown' }
  /** `typeof`'s words, `null`, or the name of a class of JavaScript's own: `Date`, `Uint8Array`. */
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'array'; readonly item: TypeShape }
  | { readonly kind: 'object'; readonly fields: readonly FieldShape[] }
  /** An object used as a dictionary. */
  | { readonly kind: 'record'; readonly value: TypeShape }
  | { readonly kind: 'union'; readonly members: readonly TypeShape[] }

export interface FieldShape {
  readonly name: string
  readonly optional: boolean
  readonly type: TypeShape
}

/** Where a source was made: the call in the cell's text as it was run. 1-based. */
export interface SourcePlace {
  readonly cellId: CellId
  readonly line: number
  readonly column: number
  /** The function that made it: `fileSource`. */
  readonly callee: string
}

/** A type found by looking at records. */
export interface InferredType {
  /** Records looked at. */
  readonly records: number
  /** The type of one record on one line, in TypeScript. */
  readonly text: string
  /** The same as the body of an interface, its lines indented; undefined where a record is no object. */
  readonly body: string | undefined
}

/** What a source has delivered. */
export interface LiveSourceType extends SourcePlace, InferredType {
  readonly mismatch: TypeMismatch | undefined
}

/** A record that does not fit the declared type. */
export interface TypeMismatch {
  /** Where in the record: `price`, `items[0].id`; empty for the record itself. */
  readonly path: string
  /** In TypeScript. */
  readonly expected: string
  readonly found: string
  /** The record, as JSON where it can be, cut to 500 characters. */
  readonly example: string
}

/** What a cell declares of a source: found by the language service, checked by the kernel. */
export interface DeclaredSourceType {
  readonly place: SourcePlace
  readonly shape: TypeShape
}
