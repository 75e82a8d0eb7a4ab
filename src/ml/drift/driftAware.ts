/** A model that watches its own errors; `ml.prequential` marks its rows with `drift`. */
export interface DriftAware {
  /** Alarms so far. */
  readonly alarmCount: number
}

/** Whether a model watches its own errors. */
export function isDriftAware(model: object): model is DriftAware {
  return 'alarmCount' in model
}
