import type { NewestRecords } from '../protocol/questions.ts'
import { h, setShown } from './dom.ts'
import { recordTable } from './recordTable.ts'

/** The newest records that could not be decoded, opened from the line under an output: asked for when it opens. */
export class DeadLetterPanel {
  readonly element = h('div', 'flinknb-dead-letters')
  private readonly title = h('span', 'flinknb-title', 'Records that could not be decoded, newest first')
  private readonly body = h('div')
  private asked = 0

  constructor(private readonly ask: () => Promise<NewestRecords>) {
    const close = h('button', 'flinknb-button', 'Close')
    close.type = 'button'
    close.addEventListener('click', () => setShown(this.element, false))
    this.element.hidden = true
    this.element.addEventListener('keydown', event => {
      if (event.key === 'Escape') setShown(this.element, false)
    })
    this.element.append(h('div', 'flinknb-graph-panel-head', this.title, close), this.body)
  }

  toggle(): void {
    const opens = this.element.hidden !== false
    setShown(this.element, opens)
    if (opens) void this.load()
  }

  private async load(): Promise<void> {
    const asked = ++this.asked
    this.body.replaceChildren(h('div', 'flinknb-note', 'Asking …'))
    let content: HTMLElement
    try {
      const letters = await this.ask()
      content =
        letters.rows.length > 0
          ? recordTable(letters, 'Records that could not be decoded')
          : h('div', 'flinknb-note', 'None is kept: the job has started again since.')
    } catch (error) {
      content = h('div', 'flinknb-error', error instanceof Error ? error.message : String(error))
    }
    if (asked === this.asked) this.body.replaceChildren(content)
  }
}
