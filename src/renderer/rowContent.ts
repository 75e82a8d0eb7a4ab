import type { RichContent } from '../protocol/richValue.ts'
import { h } from './dom.ts'
import type { StateView } from './stateView.ts'
import type { NewSlot } from './valueView.ts'

/** Values side by side. */
export class RowContent implements StateView<Extract<RichContent, { type: 'row' }>> {
  readonly element = h('div', 'flinknb-row')
  private slots: ReturnType<NewSlot>[] = []

  constructor(private readonly newSlot: NewSlot) {}

  draw({ parts }: { readonly parts: readonly RichContent[] }): void {
    if (parts.length !== this.slots.length) {
      this.disposeSlots()
      const places = parts.map(() => h('div', 'flinknb-row-part'))
      this.element.replaceChildren(...places)
      this.slots = places.map(this.newSlot)
    }
    for (const [index, part] of parts.entries()) this.slots[index]?.draw(part)
  }

  themeChanged(): void {
    for (const slot of this.slots) slot.themeChanged()
  }

  dispose(): void {
    this.disposeSlots()
    this.element.remove()
  }

  private disposeSlots(): void {
    for (const slot of this.slots) slot.dispose()
  }
}
