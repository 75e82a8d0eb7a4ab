import { ESTIMATOR_CLASSES } from '../../ml/estimatorClasses.ts'
import { AnomalyPipeline } from '../../ml/pipeline/anomalyPipeline.ts'
import { ClassifierPipeline } from '../../ml/pipeline/classifierPipeline.ts'
import { ClustererPipeline } from '../../ml/pipeline/clustererPipeline.ts'
import { Columns } from '../../ml/pipeline/columns.ts'
import { RegressorPipeline } from '../../ml/pipeline/regressorPipeline.ts'
import { TransformerPipeline } from '../../ml/pipeline/transformerPipeline.ts'
import { Union } from '../../ml/pipeline/union.ts'
import { ownValue, prototypesOf } from './valueParts.ts'

/** A model's own words, without solving anything. */
export interface ModelFacts {
  readonly title: string
  /** Records learned: the model's version. */
  readonly n: number
  readonly features: readonly string[]
}

const PIPELINES: readonly object[] = [
  RegressorPipeline.prototype,
  ClassifierPipeline.prototype,
  AnomalyPipeline.prototype,
  ClustererPipeline.prototype,
  TransformerPipeline.prototype,
]
const PROTOTYPES: readonly object[] = [
  ...Object.values(ESTIMATOR_CLASSES).map(Class => Class.prototype as object),
  ...PIPELINES,
  Columns.prototype,
  Union.prototype,
]

/** Undefined for what is no model of ours. A class that extends one is read by the one it extends. */
export function modelFacts(value: unknown): ModelFacts | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const ours = prototypesOf(value).find(prototype => PROTOTYPES.includes(prototype))
  if (!ours) return undefined
  return { title: titleOf(value, ours), n: Number(read(ours, 'n', value) ?? 0), features: featuresOf(ours, value) }
}

function titleOf(value: object, ours: object): string {
  if (!PIPELINES.includes(ours)) return String(ownValue(value, 'type'))
  const steps = ownValue(value, 'steps')
  return (Array.isArray(steps) ? steps : []).map(step => modelFacts(step)?.title ?? 'a model of your own').join(' → ')
}

function featuresOf(ours: object, value: object): readonly string[] {
  const features = read(ours, 'features', value)
  return Array.isArray(features) ? features.map(String) : []
}

/** A getter of our own class (or of one that it extends), whatever a class of the user's has put in its place. */
function read(ours: object, name: string, value: object): unknown {
  for (const prototype of [ours, ...prototypesOf(ours)]) {
    const get = Object.getOwnPropertyDescriptor(prototype, name)?.get
    if (get) return get.call(value)
  }
  return ownValue(value, name)
}
