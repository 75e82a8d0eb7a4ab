import type { RichContent } from '../protocol/richValue.ts'
import { h, setAttribute, setShown } from './dom.ts'
import type { StateView } from './stateView.ts'
import type { NewSlot } from './valueView.ts'

type Tabs = Extract<RichContent, { type: 'tabs' }>

interface Tab {
  readonly name: string
  readonly button: HTMLButtonElement
  readonly panel: HTMLElement
  readonly slot: ReturnType<NewSlot>
}

/** Values of which one is seen. One tab stop; arrow keys, Home and End choose, as in the ARIA practices for tabs. */
export class TabsContent implements StateView<Tabs> {
  readonly element = h('div', 'flinknb-tabs')
  private readonly list = h('div', 'flinknb-tab-list')
  private tabs: Tab[] = []
  private chosen = 0

  constructor(private readonly newSlot: NewSlot) {
    this.list.setAttribute('role', 'tablist')
    this.list.addEventListener('keydown', event => this.key(event))
    this.element.append(this.list)
  }

  draw({ tabs }: Tabs): void {
    if (tabs.length !== this.tabs.length || tabs.some(({ name }, index) => this.tabs[index]?.name !== name)) {
      for (const tab of this.tabs) tab.slot.dispose()
      this.tabs = tabs.map(({ name }, index) => this.newTab(String(name), index))
      this.list.replaceChildren(...this.tabs.map(tab => tab.button))
      this.element.replaceChildren(this.list, ...this.tabs.map(tab => tab.panel))
      this.choose(Math.min(this.chosen, tabs.length - 1))
    }
    for (const [index, { content }] of tabs.entries()) this.tabs[index]?.slot.draw(content)
  }

  themeChanged(): void {
    for (const tab of this.tabs) tab.slot.themeChanged()
  }

  dispose(): void {
    for (const tab of this.tabs) tab.slot.dispose()
    this.element.remove()
  }

  private newTab(name: string, index: number): Tab {
    const id = crypto.randomUUID()
    const button = h('button', 'flinknb-tab', name)
    button.type = 'button'
    button.id = `tab-${id}`
    button.setAttribute('role', 'tab')
    button.setAttribute('aria-controls', `panel-${id}`)
    button.addEventListener('click', () => this.choose(index))
    const panel = h('div', 'flinknb-tab-panel')
    panel.id = `panel-${id}`
    panel.tabIndex = 0
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-labelledby', button.id)
    return { name, button, panel, slot: this.newSlot(panel) }
  }

  private choose(chosen: number): void {
    this.chosen = chosen
    for (const [index, { button, panel }] of this.tabs.entries()) {
      setAttribute(button, 'aria-selected', String(index === chosen))
      button.tabIndex = index === chosen ? 0 : -1
      setShown(panel, index === chosen)
    }
  }

  private key(event: KeyboardEvent): void {
    const count = this.tabs.length
    const to = {
      ArrowRight: (this.chosen + 1) % count,
      ArrowLeft: (this.chosen + count - 1) % count,
      Home: 0,
      End: count - 1,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    this.choose(to)
    this.tabs[to]?.button.focus()
  }
}
