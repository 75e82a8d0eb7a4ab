import type { RichContent } from '../protocol/richValue.ts'
import { h, setText } from './dom.ts'
import type { StateView } from './stateView.ts'

/** Text as it is. */
export class TextContent implements StateView<Extract<RichContent, { type: 'text' }>> {
  readonly element = h('pre', 'flinknb-plain')

  draw({ text }: { readonly text: string }): void {
    setText(this.element, String(text))
  }

  dispose(): void {
    this.element.remove()
  }
}
