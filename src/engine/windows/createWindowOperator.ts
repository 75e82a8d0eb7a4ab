import type { Operator } from '../operator.ts'
import type { WindowOperatorSettings } from './baseWindowOperator.ts'
import type { Evictor } from './evictor.ts'
import { paneLayout } from './paneLayout.ts'
import { SessionWindowOperator } from './sessionWindowOperator.ts'
import { TimeWindowOperator } from './timeWindowOperator.ts'
import type { Trigger } from './trigger.ts'
import { type Windows, windowAssigner } from './windowAssigner.ts'
import { WindowOperator } from './windowOperator.ts'

export interface AnyWindowSettings<In, Acc, Out> extends WindowOperatorSettings<In, Acc, Out> {
  readonly windows: Windows<In>
  /** Undefined: the default of the windows. */
  readonly trigger: Trigger<In> | undefined
  readonly evictor: Evictor<In> | undefined
}

/** The fastest operator for these windows; all give what {@link WindowOperator} gives. */
export function createWindowOperator<In, Acc, Out>(settings: AnyWindowSettings<In, Acc, Out>): Operator<In, Out> {
  const { windows, trigger, evictor, clear, aggregator } = settings
  const isPlain = !trigger && !evictor && !clear
  if (isPlain && 'kind' in windows) {
    if (windows.kind === 'sessionWindows') return new SessionWindowOperator({ ...settings, windows })
    if (windows.kind !== 'globalWindows' && (aggregator.sharesPanes || paneLayout(windows).singlePanes)) {
      return new TimeWindowOperator({ ...settings, windows })
    }
  }
  return generalWindowOperator(settings)
}

/** The same by Flink's steps, whatever the windows. */
export function generalWindowOperator<In, Acc, Out>(
  settings: AnyWindowSettings<In, Acc, Out>,
): WindowOperator<In, Acc, Out> {
  const assigner = windowAssigner(settings.windows)
  return new WindowOperator({
    ...settings,
    assigner,
    trigger: settings.trigger ?? assigner.defaultTrigger,
  })
}
