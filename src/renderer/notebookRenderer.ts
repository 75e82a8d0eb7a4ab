import type { OutputItem, RendererContext } from 'vscode-notebook-renderer'
import { LIVE_MIME } from '../protocol/live.ts'
import { h } from './dom.ts'
import { DrawPacer } from './drawPacer.ts'
import { FrameScheduler } from './frameScheduler.ts'
import { KernelChannel } from './kernelChannel.ts'
import { LiveOutputView } from './liveOutputView.ts'
import { PlotView } from './plotView.ts'
import { readFigure, readLiveOutput } from './readOutput.ts'
import { styleSheet } from './styleSheet.ts'
import { watchTheme } from './theme.ts'

/** What is on screen for one output item. */
interface Shown {
  readonly element: HTMLElement
  themeChanged?(): void
  dispose(): void
}

/** All outputs of one notebook editor. */
export class NotebookRenderer {
  private readonly shown = new Map<string, Shown>()
  private readonly channel: KernelChannel
  private readonly frames: FrameScheduler
  private readonly plots = new DrawPacer()
  private readonly style = h('style', '', styleSheet)
  private readonly unwatchTheme: () => void

  constructor(
    context: Pick<RendererContext<unknown>, 'postMessage' | 'onDidReceiveMessage'>,
    view: Window & typeof globalThis,
  ) {
    this.channel = new KernelChannel(context)
    this.frames = new FrameScheduler(view)
    view.document.head.append(this.style)
    this.unwatchTheme = watchTheme(view.document, () => this.frames.request(this.redrawAll))
  }

  /** Shows an item in an element. The same live output stays as it is, so that an update of the notebook does not flicker. */
  render(item: Pick<OutputItem, 'id' | 'mime' | 'json'>, element: HTMLElement): void {
    let shown: Shown
    try {
      shown = item.mime === LIVE_MIME ? this.live(item) : this.figure(item)
    } catch (error) {
      this.disposeItem(item.id)
      const message = h('div', 'flinknb flinknb-error', error instanceof Error ? error.message : String(error))
      message.setAttribute('role', 'alert')
      element.replaceChildren(message)
      return
    }
    this.shown.set(item.id, shown)
    if (shown.element.parentElement !== element || element.childNodes.length !== 1)
      element.replaceChildren(shown.element)
  }

  /** The item has gone from the screen; undefined: all have. */
  disposeItem(id?: string): void {
    const ids = id === undefined ? [...this.shown.keys()] : [id]
    for (const one of ids) {
      this.shown.get(one)?.dispose()
      this.shown.delete(one)
    }
  }

  dispose(): void {
    this.disposeItem()
    this.unwatchTheme()
    this.frames.dispose()
    this.channel.dispose()
    this.style.remove()
  }

  private readonly redrawAll = (): void => {
    for (const shown of this.shown.values()) shown.themeChanged?.()
  }

  private live(item: Pick<OutputItem, 'id' | 'json'>): Shown {
    const output = readLiveOutput(item.json())
    const before = this.shown.get(item.id)
    if (before instanceof LiveOutputView && before.shows(output)) {
      before.saved(output)
      return before
    }
    this.disposeItem(item.id)
    return new LiveOutputView(output, { channel: this.channel, frames: this.frames, plots: this.plots })
  }

  private figure(item: Pick<OutputItem, 'id' | 'json'>): Shown {
    const figure = readFigure(item.json())
    const before = this.shown.get(item.id)
    const shown = before instanceof StaticFigure ? before : new StaticFigure(this.plots)
    if (shown !== before) this.disposeItem(item.id)
    shown.draw(figure)
    return shown
  }
}

/** A plotly figure that no stream stands behind. */
class StaticFigure implements Shown {
  readonly element: HTMLElement
  private readonly plot: PlotView

  constructor(plots: DrawPacer) {
    this.plot = new PlotView(plots)
    this.element = h('div', 'flinknb', this.plot.element)
  }

  draw(figure: ReturnType<typeof readFigure>): void {
    this.plot.draw(figure)
  }

  themeChanged(): void {
    this.plot.themeChanged()
  }

  dispose(): void {
    this.plot.dispose()
    this.element.remove()
  }
}
