/** What a notebook's variables hold, asked for piece by piece. Plain data. */
import type { CellValue, TableColumn } from './live.ts'
import type { InferredType } from './liveTypes.ts'

/** One step from a value into it. */
export type PathStep =
  | { readonly kind: 'property'; readonly name: string }
  /** The how-manieth own symbol. */
  | { readonly kind: 'symbol'; readonly index: number }
  /** An element of an array or typed array. */
  | { readonly kind: 'index'; readonly index: number }
  /** The key or value of the how-manieth entry of a map; a set's items are values. */
  | { readonly kind: 'entry'; readonly index: number; readonly part: 'key' | 'value' }

/** A top-level name, and the way from its value to a part of it. */
export interface VariablePath {
  readonly name: string
  readonly steps: readonly PathStep[]
}

/** What the value is, for its icon and its commands. */
export type VariableKind = 'value' | 'object' | 'list' | 'function' | 'class' | 'stream' | 'model' | 'frame' | 'schema'

/** One row of the view. */
export interface VariableView {
  readonly name: string
  readonly kind: VariableKind
  readonly type: string
  /** One line, at most 120 characters. */
  readonly preview: string
  /** `1,000 items`, `500 × 4`; empty where there is nothing to count. */
  readonly size: string
  /** How many children can be asked for. */
  readonly children: number
  /** Can be shown as a table. */
  readonly isTable: boolean
  /** Where its children are; absent for what is a child by description only (a schema's column). */
  readonly path: VariablePath | undefined
}

/** Some rows of a table, and its shape. */
export interface VariableTable {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly CellValue[])[]
  /** Index of the first of `rows`. */
  readonly start: number
  /** Rows of the whole. */
  readonly total: number
}

export interface VariableQueries {
  /** Every top-level name but those that come from imports. */
  list: { readonly ask: Record<never, never>; readonly answer: readonly VariableView[] }
  /** At most 200 children from `start` on; null when the value is not there any more. */
  children: {
    readonly ask: { readonly path: VariablePath; readonly start: number; readonly count: number }
    readonly answer: readonly VariableView[] | null
  }
  /** At most 1,000 rows; null when the value is no table. */
  table: {
    readonly ask: { readonly path: VariablePath; readonly start: number; readonly count: number }
    readonly answer: VariableTable | null
  }
  /** The types of what these names hold; names that are not there are left out. */
  types: {
    readonly ask: { readonly names: readonly string[] }
    readonly answer: Readonly<Record<string, InferredType & { readonly isList: boolean }>>
  }
}

export type VariableQuery = keyof VariableQueries

/** Host → kernel. */
export type VariableRequest = {
  [Q in VariableQuery]: { readonly query: Q; readonly requestId: number; readonly ask: VariableQueries[Q]['ask'] }
}[VariableQuery]

/** Kernel → host. */
export interface VariableResponse {
  readonly requestId: number
  readonly answer: VariableQueries[VariableQuery]['answer']
  /** Set when the question could not be answered. */
  readonly error?: string
}

/** The page of a table → host: rows that have come into view. */
export interface TablePageRequest {
  readonly start: number
  readonly count: number
}

/** Host → the page of a table. */
export interface TablePageAnswer {
  /** As it was asked for. */
  readonly start: number
  /** Null when the value is not there any more, or is no table. */
  readonly table: VariableTable | null
}
