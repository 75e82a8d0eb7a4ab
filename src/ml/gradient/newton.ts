/** A convex function at a point. `hessian` holds size × size numbers, row by row. */
export interface Curve {
  readonly value: number
  readonly gradient: Float64Array
  readonly hessian: Float64Array
}

/** Where {@link minimise} ended. */
export interface Minimum {
  readonly at: Float64Array
  readonly curve: Curve
  readonly iterations: number
  /** Whether the last step was as small as rounding. */
  readonly converged: boolean
}

const MOST_ITERATIONS = 100

/**
 * Newton's method for a convex function, each step halved until the value falls. Close to the minimum a step leaves the
 * square of the error before it, so the first whole step that gains less than 1e-18 is the last.
 *
 * @param solve gives the step for a Hessian and a gradient: `H step = gradient`
 */
export function minimise(
  start: Float64Array,
  evaluate: (at: Float64Array) => Curve,
  solve: (hessian: Float64Array, gradient: Float64Array) => Float64Array,
): Minimum {
  let at = start
  let curve = evaluate(at)
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations++) {
    const step = solve(curve.hessian, curve.gradient)
    const gain = dot(step, curve.gradient)
    if (!Number.isFinite(gain)) return { at, curve, iterations, converged: false }
    let next = moved(at, step, 1)
    let found = evaluate(next)
    for (let part = 0.5; !(found.value <= curve.value + ROUNDING * Math.abs(curve.value)); part /= 2) {
      if (part < 1e-10) return { at, curve, iterations, converged: false }
      next = moved(at, step, part)
      found = evaluate(next)
    }
    at = next
    curve = found
    if (gain <= 1e-18 * (1 + Math.abs(curve.value))) return { at, curve, iterations, converged: true }
  }
  return { at, curve, iterations: MOST_ITERATIONS, converged: false }
}

const ROUNDING = 1e-14

function moved(at: Float64Array, step: Float64Array, part: number): Float64Array {
  return at.map((value, i) => value - part * (step[i] as number))
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
