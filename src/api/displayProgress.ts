import { FlinknbError } from '../base/errors.ts'
import { checkOptionNames, show } from '../base/options.ts'
import { currentSession } from './currentSession.ts'
import { ProgressValue } from './richValues.ts'

export interface ProgressOptions {
  /** How much there is to do; without it only what is done is counted. */
  readonly total?: number | undefined
  /** What is being done. */
  readonly label?: string | undefined
}

/** A progress bar on screen. */
export interface ProgressBar {
  /** So much is done altogether. */
  update(done: number): void
  /** So much more is done; 1 when not given. */
  add(more?: number): void
  /** All is done, whatever was counted. */
  done(): void
  /** It ends here, unfinished. */
  stop(): void
}

/**
 * Shows a progress bar under the cell. It may be moved as often as one likes: what is newest is drawn at display rate.
 *
 * @throws FlinknbError `INVALID_OPTION`
 * @example
 * const bar = display.progress({ total: files.length, label: 'Reading' })
 * for (const file of files) { await read(file); bar.add() }
 * bar.done()
 */
export function displayProgress(options: ProgressOptions = {}): ProgressBar {
  checkOptionNames('progress', options, ['total', 'label'])
  const { total = null, label = '' } = options
  if (total !== null && !(typeof total === 'number' && total >= 0 && total < Number.POSITIVE_INFINITY)) {
    throw new FlinknbError('INVALID_OPTION', `progress: total ${show(total)} is not a number of steps.`)
  }
  if (typeof label !== 'string') {
    throw new FlinknbError('INVALID_OPTION', `progress: label ${show(label)} is not text.`)
  }
  const { clock, display } = sessionParts()
  const startedAt = clock.monotonic()
  let count = 0
  let state: ProgressValue['state'] = 'running'
  const value = () => new ProgressValue(label, count, total, state, clock.monotonic() - startedAt)
  const handle = display(value())
  const move = (to: number, next: ProgressValue['state'] = 'running') => {
    if (typeof to !== 'number' || Number.isNaN(to)) {
      throw new FlinknbError('INVALID_OPTION', `progress: ${show(to)} is not how much is done.`)
    }
    if (state !== 'running') return
    count = to
    state = next
    handle.update(value())
  }
  return {
    update: done => move(done),
    add: (more = 1) => move(count + more),
    done: () => move(total ?? count, 'done'),
    stop: () => move(count, 'stopped'),
  }
}

function sessionParts() {
  const session = currentSession()
  return { clock: session.clock, display: (value: unknown) => session.display(value) }
}
