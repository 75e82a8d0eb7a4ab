import type { RichContent } from '../protocol/richValue.ts'
import { h, setAttribute } from './dom.ts'
import type { StateView } from './stateView.ts'

type Image = Extract<RichContent, { type: 'image' }>

/** A picture out of the notebook itself. */
export class ImageContent implements StateView<Image> {
  readonly element = h('img', 'flinknb-image')

  draw({ mime, base64, alt }: Image): void {
    const known = /^image\/(?:png|jpeg|gif|webp)$/.test(mime)
    setAttribute(this.element, 'src', known ? `data:${mime};base64,${base64}` : null)
    setAttribute(this.element, 'alt', String(alt))
  }

  dispose(): void {
    this.element.remove()
  }
}
