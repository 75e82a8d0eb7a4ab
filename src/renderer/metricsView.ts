import type { MetricsState, MetricView } from '../protocol/live.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import { numberText } from './numberText.ts'
import { Sparkline } from './sparkline.ts'
import type { StateView } from './stateView.ts'
import { trendOf } from './trend.ts'

/** Metrics as cards: the newest window large, everything so far beside it, the course as a line, the trend in words. */
export class MetricsView implements StateView<MetricsState> {
  readonly element = h('section', 'flinknb-metrics')
  private readonly title = h('div', 'flinknb-title')
  private readonly cards = h('div', 'flinknb-cards')
  private drawn: MetricCard[] = []

  constructor() {
    this.cards.setAttribute('role', 'list')
    this.element.append(this.title, this.cards)
  }

  draw(state: MetricsState): void {
    setText(this.title, state.title)
    setShown(this.title, state.title !== '')
    setAttribute(this.element, 'aria-label', state.title || 'Metrics')
    if (this.drawn.length !== state.metrics.length) {
      this.drawn = state.metrics.map(() => new MetricCard())
      this.cards.replaceChildren(...this.drawn.map(card => card.element))
    }
    for (const [index, metric] of state.metrics.entries()) this.drawn[index]?.draw(metric, state.window)
  }

  dispose(): void {
    this.element.remove()
  }
}

class MetricCard {
  readonly element = h('div', 'flinknb-card')
  private readonly name = h('div', 'flinknb-card-name')
  private readonly hint = h('span', 'flinknb-card-hint')
  private readonly label = h('span')
  private readonly value = h('div', 'flinknb-card-value')
  private readonly sparkline = new Sparkline()
  private readonly overall = h('span', 'flinknb-card-overall')
  private readonly trend = h('span', 'flinknb-trend')

  constructor() {
    this.element.setAttribute('role', 'listitem')
    this.name.append(this.label, this.hint)
    const foot = h('div', 'flinknb-card-foot', this.overall, this.trend)
    this.element.append(this.name, this.value, this.sparkline.element, foot)
  }

  draw(metric: MetricView, window: number | null): void {
    const windowed = window !== null
    setText(this.label, metric.name === 'R2' ? 'R²' : metric.name)
    setText(this.hint, windowed ? `last ${numberText(window)}` : `${metric.better} is better`)
    setText(this.value, shown(windowed ? metric.windowed : metric.cumulative))
    this.sparkline.draw(metric.history)
    setText(this.overall, windowed ? `overall ${shown(metric.cumulative)}` : '')
    const { sign, word } = trendOf(metric.history, metric.better)
    setText(this.trend, word === '' ? '' : `${sign} ${word}`)
    setAttribute(this.trend, 'data-trend', word)
  }
}

function shown(value: number | null): string {
  return value === null ? '–' : numberText(value)
}
