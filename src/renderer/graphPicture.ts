import type { GraphArrow, GraphJob, GraphOperator, GraphPoint } from '../protocol/graph.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import { arrowSentence, flowText, operatorLines, operatorSentence } from './graphWords.ts'

const SVG = 'http://www.w3.org/2000/svg'
/** Signs of different shape; colour only repeats what text says. */
const SIGNS = { source: '▸', operator: '◆', sink: '◂' } as const

/** Below this share of its size text is no longer read with ease. */
const SMALLEST = 0.75

/** What a person opened in a picture. */
export type GraphPart =
  | { readonly kind: 'operator'; readonly operator: GraphOperator }
  | { readonly kind: 'arrow'; readonly arrow: GraphArrow }

/** One button of the picture, and how it moves on from there. */
interface Stop {
  readonly button: HTMLButtonElement
  readonly part: () => GraphPart
  readonly left: readonly Stop[]
  readonly right: readonly Stop[]
}

/**
 * One job's dataflow: arrows as SVG, operators and the rates on arrows as buttons over it. One of them is in the tab order; the
 * arrow keys go along the flow (left, right) and through everything (up, down), Enter opens.
 */
export class GraphPicture {
  readonly element = h('div', 'flinknb-flow')
  private readonly canvas = h('div', 'flinknb-flow-canvas')
  private shape = ''
  private boxes: OperatorBox[] = []
  private labels: ArrowLabel[] = []
  private stops: Stop[] = []

  constructor(private readonly opened: (part: GraphPart, button: HTMLButtonElement) => void) {
    this.element.setAttribute('role', 'group')
    this.element.append(this.canvas)
    this.element.addEventListener('keydown', event => this.keyDown(event))
  }

  draw(job: GraphJob): void {
    setAttribute(this.element, 'aria-label', `Dataflow of ${job.id}. Arrow keys go from operator to operator.`)
    const shape = JSON.stringify([
      job.width,
      job.operators.map(place),
      job.arrows.map(arrow => [arrow.from, arrow.to, arrow.points]),
    ])
    if (shape !== this.shape) this.build(job)
    this.shape = shape
    this.fit(job.width)
    for (const [index, operator] of job.operators.entries()) this.boxes[index]?.draw(operator, job)
    for (const [index, arrow] of job.arrows.entries()) this.labels[index]?.draw(arrow, job)
  }

  /** A picture that is a little too wide is drawn smaller; one that is much too wide scrolls. */
  private fit(width: number): void {
    const room = this.element.clientWidth
    if (room === 0) return
    const zoom = String(Math.max(SMALLEST, Math.min(1, room / width)))
    if (this.canvas.style.zoom !== zoom) this.canvas.style.zoom = zoom
  }

  private build(job: GraphJob): void {
    this.boxes = job.operators.map(operator => new OperatorBox(operator))
    this.labels = job.arrows.map(arrow => new ArrowLabel(arrow))
    this.canvas.style.width = `${job.width}px`
    this.canvas.style.height = `${job.height}px`
    const svg = document.createElementNS(SVG, 'svg')
    setAttribute(svg, 'width', String(job.width))
    setAttribute(svg, 'height', String(job.height))
    setAttribute(svg, 'aria-hidden', 'true')
    svg.append(...this.labels.flatMap(label => [label.line, label.head, label.reach]))
    this.canvas.replaceChildren(svg, ...this.boxes.map(box => box.button), ...this.labels.map(label => label.button))
    this.link(job)
  }

  /** In the order of reading: from left to right, from top to bottom. */
  private link(job: GraphJob): void {
    const boxStops = new Map<string, MutableStop>()
    for (const [index, box] of this.boxes.entries()) {
      const id = job.operators[index]?.id ?? ''
      boxStops.set(id, {
        button: box.button,
        part: () => ({ kind: 'operator', operator: box.operator }),
        left: [],
        right: [],
        at: box.operator,
      })
    }
    const labelStops = this.labels.map((label): MutableStop => {
      const from = boxStops.get(label.arrow.from)
      const to = boxStops.get(label.arrow.to)
      const stop: MutableStop = {
        button: label.button,
        part: () => ({ kind: 'arrow', arrow: label.arrow }),
        left: from ? [from] : [],
        right: to ? [to] : [],
        at: label.arrow.label,
      }
      from?.right.push(stop)
      to?.left.push(stop)
      return stop
    })
    const stops = [...boxStops.values(), ...labelStops].sort((a, b) => a.at.x - b.at.x || a.at.y - b.at.y)
    this.stops = stops
    for (const [index, stop] of stops.entries()) {
      stop.button.tabIndex = index === 0 ? 0 : -1
      stop.button.addEventListener('click', () => this.opened(stop.part(), stop.button))
      stop.button.addEventListener('focus', () => this.rove(stop))
    }
    for (const [index, label] of this.labels.entries()) {
      const stop = labelStops[index]
      label.reach.addEventListener('click', () => stop && this.opened(stop.part(), stop.button))
    }
  }

  private rove(focused: Stop): void {
    for (const { button } of this.stops) button.tabIndex = button === focused.button ? 0 : -1
  }

