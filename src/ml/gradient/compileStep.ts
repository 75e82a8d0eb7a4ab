import { implicitSlope } from './implicitSlope.ts'
import { type Loss, type LossCode, lossCode } from './loss.ts'
import type { Optimizer } from './optimizer.ts'
import { optimizerRule } from './optimizerTable.ts'
import { type LearningRate, rateCode } from './schedule.ts'
import type { UpdateRule } from './updateRule.ts'

/** What a linear model learns by. */
export interface StepOptions {
  readonly loss: Loss
  readonly optimizer: Optimizer
  readonly l1: number
  readonly l1Rule: 'cumulative' | 'proximal'
  readonly l2: number
  readonly fitIntercept: boolean
  /** The intercept's own rate of plain gradient descent; without one the optimizer treats it as the weight of a feature that is always 1. */
  readonly interceptLearningRate?: LearningRate | undefined
  readonly clipGradient: number
}

/** What a step reads and changes: the intercept stands at place 0 of each array, feature j at j + 1. */
export interface StepMemory {
  readonly w: Float64Array
  /** `n`, the records so far; `t`, the steps; `clipped`, slopes that were cut; `u`, the L1 penalty due so far; the rule's own numbers. */
  readonly k: Record<string, number>
  readonly arrays: Readonly<Record<string, Float64Array>>
}

/** The generated functions of one model. */
export interface CompiledStep {
  /** Predicts, then learns. NaN when the weights have outgrown all numbers. */
  readonly predictAndLearn: (x: Float64Array, y: number, weight: number) => number
  /** The same without the prediction: 0, or NaN. */
  readonly learn: (x: Float64Array, y: number, weight: number) => number
  /** Predicts `asked`, then learns `x`: the same record as it was scaled before and after a scaler learned it. */
  readonly predictThenLearn: (asked: Float64Array, x: Float64Array, y: number, weight: number) => number
  readonly score: (x: Float64Array) => number
  /** A score as users see it. */
  readonly mean: (score: number) => number
}

/** Up to this width loops are written out. */
const UNROLLED = 12

/** The arrays and numbers a step keeps, by name, beside `w`. */
export function stepNames(options: Pick<StepOptions, 'l1' | 'l1Rule' | 'optimizer'>): {
  readonly arrays: readonly string[]
  readonly numbers: readonly string[]
} {
  const rule = optimizerRule(options.optimizer)
  return {
    arrays: [...(rule.arrays ?? []), ...(cumulative(options) ? ['paid'] : [])],
    numbers: ['n', 't', 'clipped', ...(cumulative(options) ? ['u'] : []), ...(rule.numbers ?? [])],
  }
}

/**
 * The step of one optimizer, loss and width as one function, so that nothing in it is looked up or called a record:
 *
 *     a record of weight 0 is predicted and counted
 *     look ahead; p = w₀ + Σ wⱼ xⱼ; g = clip(weight · slope(p, y))
 *     wⱼ moves by the optimizer's rule with gradient g xⱼ + l2 wⱼ; w₀ with g, or by its own rate
 *     each wⱼ pays what it owes of the L1 penalty, but not past 0
 */
export function compileStep(options: StepOptions, { w, k, arrays }: StepMemory): CompiledStep {
  const rule = optimizerRule(options.optimizer)
  const code = lossCode(options.loss)
  const names = Object.keys(arrays)
  const body = `'use strict'
    const slope = (p, y) => { ${code.shared ?? ''}; return ${code.slope} }
    const mean = p => { ${code.shared ?? ''}; return ${code.mean ?? 'p'} }
    const score = x => { ${scoreCode(options, rule, w.length)} return p }
    const predictAndLearn = (x, y, weight) => { ${stepCode(options, rule, code, w.length, 'x')} }
    const learn = (x, y, weight) => { ${stepCode(options, rule, code, w.length, undefined)} }
    const predictThenLearn = (asked, x, y, weight) => { ${stepCode(options, rule, code, w.length, 'asked')} }
    return { predictAndLearn, learn, predictThenLearn, score, mean }`
  const create = new Function('w', 'k', 'implicitSlope', ...names, body)
  return create(w, k, implicitSlope, ...names.map(name => arrays[name])) as CompiledStep
}

function scoreCode(options: StepOptions, rule: UpdateRule, length: number): string {
  const seen = rule.seen ?? 'w[j]'
  const intercept = options.fitIntercept ? `{ const j = 0, v = 1; p += ${seen} }` : ''
  return `${sumCode(length, seen)}\n${intercept}`
}

