import type { LiveOutput } from '../protocol/live.ts'
import type { RichContent } from '../protocol/richValue.ts'
import { h } from './dom.ts'
import { readLiveOutput } from './readOutput.ts'
import type { StateView } from './stateView.ts'

/** A stream's output within a value. */
export interface LivePart {
  readonly element: HTMLElement
  shows(output: LiveOutput): boolean
  saved(output: LiveOutput): void
  themeChanged(): void
  dispose(): void
}

/** Keeps the output of a stream where it is for as long as it is the same stream. */
export class LiveContent implements StateView<Extract<RichContent, { type: 'live' }>> {
  readonly element = h('div', 'flinknb-live')
  private part: LivePart | undefined

  constructor(private readonly make: (output: LiveOutput) => LivePart) {}

  draw(content: { readonly output: LiveOutput }): void {
    const output = readLiveOutput(content.output)
    if (this.part?.shows(output)) {
      this.part.saved(output)
      return
    }
    this.part?.dispose()
    this.part = this.make(output)
    this.element.replaceChildren(this.part.element)
  }

  themeChanged(): void {
    this.part?.themeChanged()
  }

  dispose(): void {
    this.part?.dispose()
    this.element.remove()
  }
}
