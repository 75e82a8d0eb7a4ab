import type { CellValue, TableColumn } from './live.ts'

/**
 * What an output on screen can ask the kernel, besides following it: questions about what the kernel keeps and the state does
 * not hold, and what a person did to a control. Each is answered once. A member a kind of question; plain data.
 */
export type LiveQuestion =
  /** A stretch of the rows that a table keeps, in an order and through a filter of the asker's. */
  | {
      readonly kind: 'rows'
      /** Place of the first row among those that pass the filter. */
      readonly from: number
      readonly count: number
      readonly sort?: RowOrder | undefined
      readonly filters?: readonly RowFilter[] | undefined
    }
  /** What a column holds: figures and a small histogram. */
  | { readonly kind: 'columnStatistics'; readonly column: string }
  /** The record behind a point of a plot. Points move while the question travels: x and y say which is meant. */
  | {
      readonly kind: 'pointRecord'
      readonly trace: number
      readonly point: number
      readonly x: string | number | null
      readonly y: string | number | null
    }
  /** The newest records of an arrow of a dataflow: watched from the first question on, for as long as questions come. */
  | { readonly kind: 'edgeRecords'; readonly job: string; readonly from: string; readonly side?: string | undefined }
  /** The newest records that could not be decoded, of the job behind the output. Every output has an answer. */
  | { readonly kind: 'deadLetters' }
  /** The metrics of an operator over time. */
  | { readonly kind: 'operatorHistory'; readonly job: string; readonly operator: string }

export interface RowOrder {
  readonly column: string
  readonly descending: boolean
}

/** Rows whose cell, as it is shown, holds a text; or whose number or time lies in a range. */
export interface RowFilter {
  readonly column: string
  readonly contains?: string | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** The answer to each kind of question. */
export interface LiveAnswers {
  readonly rows: { readonly rows: readonly (readonly CellValue[])[]; readonly total: number }
  readonly columnStatistics: {
    readonly count: number
    readonly nulls: number
    readonly distinct: number | null
    readonly min: CellValue
    readonly max: CellValue
    readonly mean: number | null
    /** Counts of equally wide bins from `min` to `max`; of the commonest values where they are no numbers. */
    readonly bins: readonly { readonly label: string; readonly count: number }[]
  }
  readonly pointRecord: { readonly record: CellValue }
  readonly edgeRecords: NewestRecords
  readonly deadLetters: NewestRecords
  readonly operatorHistory: { readonly metrics: readonly MetricCourse[] }
}

/** A few records, newest last. */
export interface NewestRecords {
  readonly columns: readonly TableColumn[]
  /** Row-major in the order of `columns`. */
  readonly rows: readonly (readonly CellValue[])[]
  /** Event time of each in epoch milliseconds; null where it has none. */
  readonly times: readonly (number | null)[]
  /** Whether more may come. */
  readonly live: boolean
}

/** A figure over time. */
export interface MetricCourse {
  readonly name: string
  readonly unit: '/s' | '%' | 's' | ''
  /** Oldest first, evenly spaced, at most 120. */
  readonly values: readonly (number | null)[]
}

export type LiveAnswer = LiveAnswers[LiveQuestion['kind']]
export type AnswerTo<Q extends LiveQuestion> = LiveAnswers[Q['kind']]
