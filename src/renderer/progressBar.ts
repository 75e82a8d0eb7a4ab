import type { ProgressContent } from '../protocol/richValue.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import { numberText } from './numberText.ts'
import type { StateView } from './stateView.ts'

const ENDS = { running: '', done: '✓ done', stopped: '■ stopped' } as const

/** How far some work has come: a bar, counts, rate and what is left, in words. */
export class ProgressBar implements StateView<ProgressContent> {
  readonly element = h('div', 'flinknb-progress')
  private readonly label = h('span', 'flinknb-progress-label')
  private readonly bar = h('progress', 'flinknb-progress-bar')
  private readonly figures = h('span', 'flinknb-figure')
  private readonly end = h('span', 'flinknb-progress-end')

  constructor() {
    this.end.setAttribute('role', 'status')
    this.element.append(this.label, this.bar, this.figures, this.end)
  }

  draw(progress: ProgressContent): void {
    const { label, done, total, state } = progress
    setText(this.label, String(label))
    setShown(this.label, label !== '')
    setAttribute(this.bar, 'aria-label', label || 'Progress')
    setAttribute(this.bar, 'max', String(total || 1))
    // Without a value the bar says that something is going on, and no more.
    const value = total !== null ? Math.min(done, total) : state === 'running' ? null : 1
    setAttribute(this.bar, 'value', value === null ? null : String(total === 0 ? 1 : value))
    setAttribute(this.element, 'data-state', state)
    setText(this.figures, figuresOf(progress))
    setText(this.end, ENDS[state] ?? '')
  }

  dispose(): void {
    this.element.remove()
  }
}

function figuresOf({ done, total, state, elapsedMs }: ProgressContent): string {
  const perSecond = elapsedMs > 0 ? (1000 * done) / elapsedMs : 0
  const leftMs = total !== null && perSecond > 0 ? (1000 * (total - done)) / perSecond : null
  return [
    total === null ? numberText(done) : `${numberText(done)} of ${numberText(total)}`,
    total ? `${Math.floor((100 * done) / total)} %` : '',
    perSecond > 0 && elapsedMs >= 1000 ? `${numberText(Number(perSecond.toPrecision(3)))}/s` : '',
    state === 'running' && leftMs !== null && leftMs > 0 && elapsedMs >= 1000 ? `${spanText(leftMs)} left` : '',
    state !== 'running' ? `in ${spanText(elapsedMs)}` : '',
  ]
    .filter(part => part !== '')
    .join(' · ')
}

function spanText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`
}
