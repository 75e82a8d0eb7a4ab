import type { GraphJob } from '../protocol/graph.ts'
import type { AnswerTo, LiveQuestion, MetricCourse } from '../protocol/questions.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import type { GraphPart } from './graphPicture.ts'
import { arrowSentence, operatorSentence } from './graphWords.ts'
import { numberText } from './numberText.ts'
import { recordTable } from './recordTable.ts'
import { Sparkline } from './sparkline.ts'

/** Asks the kernel about the output. */
export type Ask = <Q extends LiveQuestion>(question: Q) => Promise<AnswerTo<Q>>

/** Between an answer and the next question. */
const AGAIN_MS = 1_000

/** What is open under a dataflow: an arrow's newest records, or the course of an operator's figures. Asks only while it is open. */
export class GraphPanel {
  readonly element = h('div', 'flinknb-graph-panel')
  private readonly title = h('span', 'flinknb-title')
  private readonly close = h('button', 'flinknb-button', 'Close')
  private readonly body = h('div')
  private shown: { readonly job: GraphJob; readonly part: GraphPart; readonly button: HTMLButtonElement } | undefined
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly ask: Ask) {
    this.element.setAttribute('role', 'region')
    this.element.hidden = true
    this.close.type = 'button'
    this.close.addEventListener('click', () => this.hide())
    this.element.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.hide()
    })
    this.element.append(h('div', 'flinknb-graph-panel-head', this.title, this.close), this.body)
  }

  show(job: GraphJob, part: GraphPart, button: HTMLButtonElement): void {
    this.unmark()
    clearTimeout(this.timer)
    this.shown = { job, part, button }
    setAttribute(button, 'aria-expanded', 'true')
    this.body.replaceChildren(h('div', 'flinknb-note', 'Asking …'))
    setShown(this.element, true)
    this.update(job)
    void this.refresh()
  }

  /** The job has news: the title says what is true now. */
  update(job: GraphJob): void {
    if (!this.shown || this.shown.job.id !== job.id) return
    const { part } = this.shown
    const text =
      part.kind === 'arrow'
        ? arrowSentence(
            job.arrows.find(one => one.from === part.arrow.from && one.to === part.arrow.to) ?? part.arrow,
            job,
          )
        : operatorSentence(job.operators.find(one => one.id === part.operator.id) ?? part.operator, job)
    setText(this.title, text)
    setAttribute(this.element, 'aria-label', part.kind === 'arrow' ? 'Newest records' : 'Course of its figures')
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.shown = undefined
  }

  private hide(): void {
    const { button } = this.shown ?? {}
    this.unmark()
    this.dispose()
    setShown(this.element, false)
    button?.focus()
  }

  private unmark(): void {
    if (this.shown) setAttribute(this.shown.button, 'aria-expanded', null)
  }

  private async refresh(): Promise<void> {
    const asked = this.shown
    if (!asked) return
    let again = true
    try {
      again = asked.part.kind === 'arrow' ? await this.records(asked) : await this.courses(asked)
    } catch (error) {
      if (this.shown === asked) this.body.replaceChildren(h('div', 'flinknb-error', String((error as Error).message)))
      again = false
    }
    if (again && this.shown === asked) this.timer = setTimeout(() => void this.refresh(), AGAIN_MS)
  }

  private async records(asked: NonNullable<typeof this.shown>): Promise<boolean> {
    if (asked.part.kind !== 'arrow') return false
    const { from, side } = asked.part.arrow
    const newest = await this.ask({ kind: 'edgeRecords', job: asked.job.id, from, side })
    if (this.shown !== asked) return false
    if (newest.rows.length > 0) this.replaceRecords(recordTable(newest, 'Newest records'))
    else {
      const why = newest.live ? 'Watching: nothing has passed since.' : 'The job has ended: nothing passes any more.'
      this.body.replaceChildren(h('div', 'flinknb-note', why))
    }
    return newest.live
  }

  /** Whoever reads scrolled stays where they are, and keeps the focus. */
  private replaceRecords(table: HTMLElement): void {
    const before = this.body.firstElementChild
    const focused = before === document.activeElement
    const { scrollLeft = 0, scrollTop = 0 } = before ?? {}
    this.body.replaceChildren(table)
    table.scrollTo({ left: scrollLeft, top: scrollTop })
    if (focused) table.focus({ preventScroll: true })
  }

  private async courses(asked: NonNullable<typeof this.shown>): Promise<boolean> {
    if (asked.part.kind !== 'operator') return false
    const { metrics } = await this.ask({
      kind: 'operatorHistory',
      job: asked.job.id,
      operator: asked.part.operator.id,
    })
    if (this.shown !== asked) return false
    const cards = h('div', 'flinknb-cards', ...metrics.map(course))
    cards.setAttribute('role', 'list')
    this.body.replaceChildren(cards)
    return true
  }
}

/** A figure's newest value, its course as a line, and its lowest and highest in words. */
function course({ name, unit, values }: MetricCourse): HTMLElement {
  const known = values.filter(value => value !== null)
  const text = (value: number | undefined) =>
    value === undefined ? '–' : `${numberText(round(value))}${unit === '/s' ? unit : unit && ` ${unit}`}`
  const sparkline = new Sparkline()
  sparkline.draw(values)
  const range = `${text(Math.min(...known))} to ${text(Math.max(...known))}`
  const card = h(
    'div',
    'flinknb-card',
    h('div', 'flinknb-card-name', name),
    h('div', 'flinknb-card-value', text(known.at(-1))),
  )
  card.append(sparkline.element, h('div', 'flinknb-card-foot', range))
  card.setAttribute('role', 'listitem')
  return card
}

function round(value: number): number {
  return Math.abs(value) < 100 ? Math.round(value * 10) / 10 : Math.round(value)
}
