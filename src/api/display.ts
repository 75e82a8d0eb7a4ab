import { currentSession } from './currentSession.ts'
import { displayProgress } from './displayProgress.ts'
import * as rich from './rich.ts'
import type { DisplayHandle } from './session.ts'

/**
 * Shows a value under the cell: a stream or a plot of one stays alive while its job runs, anything else is shown as it is.
 *
 * @returns a handle whose `update` replaces what is shown, by whatever kind of value, also from another cell
 * @example
 * const seen = display('starting')
 * seen.update(rich.markdown('**done**'))
 */
function displayValue(value: unknown): DisplayHandle {
  return currentSession().display(value)
}

/** See {@link displayValue}; its members show what `rich` makes, and progress bars. */
export const display = Object.assign(displayValue, {
  /** Shows HTML without whatever in it could do something: see `rich.html`. */
  html: (text: string): DisplayHandle => displayValue(rich.html(text)),
  /** Shows Markdown: see `rich.markdown`. */
  markdown: (text: string): DisplayHandle => displayValue(rich.markdown(text)),
  /** Shows a picture from bytes or a file, with words for those who cannot see it: see `rich.image`. */
  image: (source: Uint8Array | ArrayBuffer | string, alt: string): DisplayHandle =>
    displayValue(rich.image(source, alt)),
  /** Shows values side by side, streams among them. */
  row: (...values: readonly unknown[]): DisplayHandle => displayValue(rich.row(...values)),
  /** Shows values of which the reader chooses one to see: `display.tabs({ rows: stream, model })`. */
  tabs: (values: Readonly<Record<string, unknown>>): DisplayHandle => displayValue(rich.tabs(values)),
  progress: displayProgress,
})
