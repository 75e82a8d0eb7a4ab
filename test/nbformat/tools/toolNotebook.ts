import type { Layout } from './writeJson.ts'

/** A cell as people think of it; each tool writes it its own way. */
export interface PlainCell {
  readonly type: 'code' | 'markdown' | 'raw'
  readonly source: string
  /** Which of the kinds of outputs it has. */
  readonly outputs: readonly Json[]
  readonly count: number | null
  readonly attachments?: Json | undefined
}

export interface Json {
  readonly [key: string]: unknown
}

/** How one tool writes notebooks. */
export interface Tool {
  readonly name: string
  readonly minor: number
  /** Whether cells carry ids. */
  readonly ids: boolean
  /** A source as one string instead of a list of lines. */
  readonly sourceAsText?: boolean
  readonly layout: Layout
  /** Keys in the order in which the tool writes them; others follow. */
  readonly cellKeys?: readonly string[]
  readonly notebookKeys?: readonly string[]
  readonly cellMetadata: (index: number, cell: PlainCell) => Json
  readonly notebookMetadata: Json
}

/** A notebook file, and what is in it. */
export interface ToolNotebook {
  readonly name: string
  readonly text: string
  readonly minor: number
  readonly cells: readonly PlainCell[]
}
