import { FlinknbError } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { AnomalyDetector } from '../estimator/anomalyDetector.ts'
import type { Classifier } from '../estimator/classifier.ts'
import type { Clusterer } from '../estimator/clusterer.ts'
import type { Accepts, Estimator } from '../estimator/estimator.ts'
import type { Regressor } from '../estimator/regressor.ts'
import type { Transformer } from '../estimator/transformer.ts'
import { AnomalyPipeline } from './anomalyPipeline.ts'
import { ClassifierPipeline } from './classifierPipeline.ts'
import { ClustererPipeline } from './clustererPipeline.ts'
import type { Abilities } from './forwardAbilities.ts'
import { RegressorPipeline } from './regressorPipeline.ts'
import { TransformerPipeline } from './transformerPipeline.ts'

/** What can stand last in a pipeline. */
export type LastStep = Regressor | Classifier | AnomalyDetector | Clusterer | Transformer<unknown>

/** A pipeline of any kind. */
export type Pipeline =
  | RegressorPipeline
  | ClassifierPipeline
  | AnomalyPipeline
  | ClustererPipeline
  | TransformerPipeline

type LastOf<S extends readonly unknown[]> = S extends readonly [...unknown[], infer L] ? L : S[number]
type AcceptsOf<S extends readonly Estimator[]> = S extends readonly [infer F extends Estimator, ...unknown[]]
  ? F['accepts']
  : Accepts

/** The pipeline that steps make: of the kind of the last one, reading what the first one reads. */
export type PipelineOf<S extends readonly Estimator[]> =
  LastOf<S> extends infer L
    ? L extends Regressor
      ? RegressorPipeline<L, AcceptsOf<S>> & Abilities<L>
      : L extends Classifier
        ? ClassifierPipeline<L, AcceptsOf<S>>
        : L extends AnomalyDetector
          ? AnomalyPipeline<L, AcceptsOf<S>>
          : L extends Clusterer
            ? ClustererPipeline<L, AcceptsOf<S>>
            : TransformerPipeline
    : never

/**
 * Chains transformers and, last, a model, whose kind the pipeline then is; of nothing but transformers it makes one.
 *
 * @throws FlinknbError `INVALID_OPTION` when the steps are no such chain, `INVALID_STATE` when one has already learned
 * @example const model = ml.pipeline(new ml.StandardScaler(), new ml.LinearRegression({ l2: 1 }))
 */
export function pipeline<const S extends readonly [...Transformer<unknown>[], LastStep]>(...steps: S): PipelineOf<S> {
  const last: unknown = steps.at(-1)
  const before = steps.slice(0, -1) as unknown[]
  for (const [i, step] of before.entries()) {
    if (!isTransformer(step)) throw misplaced(`step ${i + 1}`, step, 'a transformer, such as new ml.StandardScaler()')
  }
  return buildPipeline(before as Transformer<unknown>[], last) as PipelineOf<S>
}

function buildPipeline(before: readonly Transformer<unknown>[], last: unknown): Pipeline {
  if (isTransformer(last)) return new TransformerPipeline([...before, last])
  const kind = last !== null && typeof last === 'object' && 'kind' in last ? last.kind : undefined
  if (kind === 'regressor') return new RegressorPipeline(before, last as Regressor)
  if (kind === 'classifier') return new ClassifierPipeline(before, last as Classifier)
  if (kind === 'anomalyDetector') return new AnomalyPipeline(before, last as AnomalyDetector)
  if (kind === 'clusterer') return new ClustererPipeline(before, last as Clusterer)
  throw misplaced('the last step', last, 'a model or a transformer, such as new ml.LinearRegression()')
}

function isTransformer(step: unknown): step is Transformer<unknown> {
  return step !== null && typeof step === 'object' && 'transformVector' in step
}

function misplaced(where: string, step: unknown, expected: string): FlinknbError {
  const type = step !== null && typeof step === 'object' && 'type' in step ? String(step.type) : show(step)
  return new FlinknbError('INVALID_OPTION', `pipeline: ${where} is ${type}.`, { fix: `Pass ${expected}.` })
}
