import { FlinknbError } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import type { ClassLabel, ClassLabels } from '../estimator/classifier.ts'
import { checkLengths, type Labels, readLabels } from '../estimator/labels.ts'
import { readClassLabels } from '../estimator/vectorClassifier.ts'
import { Accuracy } from './accuracy.ts'
import { PRAUC } from './averagePrecision.ts'
import { BalancedAccuracy } from './balancedAccuracy.ts'
import { BrierScore } from './brierScore.ts'
import type { ClassificationMetric } from './classificationMetric.ts'
import { CohenKappa } from './cohenKappa.ts'
import { ConfusionMatrix } from './confusionMatrix.ts'
import { ECE } from './expectedCalibrationError.ts'
import { F1, FBeta, type FScoreOptions, Precision, Recall } from './fScore.ts'
import { LogLoss } from './logLoss.ts'
import { MCC } from './matthewsCorrelation.ts'
import { isPositive, positiveProbability } from './positiveClass.ts'
import { type ProbabilityRows, readProbabilities } from './probabilityRows.ts'
import { Reliability, type ReliabilityBin } from './reliability.ts'
import { ROCAUC } from './rocAuc.ts'

/** How much each row counts. */
export interface WeightOptions {
  readonly sampleWeight?: Labels | undefined
}

/** Options of scores about probabilities. */
export interface ProbabilityOptions extends WeightOptions {
  /** The order of probabilities in arrays; default the sorted labels, as in scikit-learn. */
  readonly classes?: readonly ClassLabel[] | undefined
  /** The class that single numbers, and figures about one class, speak of. Default `true` or `1`. */
  readonly positive?: ClassLabel | undefined
}

/**
 * Share of labels predicted rightly, over arrays or Series.
 *
 * @throws FlinknbError `MODEL` for columns of different length, without rows, or with what is no class
 * @example ml.accuracyScore(['a', 'b'], ['a', 'a']) // 0.5
 */
export function accuracyScore(yTrue: ClassLabels, yPred: ClassLabels, options: WeightOptions = {}): number {
  return ofLabels(new Accuracy(), yTrue, yPred, options)
}

/** Mean of each class's share predicted rightly. @throws as {@link accuracyScore} */
export function balancedAccuracyScore(yTrue: ClassLabels, yPred: ClassLabels, options: WeightOptions = {}): number {
  return ofLabels(new BalancedAccuracy(), yTrue, yPred, options)
}

/** Precision of the positive class, or averaged. @throws as {@link accuracyScore} */
export function precisionScore(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: FScoreOptions & WeightOptions = {},
): number {
  const { sampleWeight, ...own } = options
  return ofLabels(new Precision(own), yTrue, yPred, { sampleWeight })
}

/** Recall of the positive class, or averaged. @throws as {@link accuracyScore} */
export function recallScore(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: FScoreOptions & WeightOptions = {},
): number {
  const { sampleWeight, ...own } = options
  return ofLabels(new Recall(own), yTrue, yPred, { sampleWeight })
}

/** F1 of the positive class, or averaged. @throws as {@link accuracyScore} */
export function f1Score(yTrue: ClassLabels, yPred: ClassLabels, options: FScoreOptions & WeightOptions = {}): number {
  const { sampleWeight, ...own } = options
  return ofLabels(new F1(own), yTrue, yPred, { sampleWeight })
}

/** Fβ of the positive class, or averaged. @throws as {@link accuracyScore} */
export function fbetaScore(
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: FScoreOptions & WeightOptions & { readonly beta: number },
): number {
  const { sampleWeight, ...own } = options
  return ofLabels(new FBeta(own), yTrue, yPred, { sampleWeight })
}

/** Matthews' correlation coefficient. @throws as {@link accuracyScore} */
export function matthewsCorrcoef(yTrue: ClassLabels, yPred: ClassLabels, options: WeightOptions = {}): number {
  return ofLabels(new MCC(), yTrue, yPred, options)
}

/** Cohen's kappa. @throws as {@link accuracyScore}, and where chance alone gives full agreement */
export function cohenKappaScore(yTrue: ClassLabels, yPred: ClassLabels, options: WeightOptions = {}): number {
  return ofLabels(new CohenKappa(), yTrue, yPred, options)
}

/** Counts by true class (rows) and predicted class (columns). @throws as {@link accuracyScore} */
export function confusionMatrix(yTrue: ClassLabels, yPred: ClassLabels, options: WeightOptions = {}): ConfusionMatrix {
  const matrix = new ConfusionMatrix()
  forEachPair('confusionMatrix', yTrue, yPred, options, (truth, predicted, weight) =>
    matrix.add(truth, predicted, weight),
  )
  return matrix
}

/** Cross entropy of probabilities. @throws as {@link accuracyScore} */
export function logLoss(yTrue: ClassLabels, probabilities: ProbabilityRows, options: ProbabilityOptions = {}): number {
  return ofProbabilities(new LogLoss(), yTrue, probabilities, options)
}

