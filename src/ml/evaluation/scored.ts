/** Columns of `In` that may hold numbers: a column of nothing but text or booleans can be no feature and no label. */
export type FeatureName<In> = {
  [K in keyof In & string]-?: [Extract<In[K], number>] extends [never] ? (unknown extends In[K] ? K : never) : K
}[keyof In & string]

/** What predicting adds to a row. Columns of the same names are replaced. */
export interface Predicted {
  readonly prediction: number
  /** Records the model had learned before this prediction. */
  readonly modelVersion: number
}

/** What prequential evaluation adds to a row whose label column is `L`; the residual is null where a label may be missing. */
export type Scored<In, L extends keyof In = keyof In> = In &
  Predicted & {
    /** label − prediction; null for a row without a label. */
    readonly residual: [Extract<In[L], null | undefined>] extends [never] ? number : number | null
  }
