// Writes random pattern sequences and events for FlinkRuns.java to run: see README.md.
import { writeFileSync } from 'node:fs'
import { seededRandom } from '../../../../src/base/random.ts'
import type { PatternSpec, StepSpec } from '../patternSpec.ts'

const [count = '3000', file = 'specs.json'] = process.argv.slice(2)
const cases = Array.from({ length: Number(count) }, (_, seed) => randomCase(seed + 1))
writeFileSync(file, JSON.stringify(cases))

function randomCase(seed: number) {
  const random = seededRandom(seed)
  const pick = <T>(...options: readonly T[]): T => options[Math.floor(random() * options.length)] as T
  const chance = (p: number) => random() < p
  const timed = chance(0.35)
  const pattern = randomPattern()
  const events: [string, number][] = []
  let time = 1000
  for (let n = 4 + Math.floor(random() * 8); n > 0; n--) {
    time += chance(0.15) ? 0 : Math.floor(random() * 10)
    events.push([pick('a', 'a', 'b', 'b', 'c', 'd'), time])
  }
  return { seed, pattern, events }

  function randomPattern(): PatternSpec {
    const names = ['p', 'q', 'r', 's', 't', 'u']
    const steps = randomSteps(1 + Math.floor(random() * 4), names, false)
    const positive = steps.flatMap(step => (step.op.startsWith('not') || step.group ? [] : [step.name as string]))
    const kind = chance(0.45) ? 'noSkip' : pick('skipToNext', 'skipPastLastEvent', 'skipToFirst', 'skipToLast')
    const toElement = kind === 'skipToFirst' || kind === 'skipToLast'
    const skip: [string, string?] =
      toElement && positive.length > 0 ? [kind, pick(...positive)] : [toElement ? 'noSkip' : kind]
    return timed ? { steps, within: 8 + Math.floor(random() * 25), skip } : { steps, skip }
  }

  function randomSteps(length: number, names: string[], inGroup: boolean): StepSpec[] {
    const steps: StepSpec[] = []
    for (let i = 0; i < length && names.length > 0; i++) {
      const before = steps[i - 1]
      const first = i === 0
      const last = i === length - 1
      const mayBeNot = !first && !before?.optional && (!last || (timed && !inGroup))
      const negative = mayBeNot && chance(0.2)
      const op = first
        ? 'begin'
        : negative
          ? pick('notNext', 'notFollowedBy')
          : pick('next', 'followedBy', 'followedByAny')
      if (!negative && !inGroup && chance(0.12)) {
        const group = randomSteps(1 + Math.floor(random() * 2), names, true)
        if (group.length > 0) {
          const loop = chance(0.6)
          // Flink hangs at a loop over a group that may be empty
          if (loop) delete (group[0] as { optional?: boolean }).optional
          steps.push({
            op,
            group,
            ...(loop && { quantifier: pick(['oneOrMore'] as const, ['times', 2] as const, ['times', 1, 2] as const) }),
            ...(loop && chance(0.3) && { inner: pick('consecutive', 'allowCombinations') }),
            ...(!before?.greedy && chance(0.3) && { optional: true }),
          })
          continue
        }
      }
      const name = names.shift() as string
      const letters = chance(0.05) ? {} : { letters: pick('a', 'b', 'c', 'ab', 'bc', 'abc') }
      const base: StepSpec = { op, name, ...letters }
      steps.push(negative ? base : quantified(base, before))
    }
    return steps
  }

  function quantified(step: StepSpec, before: StepSpec | undefined): StepSpec {
    const loop = chance(0.45)
    const optional = !before?.greedy && chance(0.2)
    const iterative = chance(0.1) ? { fewerThan: 1 + Math.floor(random() * 2) } : {}
    if (!loop) return { ...step, ...iterative, ...(optional && { optional }) }
    const quantifier = pick(
      ['oneOrMore'] as const,
      ['oneOrMore'] as const,
      ['timesOrMore', 2] as const,
      ['times', 2] as const,
      ['times', 3] as const,
      ['times', 1, 3] as const,
      ['times', 2, 3] as const,
    )
    const inner = chance(0.4) ? pick('consecutive' as const, 'allowCombinations' as const) : undefined
    const endless = quantifier[0] !== 'times'
    return {
      ...step,
      ...iterative,
      quantifier,
      ...(inner && { inner }),
      ...(inner !== 'allowCombinations' && chance(0.25) && { greedy: true }),
      ...(optional && { optional }),
      ...(endless && chance(0.25) && { until: pick('c', 'd') }),
      ...(timed && chance(0.1) && { withinPrevious: 4 + Math.floor(random() * 4) }),
    }
  }
}
