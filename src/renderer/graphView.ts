import type { GraphJob, GraphState } from '../protocol/graph.ts'
import { h, setShown, setText } from './dom.ts'
import { type Ask, GraphPanel } from './graphPanel.ts'
import { GraphPicture } from './graphPicture.ts'
import { arrowSentence, operatorSentence } from './graphWords.ts'
import type { StateView } from './stateView.ts'

/** The running dataflow: a picture a job, what is open under it, and the same as a list. */
export class GraphView implements StateView<GraphState> {
  readonly element = h('section', 'flinknb-graph')
  private readonly empty = h(
    'div',
    'flinknb-graph-empty',
    'No job runs. Its dataflow appears here as soon as one does.',
  )
  private readonly jobs = new Map<string, JobFigure>()

  constructor(private readonly ask: Ask) {
    this.element.setAttribute('aria-label', 'Running dataflow')
    this.element.append(this.empty)
  }

  draw(state: GraphState): void {
    setShown(this.empty, state.jobs.length === 0)
    const ids = new Set(state.jobs.map(job => job.id))
    for (const [id, figure] of this.jobs) {
      if (ids.has(id)) continue
      figure.dispose()
      this.jobs.delete(id)
    }
    for (const job of state.jobs) {
      const figure = this.jobs.get(job.id) ?? this.add(job.id)
      figure.draw(job)
    }
  }

  dispose(): void {
    for (const figure of this.jobs.values()) figure.dispose()
    this.element.remove()
  }

  private add(id: string): JobFigure {
    const figure = new JobFigure(this.ask)
    this.jobs.set(id, figure)
    this.element.append(figure.element)
    return figure
  }
}

class JobFigure {
  readonly element = h('div', 'flinknb-job')
  private readonly title = h('div', 'flinknb-title')
  private readonly picture: GraphPicture
  private readonly panel: GraphPanel
  private readonly list = h('ul', 'flinknb-graph-list')
  private job: GraphJob | undefined

  constructor(ask: Ask) {
    this.panel = new GraphPanel(ask)
    this.picture = new GraphPicture((part, button) => {
      if (this.job) this.panel.show(this.job, part, button)
    })
    const details = h('details', 'flinknb-graph-text', h('summary', '', 'As text'), this.list)
    this.element.append(this.title, this.picture.element, this.panel.element, details)
  }

  draw(job: GraphJob): void {
    this.job = job
    const restarts = job.restarts > 0 ? ` · restarted ${job.restarts}×` : ''
    const leftOut = job.leftOut > 0 ? ` · ${job.leftOut} more operators are not drawn` : ''
    setText(this.title, `${job.id} · ${job.state}${restarts}${leftOut}`)
    this.picture.draw(job)
    this.panel.update(job)
    const lines = [
      ...job.operators.map(operator => operatorSentence(operator, job)),
      ...job.arrows.map(arrow => arrowSentence(arrow, job)),
    ]
    while (this.list.children.length > lines.length) this.list.lastElementChild?.remove()
    for (const [index, line] of lines.entries())
      setText(this.list.children[index] ?? this.list.appendChild(h('li')), line)
  }

  dispose(): void {
    this.panel.dispose()
    this.element.remove()
  }
}
