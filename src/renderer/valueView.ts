import type { LiveOutput } from '../protocol/live.ts'
import type { RichContent, ValueState } from '../protocol/richValue.ts'
import { h } from './dom.ts'
import type { DrawPacer } from './drawPacer.ts'
import { FigureContent } from './figureContent.ts'
import { HtmlContent } from './htmlContent.ts'
import { ImageContent } from './imageContent.ts'
import { LiveContent, type LivePart } from './liveContent.ts'
import { ProgressBar } from './progressBar.ts'
import { RowContent } from './rowContent.ts'
import type { StateView } from './stateView.ts'
import { TabsContent } from './tabsContent.ts'
import { TextContent } from './textContent.ts'

export interface ContentSurroundings {
  readonly plots: DrawPacer
  /** Draws a stream's output. */
  live(output: LiveOutput): LivePart
}

/** A displayed value. */
export class ValueView implements StateView<ValueState> {
  readonly element = h('div', 'flinknb-value')
  private readonly slot: ContentSlot

  constructor(surroundings: ContentSurroundings) {
    this.slot = new ContentSlot(this.element, surroundings)
  }

  draw(state: ValueState): void {
    this.slot.draw(state.content)
  }

  themeChanged(): void {
    this.slot.themeChanged()
  }

  dispose(): void {
    this.slot.dispose()
    this.element.remove()
  }
}

/** A place for content: what follows content of the same type is drawn into the same elements, so that nothing jumps. */
export class ContentSlot {
  private type: RichContent['type'] | undefined
  private view: StateView<RichContent> | undefined

  constructor(
    private readonly element: HTMLElement,
    private readonly surroundings: ContentSurroundings,
  ) {}

  draw(content: RichContent): void {
    if (!this.view || this.type !== content.type) {
      this.view?.dispose()
      this.type = content.type
      this.view = this.viewFor(content)
      this.element.replaceChildren(this.view.element)
    }
    this.view.draw(content)
  }

  themeChanged(): void {
    this.view?.themeChanged?.()
  }

  dispose(): void {
    this.view?.dispose()
    this.view = undefined
  }

  private viewFor({ type }: RichContent): StateView<RichContent> {
    const newSlot = (element: HTMLElement) => new ContentSlot(element, this.surroundings)
    const views: { readonly [T in RichContent['type']]: () => StateView<Extract<RichContent, { type: T }>> } = {
      text: () => new TextContent(),
      html: () => new HtmlContent(),
      image: () => new ImageContent(),
      figure: () => new FigureContent(this.surroundings.plots),
      progress: () => new ProgressBar(),
      row: () => new RowContent(newSlot),
      tabs: () => new TabsContent(newSlot),
      live: () => new LiveContent(output => this.surroundings.live(output)),
    }
    if (!Object.hasOwn(views, type)) {
      throw new Error('This output was written by another version of flinknb. Run the cell again to see it.')
    }
    return views[type]() as StateView<RichContent>
  }
}

/** Makes a place within an element. */
export type NewSlot = (element: HTMLElement) => Pick<ContentSlot, 'draw' | 'themeChanged' | 'dispose'>
