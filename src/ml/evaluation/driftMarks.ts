import { type DriftAware, isDriftAware } from '../drift/driftAware.ts'

/** Marks rows of a model that watches its own errors with `drift`: whether an alarm was raised since the row before. */
export class DriftMarks {
  readonly #watched: DriftAware | undefined
  #alarms: number

  constructor(model: object) {
    this.#watched = isDriftAware(model) ? model : undefined
    this.#alarms = this.#watched?.alarmCount ?? 0
  }

  /** The row itself for any other model. */
  mark(row: object): object {
    if (!this.#watched) return row
    const { alarmCount } = this.#watched
    const drift = alarmCount > this.#alarms
    this.#alarms = alarmCount
    return { ...row, drift }
  }

  /** The model was put into another state: its alarms so far have been marked. */
  restored(): void {
    this.#alarms = this.#watched?.alarmCount ?? 0
  }
}