  private keyDown(event: KeyboardEvent): void {
    const at = this.stops.findIndex(({ button }) => button === document.activeElement)
    const here = this.stops[at]
    if (!here) return
    const target = {
      ArrowLeft: here.left[0],
      ArrowRight: here.right[0],
      ArrowUp: this.stops[at - 1],
      ArrowDown: this.stops[at + 1],
      Home: this.stops[0],
      End: this.stops.at(-1),
    }[event.key]
    if (!target) return
    event.preventDefault()
    // VS Code must not take the key for a move between cells.
    event.stopPropagation()
    target.button.focus()
  }
}

interface MutableStop extends Stop {
  readonly left: Stop[]
  readonly right: Stop[]
  readonly at: GraphPoint
}

class OperatorBox {
  readonly button = h('button', 'flinknb-operator')
  private readonly name = h('span', 'flinknb-operator-name')
  private readonly mark = h('span', 'flinknb-bottleneck', '▲ bottleneck')
  private readonly bar = h('span', 'flinknb-share')
  private readonly busy = h('span', 'flinknb-share-busy')
  private readonly held = h('span', 'flinknb-share-held')
  private readonly lines = Array.from({ length: 4 }, () => h('span', 'flinknb-operator-line'))

  constructor(public operator: GraphOperator) {
    const { x, y, width, height } = operator
    this.button.type = 'button'
    Object.assign(this.button.style, {
      left: `${x - width / 2}px`,
      top: `${y - height / 2}px`,
      width: `${width}px`,
      height: `${height}px`,
    })
    this.bar.append(this.busy, this.held)
    this.button.append(this.name, this.bar, this.mark, ...this.lines)
  }

  draw(operator: GraphOperator, job: GraphJob): void {
    this.operator = operator
    const running = job.state === 'running'
    setText(this.name, `${SIGNS[operator.kind]} ${operator.name}`)
    setShown(this.mark, running && operator.bottleneck)
    setAttribute(this.button, 'data-kind', operator.kind)
    setAttribute(this.button, 'data-level', running ? levelOf(operator) : 'still')
    setAttribute(this.button, 'data-bottleneck', running && operator.bottleneck ? '' : null)
    setAttribute(this.button, 'aria-label', operatorSentence(operator, job))
    setAttribute(this.button, 'title', operator.name)
    this.busy.style.width = `${running ? operator.busy * 100 : 0}%`
    this.held.style.width = `${running ? operator.backpressured * 100 : 0}%`
    for (const [index, text] of operatorLines(operator, job).entries()) {
      const line = this.lines[index]
      if (!line) continue
      setText(line, text)
      setShown(line, text !== '')
    }
  }
}

function levelOf({ backpressure, busy }: GraphOperator): string {
  if (backpressure !== 'ok') return backpressure === 'high' ? 'held' : 'low'
  return busy > 0.5 ? 'busy' : 'ok'
}

class ArrowLabel {
  readonly button = h('button', 'flinknb-arrow')
  readonly line = document.createElementNS(SVG, 'path')
  readonly head = document.createElementNS(SVG, 'path')
  /** A wider line, so that a mouse finds it. */
  readonly reach = document.createElementNS(SVG, 'path')

  constructor(public arrow: GraphArrow) {
    const { points, label, side } = arrow
    const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('')
    setAttribute(this.line, 'd', path)
    setAttribute(this.line, 'class', `flinknb-arrow-line${side === undefined ? '' : ' flinknb-arrow-side'}`)
    setAttribute(this.head, 'd', headOf(points))
    setAttribute(this.head, 'class', 'flinknb-arrow-head')
    setAttribute(this.reach, 'd', path)
    setAttribute(this.reach, 'class', 'flinknb-arrow-reach')
    this.button.type = 'button'
    Object.assign(this.button.style, { left: `${label.x}px`, top: `${label.y}px` })
  }

  draw(arrow: GraphArrow, job: GraphJob): void {
    this.arrow = arrow
    const flow = flowText(arrow.perSecond, arrow.records, job)
    setText(this.button, arrow.side === undefined ? flow || '·' : `${arrow.side} ${flow}`)
    setAttribute(this.button, 'aria-label', `${arrowSentence(arrow, job)}. Shows its newest records`)
    setAttribute(this.button, 'title', `${arrowSentence(arrow, job)}: show the newest`)
  }
}

/** A triangle at the end of a line. */
function headOf(points: readonly GraphPoint[]): string {
  const end = points.at(-1)
  const before = points.at(-2)
  if (!end || !before) return ''
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1
  const dx = (end.x - before.x) / length
  const dy = (end.y - before.y) / length
  const back = { x: end.x - 8 * dx, y: end.y - 8 * dy }
  const corner = (side: number) => `${(back.x - side * 4 * dy).toFixed(1)},${(back.y + side * 4 * dx).toFixed(1)}`
  return `M${end.x},${end.y}L${corner(1)}L${corner(-1)}Z`
}

function place({ id, x, y, width, height }: GraphOperator): unknown {
  return [id, x, y, width, height]
}
