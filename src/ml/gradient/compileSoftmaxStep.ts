import { l1Code, type StepMemory, type StepOptions } from './compileStep.ts'
import { optimizerRule } from './optimizerTable.ts'

/** What a softmax model learns by: its loss is fixed. */
export type SoftmaxOptions = Omit<StepOptions, 'loss' | 'interceptLearningRate'>

/** The generated functions of one softmax model. */
export interface CompiledSoftmax {
  /** Writes the probability of each class into `out`; false when the weights have outgrown all numbers. */
  readonly probabilities: (x: Float64Array, out: Float64Array) => boolean
  /** Learns that record `x` is of class `y`. Changes nothing and is false when the weights have outgrown all numbers. */
  readonly learn: (x: Float64Array, y: number, weight: number, probabilities: Float64Array) => boolean
}

/**
 * The step of one optimizer for as many classes as the memory has blocks of `width + 1` weights, each with its intercept
 * first:
 *
 *     look ahead; p_c = w_c0 + Σ w_cj xⱼ; q = softmax(p); g_c = clip(weight · (q_c − [c = y]))
 *     w_cj moves by the optimizer's rule with gradient g_c xⱼ + l2 w_cj, w_c0 with g_c; then L1 as in compileStep
 */
export function compileSoftmaxStep(
  options: SoftmaxOptions,
  { w, k, arrays }: StepMemory,
  width: number,
): CompiledSoftmax {
  const rule = optimizerRule(options.optimizer)
  const block = width + 1
  const classes = w.length / block
  const first = options.fitIntercept ? 0 : 1
  /** Runs a statement for all weights: `c` the class, `j` the place, `v` the feature (1 for the intercept). */
  const all = (statement: string, from = first): string => `for (let c = 0; c < ${classes}; c++) {
      for (let i = ${from}, j = c * ${block} + ${from}; i < ${block}; i++, j++) { const v = i === 0 ? 1 : x[i - 1]; ${statement} }
    }`
  const scores = (seen: string): string => `let top = -Infinity
    for (let c = 0; c < ${classes}; c++) {
      let p = 0
      for (let i = ${first}, j = c * ${block} + ${first}; i < ${block}; i++, j++) { const v = i === 0 ? 1 : x[i - 1]; p += ${seen} * v }
      if (!(p > -1e300 && p < 1e300)) return false
      out[c] = p
      if (p > top) top = p
    }
    let sum = 0
    for (let c = 0; c < ${classes}; c++) sum += out[c] = Math.exp(out[c] - top)
    for (let c = 0; c < ${classes}; c++) out[c] /= sum`
  const gradient = `i === 0 ? out[c] : out[c] * v${options.l2 > 0 ? ` + ${options.l2} * w[j]` : ''}`
  const body = `'use strict'
    const probabilities = (x, out) => { ${scores(rule.seen ?? 'w[j]')}\nreturn true }
    const learn = (x, y, weight, out) => {
      if (weight === 0) { k.n++; return true }
      const t = k.t
      ${rule.rate === undefined ? '' : `const rate = ${rule.rate}`}
      ${rule.ahead ? all(rule.ahead) : ''}
      ${scores('w[j]')}
      for (let c = 0; c < ${classes}; c++) {
        const slope = weight * (out[c] - (c === y ? 1 : 0))
        out[c] = Math.max(-${options.clipGradient}, Math.min(${options.clipGradient}, slope))
      }
      ${rule.before ?? ''}
      ${all(`const g = ${gradient}; ${rule.each}`)}
      ${options.l1 > 0 ? l1Code(options, statement => all(statement, 1)) : ''}
      ${rule.after ? all(rule.after) : ''}
      k.n++
      k.t = t + 1
      return true
    }
    return { probabilities, learn }`
  const names = Object.keys(arrays)
  return new Function('w', 'k', ...names, body)(w, k, ...names.map(name => arrays[name])) as CompiledSoftmax
}
