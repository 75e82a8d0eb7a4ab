import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { FlinknbError, messageOf } from '../../base/errors.ts'
import { show } from '../../base/options.ts'
import type { Estimator } from '../../ml/estimator/estimator.ts'
import { type OnnxOptions, onnxModel } from '../../ml/onnx/onnxModel.ts'
import { currentSession } from '../currentSession.ts'
import { encodeOnnx } from './onnxFile.ts'

/**
 * A model as an ONNX file: what it is now, to be run by any ONNX runtime. Everything is float64, so that predictions are the
 * model's own to 9 digits and more.
 *
 * Input: `features` [N, d], doubles in the order of `model.features`; or, where an encoder reads text, one input [N, 1] a
 * column by its name, of strings or doubles. Missing is NaN among numbers and the text `null` among texts. Output: `prediction`
 * [N, 1] of regressors (`lower` and `upper` beside it, of `ml.ConformalIntervals`), `label` [N] and `probabilities`
 * [N, classes] of classifiers, `label` and `distances` of clusterers, `score` of anomaly detectors, `transformed` of
 * transformers. Names of features and classes stand in the file's metadata. Categories an encoder would refuse are as if
 * they were ignored.
 *
 * @throws FlinknbError `MODEL` naming the class that ONNX cannot express, and why; `INVALID_STATE` when nothing was learned
 * @example const bytes = ml.toOnnx(model)
 */
export function toOnnx(model: Estimator, options: OnnxOptions = {}): Uint8Array {
  return encodeOnnx(onnxModel(model, options))
}

/**
 * Writes {@link toOnnx} to a file, relative to the notebook's folder; the file is complete or not there.
 *
 * @returns the full path
 * @throws FlinknbError as {@link toOnnx}; `INVALID_OPTION`, `FILE_UNWRITABLE`
 * @example ml.saveOnnx(model, 'price.onnx')
 */
export function saveOnnx(model: Estimator, file: string, options: OnnxOptions = {}): string {
  if (typeof file !== 'string' || file === '') {
    throw new FlinknbError('INVALID_OPTION', `ml.saveOnnx: ${show(file)} is no path of a file.`, {
      fix: `Name one, such as ml.saveOnnx(model, 'price.onnx').`,
    })
  }
  const bytes = toOnnx(model, options)
  const full = path.resolve(currentSession().baseDirectory, file)
  const part = `${full}.${randomUUID()}.part`
  try {
    mkdirSync(path.dirname(full), { recursive: true })
    writeFileSync(part, bytes)
    renameSync(part, full)
  } catch (cause) {
    throw new FlinknbError('FILE_UNWRITABLE', `${full} cannot be written: ${messageOf(cause)}.`, {
      fix: 'Check the path and the rights of the folder.',
      cause,
    })
  } finally {
    if (existsSync(part)) rmSync(part)
  }
  return full
}
