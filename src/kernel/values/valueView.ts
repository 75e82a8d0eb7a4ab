import { LIVE_MIME, type LiveOutput, type OutputId, PLOTLY_MIME } from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import type { RichContent, ValueState } from '../../protocol/richValue.ts'
import type { LiveView } from '../liveView.ts'
import { contentHtml } from './contentHtml.ts'
import { contentOf } from './contentOf.ts'
import { contentText } from './contentText.ts'

/** A displayed value, which its handle replaces. Bounded: it keeps one value; of many that come between two pictures the last is drawn. */
export class ValueView implements LiveView {
  /** A handle can be used from other cells. */
  readonly outlivesCell = true
  private content: RichContent
  private changed = false

  constructor(
    readonly outputId: OutputId,
    value: unknown,
    /** Shows what is alive within the value as an output of its own. */
    private readonly parts: ValueParts,
  ) {
    this.content = contentOf(value, parts.show)
  }

  /** Shows another value from now on. */
  replace(value: unknown): void {
    this.parts.forget()
    this.content = contentOf(value, this.parts.show)
    this.changed = true
  }

  /** Something alive within it has changed: what is saved is to be saved again. */
  partChanged(): void {
    this.changed = true
  }

  append(): void {}

  setStatus(): void {}

  state(): ValueState {
    return { kind: 'value', content: withNewest(this.content, this.parts) }
  }

  takePatch(): ValueState | undefined {
    if (!this.changed) return undefined
    this.changed = false
    return this.state()
  }

  dispose(): void {
    this.parts.forget()
  }

  /** Ours beside standard types that say the same. */
  mimeBundle(): MimeBundle {
    const state = this.state()
    const { content } = state
    const part = (mime: string) => (outputId: string) => String(this.parts.bundle(outputId)[mime] ?? '')
    const output: LiveOutput = { version: 1, outputId: this.outputId, state }
    return { [LIVE_MIME]: output, ...standardBundle(content, part) }
  }
}

function standardBundle(content: RichContent, part: (mime: string) => (outputId: string) => string): MimeBundle {
  const text = { 'text/plain': contentText(content, part('text/plain')) }
  if (content.type === 'text') return text
  if (content.type === 'figure') return { [PLOTLY_MIME]: { data: content.data, layout: content.layout }, ...text }
  if (content.type === 'image') return { [content.mime]: content.base64, ...text }
  return { 'text/html': contentHtml(content, part('text/html')), ...text }
}

/** The outputs within a value. */
export interface ValueParts {
  show(value: unknown): RichContent | undefined
  /** As the output stands now. */
  newest(outputId: string): LiveOutput | undefined
  bundle(outputId: string): MimeBundle
  /** The value is replaced. */
  forget(): void
}

function withNewest(content: RichContent, parts: ValueParts): RichContent {
  switch (content.type) {
    case 'live':
      return { type: 'live', output: parts.newest(content.output.outputId) ?? content.output }
    case 'row':
      return { type: 'row', parts: content.parts.map(part => withNewest(part, parts)) }
    case 'tabs':
      return {
        type: 'tabs',
        tabs: content.tabs.map(({ name, content: inner }) => ({ name, content: withNewest(inner, parts) })),
      }
    default:
      return content
  }
}
