import type { Clock } from '../../base/clock.ts'
import type { Estimator } from '../../ml/estimator/estimator.ts'
import type { LiveSource } from '../../ml/store/liveModel.ts'

/** How a version in force is found; `stamp` is asked often and must be cheap. */
export interface ModelLookup<M extends Estimator> {
  /** Counts the changes made through the same store: a move in this notebook is seen at once. */
  changes(): number
  /** Says whether the files have changed. */
  stamp(): string
  resolve(): number
  load(version: number): M
}

/** How often the folder is looked at while predictions are made: another process may have moved the alias. */
const LOOK_EVERY_MS = 250

/** The version in force, looked up again a few times a second while it is used; never by a timer, so nothing has to be closed. */
export function watchedModel<M extends Estimator>(
  reference: string,
  clock: Clock,
  lookup: ModelLookup<M>,
): LiveSource<M> {
  let stamp = lookup.stamp()
  let version = lookup.resolve()
  let current = { model: lookup.load(version), version }
  let lookedAt = clock.monotonic()
  let changes = lookup.changes()
  return {
    reference,
    current: () => {
      const now = clock.monotonic()
      if (now - lookedAt < LOOK_EVERY_MS && lookup.changes() === changes) return current
      lookedAt = now
      changes = lookup.changes()
      const newStamp = lookup.stamp()
      if (newStamp === stamp) return current
      stamp = newStamp
      const target = lookup.resolve()
      if (target !== version) {
        version = target
        current = { model: lookup.load(version), version }
      }
      return current
    },
  }
}