/** @param asked the record that is predicted, if any */
function stepCode(
  options: StepOptions,
  rule: UpdateRule,
  code: LossCode,
  length: number,
  asked: 'x' | 'asked' | undefined,
): string {
  const predicts = asked !== undefined
  const { fitIntercept, interceptLearningRate: ownRate, clipGradient } = options
  const shared = fitIntercept && ownRate === undefined
  /** Runs a statement for all weights that the rule moves. */
  const all = (statement: string, gradient: string): string =>
    `${shared ? `{ const j = 0, v = 1${gradient && ', g = slopeNow'}; ${statement} }` : ''}
     ${forEachFeature(length, `${gradient && `const g = ${gradient}; `}${statement}`)}`
  const weightGradient = options.l2 > 0 ? `slopeNow * v + ${options.l2} * w[j]` : 'slopeNow * v'
  // Where predictions take other weights or another record than gradients do, both scores are needed.
  const twoScores = rule.seen !== undefined || asked === 'asked'
  const early = predicts && twoScores ? `const predicted = mean(score(${asked}))` : ''
  const late = predicts && !twoScores ? `const predicted = ${code.mean ?? 'p'}` : ''
  const slope = rule.implicit ? implicitCode(options, length, shared) : `weight * (${code.slope})`
  const finite = ['p', ...(predicts ? ['predicted'] : [])].map(name => `${name} > -1e300 && ${name} < 1e300`)
  return `if (weight === 0) { k.n++; return ${predicts ? `mean(score(${asked}))` : '0'} }
    const t = k.t
    ${rule.rate === undefined ? '' : `const rate = ${rule.rate}`}
    ${early}
    ${rule.ahead ? all(rule.ahead, '') : ''}
    ${sumCode(length, 'w[j]')}
    ${fitIntercept ? 'p += w[0]' : ''}
    ${code.shared ?? ''}
    ${late}
    if (!(${finite.join(' && ')})) return NaN
    let slopeNow = ${slope}
    if (slopeNow > ${clipGradient} || slopeNow < -${clipGradient}) { slopeNow = slopeNow > 0 ? ${clipGradient} : -${clipGradient}; k.clipped++ }
    ${fitIntercept && ownRate !== undefined ? `w[0] -= (${rateCode(ownRate)}) * slopeNow` : ''}
    ${rule.before ?? ''}
    ${all(rule.each, weightGradient)}
    ${options.l1 > 0 ? l1Code(options, statement => forEachFeature(length, statement)) : ''}
    ${rule.after ? `${fitIntercept ? `{ const j = 0; ${rule.after} }` : ''}\n${forEachFeature(length, rule.after)}` : ''}
    k.n++
    k.t = t + 1
    return ${predicts ? 'predicted' : '0'}`
}

function implicitCode({ interceptLearningRate, fitIntercept }: StepOptions, length: number, shared: boolean): string {
  const own = fitIntercept && interceptLearningRate !== undefined ? ` + (${rateCode(interceptLearningRate)})` : ''
  return `(() => { let squares = ${shared ? 1 : 0}
    ${forEachFeature(length, 'squares += v * v')}
    return implicitSlope(slope, p, y, weight, rate * squares${own}) })()`
}

function cumulative({ l1, l1Rule }: Pick<StepOptions, 'l1' | 'l1Rule'>): boolean {
  return l1 > 0 && l1Rule === 'cumulative'
}

/** Cumulative: what is due is the sum of all steps' penalties, less what the weight has paid of it already. */
export function l1Code(
  options: Pick<StepOptions, 'l1' | 'l1Rule'>,
  forEachWeight: (statement: string) => string,
): string {
  const all = cumulative(options)
  const due = `const due = ${all ? 'k.u = k.u + ' : ''}${options.l1} * rate`
  const [above, below] = all ? ['due + paid[j]', 'due - paid[j]'] : ['due', 'due']
  const pay = `const z = w[j]
    if (z > 0) w[j] = Math.max(0, z - (${above})); else if (z < 0) w[j] = Math.min(0, z + (${below}))
    ${all ? 'paid[j] += w[j] - z' : ''}`
  return `${due}\n${forEachWeight(pay)}`
}

/**
 * `let p = Σ weight · v`. Four sums side by side where there are many features: one alone waits for each addition before
 * the next.
 */
function sumCode(length: number, weight: string): string {
  if (length - 1 <= UNROLLED) return `let p = 0\n${forEachFeature(length, `p += ${weight} * v`)}`
  const part = (i: number): string => `{ const j = i + ${i}, v = x[j - 1]; p${i} += ${weight} * v }`
  return `let p0 = 0, p1 = 0, p2 = 0, p3 = 0, i = 1
    for (; i < ${length - 3}; i += 4) { ${[0, 1, 2, 3].map(part).join(' ')} }
    for (; i < ${length}; i++) ${part(0)}
    let p = (p0 + p1) + (p2 + p3)`
}

/** A statement for every feature, `j` being its place in the arrays and `v` its value: `for (j = 1; j < length; j++)`. */
function forEachFeature(length: number, statement: string): string {
  if (length - 1 > UNROLLED) return `for (let j = 1; j < ${length}; j++) { const v = x[j - 1]; ${statement} }`
  const lines: string[] = []
  for (let j = 1; j < length; j++) lines.push(`{ const j = ${j}, v = x[${j - 1}]; ${statement} }`)
  return lines.join('\n')
}
