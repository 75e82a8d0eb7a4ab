import type { ClassificationMetric, ClassificationMetricClass } from './classificationMetric.ts'
import type { Metric, MetricClass } from './metric.ts'

/** A metric class whose options are built in. Options are checked now: one is made at once. */
export function configuredMetric<Name extends string>(metricName: Name, create: () => Metric): MetricClass<Name> {
  return Object.assign(constructorOf(create), { metricName })
}

/** The same for a metric about classes. */
export function configuredClassificationMetric<Name extends string>(
  metricName: Name,
  create: () => ClassificationMetric,
): ClassificationMetricClass<Name> {
  return Object.assign(constructorOf(create), { metricName, isClassification: true as const })
}

function constructorOf<M>(create: () => M): new () => M {
  create()
  // A constructor that returns an object gives that object.
  return function Configured() {
    return create()
  } as unknown as new () => M
}
