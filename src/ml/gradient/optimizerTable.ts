import { type Optimizer, type OptimizerFactory, unknownOptimizer } from './optimizer.ts'
import { AdaDelta, AdaGrad, RMSProp } from './optimizers/adaptive.ts'
import { Averager, type AveragerOptions, averagedRule } from './optimizers/averager.ts'
import { FTRLProximal } from './optimizers/ftrlProximal.ts'
import { AdaBound, AdaMax, Adam, AMSGrad, Nadam } from './optimizers/moments.ts'
import { Normalized, NormalizedAdaptive, SquaredNormalizedAdaptive } from './optimizers/normalized.ts'
import { ImplicitSGD, Momentum, Nesterov, SGD } from './optimizers/plain.ts'
import type { UpdateRule } from './updateRule.ts'

/** Optimizers that are made of options alone, by type. {@link Averager} is made of another one. */
function factories(): readonly OptimizerFactory<object>[] {
  return [
    SGD,
    ImplicitSGD,
    Momentum,
    Nesterov,
    AdaGrad,
    RMSProp,
    AdaDelta,
    Adam,
    AMSGrad,
    AdaMax,
    Nadam,
    AdaBound,
    FTRLProximal,
    Normalized,
    NormalizedAdaptive,
    SquaredNormalizedAdaptive,
  ] as unknown as readonly OptimizerFactory<object>[]
}

/** Every type of `ml.optim`. */
export function optimizerTypes(): string[] {
  return [...factories().map(factory => factory.type), 'Averager']
}

/**
 * An optimizer as users give it: a value of `ml.optim`, the same read from JSON, or a name for its defaults.
 *
 * @throws FlinknbError `INVALID_OPTION`
 */
export function readOptimizer(call: string, value: unknown): Optimizer {
  const options = typeof value === 'string' ? { type: value } : value
  if (options === null || typeof options !== 'object' || !('type' in options)) {
    throw unknownOptimizer(call, value, optimizerTypes())
  }
  if (options.type === 'Averager') {
    const { optimizer, ...rest } = options as AveragerOptions & { readonly optimizer?: unknown }
    return Averager(readOptimizer(call, optimizer), rest)
  }
  const factory = factories().find(candidate => candidate.type === options.type)
  if (!factory) throw unknownOptimizer(call, value, optimizerTypes())
  return factory(options)
}

/** The rule of an optimizer that {@link readOptimizer} gave. */
export function optimizerRule(optimizer: Optimizer): UpdateRule {
  if (optimizer.type === 'Averager') {
    return averagedRule(optimizerRule(optimizer.optimizer as Optimizer), optimizer.start as number)
  }
  const factory = factories().find(candidate => candidate.type === optimizer.type)
  if (!factory) throw unknownOptimizer('optimizer', optimizer, optimizerTypes())
  return factory.rule(optimizer)
}

/** `Adam(learningRate 0.1, beta1 0.9)`: for descriptions. */
export function showOptimizer({ type, ...options }: Optimizer): string {
  const parts = Object.entries(options).map(([name, value]) => {
    if (value === null || typeof value !== 'object') return `${name} ${String(value)}`
    return `${name} ${showOptimizer(value as Optimizer)}`
  })
  return parts.length > 0 ? `${type}(${parts.join(', ')})` : type
}
