import { currentSession } from './currentSession.ts'
import type { DisplayHandle } from './session.ts'

/**
 * Shows a value under the cell: a stream or a plot of one stays alive while its job runs, anything else is shown as it is.
 *
 * @returns a handle whose `update` replaces what is shown
 */
export function display(value: unknown): DisplayHandle {
  return currentSession().display(value)
}