/** Brier score of probabilities. @throws as {@link accuracyScore} */
export function brierScoreLoss(
  yTrue: ClassLabels,
  probabilities: ProbabilityRows,
  options: ProbabilityOptions = {},
): number {
  return ofProbabilities(new BrierScore(), yTrue, probabilities, options)
}

/** Area under the ROC curve, exactly (up to 10,000 different probabilities). @throws as {@link accuracyScore} */
export function rocAucScore(
  yTrue: ClassLabels,
  probabilities: ProbabilityRows,
  options: ProbabilityOptions = {},
): number {
  return ofProbabilities(new ROCAUC({ positive: options.positive }), yTrue, probabilities, options)
}

/** Average precision: area under the precision–recall curve. @throws as {@link accuracyScore} */
export function averagePrecisionScore(
  yTrue: ClassLabels,
  probabilities: ProbabilityRows,
  options: ProbabilityOptions = {},
): number {
  return ofProbabilities(new PRAUC({ positive: options.positive }), yTrue, probabilities, options)
}

/** Expected calibration error over ten bins. @throws as {@link accuracyScore} */
export function expectedCalibrationError(
  yTrue: ClassLabels,
  probabilities: ProbabilityRows,
  options: ProbabilityOptions & { readonly bins?: number | undefined } = {},
): number {
  const { bins, ...own } = options
  return ofProbabilities(new ECE(bins), yTrue, probabilities, own)
}

/**
 * How often the positive class came true where its probability lay in each of `bins` equal bins: rows for plot.line, with
 * `predicted` across and `observed` up. Empty bins are left out.
 *
 * @throws as {@link accuracyScore}
 */
export function calibrationCurve(
  yTrue: ClassLabels,
  probabilities: ProbabilityRows,
  options: ProbabilityOptions & { readonly bins?: number | undefined } = {},
): ReliabilityBin[] {
  checkOptionNames('ml.calibrationCurve', options, ['classes', 'positive', 'sampleWeight', 'bins'])
  const { classes, positive, sampleWeight, bins = 10 } = options
  const labels = readClassLabels(yTrue, 'yTrue')
  const rows = readProbabilities(probabilities, labels, classes, positive)
  checkLengths(labels.length, rows.length, 'calibrationCurve of yTrue and probabilities')
  const weights = readWeights(sampleWeight, labels.length)
  const reliability = new Reliability('ml.calibrationCurve', bins)
  labels.forEach((label, r) => {
    const probability = positiveProbability(rows[r] ?? {}, positive)
    reliability.add(probability, isPositive('calibrationCurve', label, positive), weights?.[r] ?? 1)
  })
  return reliability.rows()
}

function ofLabels(
  metric: ClassificationMetric,
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: WeightOptions,
): number {
  forEachPair(metric.name, yTrue, yPred, options, (truth, predicted, weight) =>
    metric.add(truth, predicted, undefined, weight),
  )
  return defined(metric)
}

function forEachPair(
  what: string,
  yTrue: ClassLabels,
  yPred: ClassLabels,
  options: WeightOptions,
  visit: (truth: ClassLabel, predicted: ClassLabel, weight: number) => void,
): void {
  checkOptionNames(`ml: ${what}`, options, ['sampleWeight'])
  const truth = readClassLabels(yTrue, 'yTrue')
  const predicted = readClassLabels(yPred, 'yPred')
  checkLengths(truth.length, predicted.length, `${what} of yTrue and yPred`)
  const weights = readWeights(options.sampleWeight, truth.length)
  truth.forEach((label, r) => {
    visit(label, predicted[r] as ClassLabel, weights?.[r] ?? 1)
  })
}

function ofProbabilities(
  metric: ClassificationMetric,
  yTrue: ClassLabels,
  probabilities: ProbabilityRows,
  options: ProbabilityOptions,
): number {
  checkOptionNames(`ml: ${metric.name}`, options, ['classes', 'positive', 'sampleWeight'])
  const labels = readClassLabels(yTrue, 'yTrue')
  const rows = readProbabilities(probabilities, labels, options.classes, options.positive)
  checkLengths(labels.length, rows.length, `${metric.name} of yTrue and probabilities`)
  const weights = readWeights(options.sampleWeight, labels.length)
  const byName = new Map([...labels, ...(options.classes ?? [])].map(label => [String(label), label]))
  labels.forEach((label, r) => {
    const row = rows[r] ?? {}
    const [likeliest] = Object.entries(row).reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', -1])
    metric.add(label, byName.get(likeliest) ?? likeliest, row, weights?.[r] ?? 1)
  })
  return defined(metric)
}

function readWeights(sampleWeight: Labels | undefined, rows: number): Float64Array | undefined {
  if (sampleWeight === undefined) return undefined
  const weights = readLabels(sampleWeight, 'sampleWeight')
  checkLengths(rows, weights.length, 'labels and sampleWeight')
  return weights
}

function defined(metric: ClassificationMetric): number {
  if (metric.value !== null) return metric.value
  throw new FlinknbError('MODEL', `${metric.name} is not defined for these rows.`, {
    fix: 'Pass more rows, of more than one class.',
  })
}
