import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import type { Estimator } from '../estimator/estimator.ts'
import { isAffineRegressor, type Regressor } from '../estimator/regressor.ts'
import { isAffineTransformer, type Transformer } from '../estimator/transformer.ts'
import { CompositeTransformer } from '../pipeline/compositeTransformer.ts'

/** What a step makes of a record. */
export interface TracedStep {
  readonly step: string
  readonly features: Readonly<Record<string, unknown>>
}

/** A record on its way through the transformers before `last`: what comes out of each. Nothing is learned. */
export function traceSteps(transformers: readonly Transformer<unknown>[], last: Estimator, x: object): TracedStep[] {
  const defers = last.kind === 'regressor' && isAffineRegressor(last as Regressor)
  const tail = defers ? transformers.findLastIndex(step => !isAffineTransformer(step)) + 1 : transformers.length
  const steps: TracedStep[] = []
  let row = x
  let unmapped: { readonly row: object; readonly map: AffineMap } | undefined
  for (const [i, step] of transformers.entries()) {
    if (i < tail) {
      if (i === tail - 1 && defers && step instanceof CompositeTransformer) unmapped = deferred(step, row)
      row = step.transformOne(row)
    } else {
      unmapped ??= { row, map: identityMap(step.features.length) }
      if (isAffineTransformer(step)) unmapped = { row: unmapped.row, map: step.affine(unmapped.map) }
      row = throughMap(step, unmapped.row as Readonly<Record<string, number>>, unmapped.map)
    }
    steps.push({ step: step.describe().title, features: row as Readonly<Record<string, unknown>> })
  }
  return steps
}

function deferred(step: CompositeTransformer, row: object): { readonly row: object; readonly map: AffineMap } {
  const values = step.features.map(name => (row as Readonly<Record<string, unknown>>)[name])
  const out = [...step.runDeferred(values, undefined, 'transform')]
  const named = Object.fromEntries(step.outputFeatures.map((name, j) => [name, out[j]]))
  return { row: named, map: step.remaining() ?? identityMap(step.outputFeatures.length) }
}

function throughMap(
  step: Transformer<unknown>,
  row: Readonly<Record<string, number>>,
  { shift, scale }: AffineMap,
): Record<string, number> {
  return Object.fromEntries(
    step.features.map((name, j) => [
      step.outputFeatures[j] ?? name,
      ((row[name] as number) - (shift[j] as number)) / (scale[j] as number),
    ]),
  )
}
