import type { LiveOutput, PlotlyLayout, PlotlyTrace } from './live.ts'
import type { HtmlNode } from './safeHtml.ts'

/** A displayed value that its handle can replace. A patch is the whole. */
export interface ValueState {
  readonly kind: 'value'
  readonly content: RichContent
}

/** What a value looks like. Plain data; HTML only as nodes that passed the list of what is harmless. */
export type RichContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'html'; readonly nodes: readonly HtmlNode[]; readonly text: string }
  | { readonly type: 'image'; readonly mime: ImageMime; readonly base64: string; readonly alt: string }
  | { readonly type: 'figure'; readonly data: readonly PlotlyTrace[]; readonly layout: PlotlyLayout }
  | ProgressContent
  /** Side by side; below each other where there is no room. */
  | { readonly type: 'row'; readonly parts: readonly RichContent[] }
  | { readonly type: 'tabs'; readonly tabs: readonly { readonly name: string; readonly content: RichContent }[] }
  /** Follows the kernel by an id of its own. */
  | { readonly type: 'live'; readonly output: LiveOutput }

export type ImageMime = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'

export interface ProgressContent {
  readonly type: 'progress'
  readonly label: string
  readonly done: number
  /** Null where nobody knows how many there will be. */
  readonly total: number | null
  readonly state: 'running' | 'done' | 'stopped'
  readonly elapsedMs: number
}
