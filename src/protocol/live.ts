/**
 * Outputs that change while a job runs. The kernel holds the truth as a {@link LiveState}; the renderer gets one whole
 * state when it attaches and bounded {@link LivePatch}es afterwards, at display rate. Plain data throughout.
 */

import type { GraphState } from './graph.ts'
import type { LiveAnswer, LiveQuestion } from './questions.ts'
import type { ValueState } from './richValue.ts'

/** MIME type of a live output in the notebook: a {@link LiveOutput}. */
export const LIVE_MIME = 'application/vnd.flinknb.live+json'
export const PLOTLY_MIME = 'application/vnd.plotly.v1+json'

/** Id of one live output, unique within a notebook's life. */
export type OutputId = string & { readonly __brand: 'OutputId' }

/** What stands in the notebook's output, also after the kernel has gone. */
export interface LiveOutput {
  readonly version: 1
  readonly outputId: OutputId
  readonly state: LiveState
}

export type LiveState = TableState | PlotState | MetricsState | GraphState | ValueState
export type LivePatch = TablePatch | PlotPatch | MetricsPatch | GraphState | ValueState

/** States in words: what a person sees on a running output. */
export type StreamPhase =
  | 'starting'
  | 'waiting for first record'
  | 'running'
  | 'idle'
  | 'backpressured'
  | 'finished'
  | 'stopped'
  | 'failed'

/** The line under every live output. */
export interface StreamStatus {
  readonly phase: StreamPhase
  /** Records that reached this output. */
  readonly records: number
  readonly recordsPerSecond: number
  /** Epoch milliseconds; null while there is none. */
  readonly watermark: number | null
  readonly late: number
  readonly malformed: number
  /** While it is backpressured: the name of the operator that holds the others back. */
  readonly backpressuredBy?: string
  /** What holds the job up, or what its connection says ('reconnecting in 4 s'). */
  readonly note?: string
  readonly error?: string
}

/** A value as it can stand in a table cell: JSON, with big integers, NaN and infinities as text. */
export type CellValue = string | number | boolean | null | readonly CellValue[] | { readonly [key: string]: CellValue }

export type ColumnType = 'number' | 'text' | 'boolean' | 'time' | 'object' | 'mixed'

export interface TableColumn {
  readonly name: string
  readonly type: ColumnType
}

export interface TableState {
  readonly kind: 'table'
  readonly columns: readonly TableColumn[]
  /** Newest last; row-major in the order of `columns`; at most `capacity`. */
  readonly rows: readonly (readonly CellValue[])[]
  readonly capacity: number
  readonly status: StreamStatus
}

export interface TablePatch {
  readonly kind: 'table'
  /** Present when the columns changed; `rows` then replaces instead of appending. */
  readonly columns?: readonly TableColumn[]
  readonly rows: readonly (readonly CellValue[])[]
  readonly status: StreamStatus
}

/** One plotly trace; `x`, `y` and other point arrays are plain arrays. */
export type PlotlyTrace = Readonly<Record<string, unknown>>
export type PlotlyLayout = Readonly<Record<string, unknown>>

export interface PlotState {
  readonly kind: 'plot'
  readonly data: readonly PlotlyTrace[]
  readonly layout: PlotlyLayout
  /** The newest points kept in each trace; null keeps down-sampled everything. */
  readonly maxPoints: number | null
  /** One sentence that says what the plot shows, for those who cannot see it. */
  readonly summary: string
  readonly status: StreamStatus
}

export interface PlotPatch {
  readonly kind: 'plot'
  /** Points to append: for each trace index the arrays to extend. */
  readonly extend?: readonly TraceExtension[]
  /** Traces that are new, appended after the existing ones before `extend` is applied. */
  readonly addTraces?: readonly PlotlyTrace[]
  /** Replaces all traces (kinds that are recomputed, such as histograms). */
  readonly data?: readonly PlotlyTrace[]
  /** Present when the layout changed: the first record says whether an axis is one of time. */
  readonly layout?: PlotlyLayout
  readonly summary: string
  readonly status: StreamStatus
}

/** What changes in one trace: points go at either end, then others are appended. */
export interface TraceExtension {
  /** Index of the trace. */
  readonly trace: number
  /** Oldest points to remove first: they have left the time window. */
  readonly dropFirst?: number
  /** Newest points to remove before appending: a record out of order, or an open down-sampling bucket, replaces them. */
  readonly dropLast?: number
  readonly points: Readonly<Record<string, readonly unknown[]>>
}

export interface MetricView {
  readonly name: string
  /** Over everything so far; null before it is defined. */
  readonly cumulative: number | null
  /** Over the newest `window` records. */
  readonly windowed: number | null
  /** The windowed value over time, oldest first, at most 120 points, for a sparkline. */
  readonly history: readonly (number | null)[]
  /** Whether a smaller value is better (errors) or a larger one (R²). */
  readonly better: 'lower' | 'higher'
}

export interface MetricsState {
  readonly kind: 'metrics'
  readonly title: string
  readonly window: number | null
  readonly metrics: readonly MetricView[]
  readonly status: StreamStatus
}

/** Metrics are small: a patch is the whole. */
export type MetricsPatch = MetricsState

/** Renderer → kernel, carried by the host unread. */
export type RendererRequest =
  /** The output is on screen: send its state, then patches. */
  | { readonly type: 'attach'; readonly outputId: OutputId }
  | { readonly type: 'detach'; readonly outputId: OutputId }
  /** Answered once, by `answer` with the same number, which is unique among renderers. */
  | { readonly type: 'ask'; readonly outputId: OutputId; readonly askId: string; readonly question: LiveQuestion }

/** Kernel → renderer, carried by the host unread. */
export type RendererMessage =
  | { readonly type: 'state'; readonly outputId: OutputId; readonly state: LiveState }
  | { readonly type: 'patch'; readonly outputId: OutputId; readonly patch: LivePatch }
  | {
      readonly type: 'answer'
      readonly outputId: OutputId
      readonly askId: string
      /** Missing where there is an error. */
      readonly answer?: LiveAnswer | undefined
      readonly error?: string | undefined
    }
  /** The kernel does not know the output (it was restarted): what the notebook holds is the last word. */
  | { readonly type: 'gone'; readonly outputId: OutputId }
