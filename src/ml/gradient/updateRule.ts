/**
 * How an optimizer moves one weight, as statements of generated code. They may use
 * - `t`, the steps taken before this one, and `rate`, the learning rate of this step;
 * - `j`, the place of the weight; `w[j]`, the weight; `v`, its feature (1 for the intercept); `g`, its gradient;
 * - the arrays and numbers that the rule names, which start at 0 and are kept: `m[j]`, and `k.N` for a number `N`.
 */
export interface UpdateRule {
  /** What it remembers a weight: names of arrays. */
  readonly arrays?: readonly string[]
  /** What it remembers of the model: names of numbers. */
  readonly numbers?: readonly string[]
  /** The learning rate, an expression in `t`; none for rules without one. */
  readonly rate?: string
  /** A weight before the record is scored: Nesterov looks ahead. */
  readonly ahead?: string
  /** Once, before the weights. */
  readonly before?: string
  readonly each: string
  /** A weight after all penalties: averages. */
  readonly after?: string
  /** What predictions take for the weight, an expression; `w[j]` by default. */
  readonly seen?: string
  /** Whether the slope is that of the loss after the step instead of before it. */
  readonly implicit?: boolean
}
