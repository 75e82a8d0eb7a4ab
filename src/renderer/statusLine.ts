import type { StreamPhase, StreamStatus } from '../protocol/live.ts'
import { h, setAttribute, setShown, setText } from './dom.ts'
import { numberText, timeText } from './numberText.ts'

/** A sign for each phase, different in shape: colour only repeats what it says. */
const SIGNS: Readonly<Record<StreamPhase, string>> = {
  starting: '◌',
  'waiting for first record': '○',
  running: '●',
  idle: '◐',
  backpressured: '▲',
  finished: '✓',
  stopped: '■',
  failed: '✕',
}

/** Phases in which more may come. */
export function isLivePhase(phase: StreamPhase): boolean {
  return phase !== 'finished' && phase !== 'stopped' && phase !== 'failed'
}

interface StatusShown {
  readonly status: StreamStatus
  /** Nobody will send more: the kernel has gone, or there never was one. */
  readonly frozen: boolean
  readonly paused: boolean
}

/** The line under an output: what the stream does, in words and numbers, and the button that holds the picture. */
export class StatusLine {
  readonly element = h('div', 'flinknb-status')
  private readonly sign = h('span', 'flinknb-sign')
  private readonly phase = h('span', 'flinknb-phase')
  private readonly records = h('span', 'flinknb-figure')
  private readonly rate = h('span', 'flinknb-figure')
  private readonly watermark = h('span', 'flinknb-figure')
  private readonly late = h('span', 'flinknb-figure flinknb-warning')
  private readonly malformed = h('button', 'flinknb-figure flinknb-warning flinknb-link')
  private readonly note = h('span', 'flinknb-note')
  private readonly error = h('div', 'flinknb-error')
  private readonly pause = h('button', 'flinknb-button flinknb-pause')

  /** @param onMalformed what could not be decoded is to be shown, or no longer */
  constructor(onPause: () => void, onMalformed: () => void) {
    this.sign.ariaHidden = 'true'
    this.phase.setAttribute('role', 'status')
    this.error.setAttribute('role', 'alert')
    this.watermark.title = 'Event time (UTC) up to which the stream is complete'
    this.late.title = 'Records that arrived after their window had closed: see sideOutputLateData'
    this.malformed.type = 'button'
    this.malformed.title =
      'Shows the newest records that could not be decoded; all of them: display(stream.deadLetters())'
    this.malformed.addEventListener('click', onMalformed)
    this.pause.type = 'button'
    this.pause.addEventListener('click', onPause)
    const figures = [this.records, this.rate, this.watermark, this.late, this.malformed, this.note]
    this.element.append(this.sign, this.phase, ...figures, this.pause, this.error)
  }

  draw({ status, frozen, paused }: StatusShown): void {
    const live = isLivePhase(status.phase) && !frozen
    const stale = isLivePhase(status.phase) && frozen
    setAttribute(this.element, 'data-phase', stale ? 'stopped' : status.phase)
    setText(this.sign, SIGNS[stale ? 'stopped' : status.phase])
    setText(this.phase, stale ? 'Last saved state' : phaseText(status))
    setText(this.records, `${numberText(status.records)} record${status.records === 1 ? '' : 's'}`)
    const moving = live && (status.phase === 'running' || status.phase === 'backpressured')
    show(this.rate, moving ? `${numberText(Math.round(status.recordsPerSecond))}/s` : '')
    show(this.watermark, status.watermark === null ? '' : `watermark ${timeText(status.watermark)}`)
    show(this.late, status.late > 0 ? `${numberText(status.late)} late` : '')
    show(this.malformed, status.malformed > 0 ? `${numberText(status.malformed)} malformed` : '')
    show(this.note, paused && live ? 'picture paused, the stream runs on' : (status.note ?? ''))
    show(this.error, status.error ?? '')
    setShown(this.pause, live)
    setText(this.pause, paused ? 'Resume' : 'Pause')
    setAttribute(this.pause, 'aria-pressed', String(paused))
    setAttribute(this.pause, 'title', paused ? 'Show what is new again' : 'Hold the picture; the stream runs on')
  }
}

function show(element: HTMLElement, text: string): void {
  setText(element, text)
  setShown(element, text !== '')
}

/** The phase in words, with who is to blame where that is known. */
function phaseText({ phase, backpressuredBy }: StreamStatus): string {
  return phase === 'backpressured' && backpressuredBy !== undefined
    ? `Backpressured by ${backpressuredBy}`
    : capitalized(phase)
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
