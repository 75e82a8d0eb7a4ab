import { FlinknbError } from '../../base/errors.ts'

/** Why classes without a converter have none. */
const REASONS: Readonly<Record<string, string>> = {
  BiasedMatrixFactorization: 'it recommends by ids, which ONNX has no type of input for that can grow',
  DateFeatures: 'ONNX knows no dates',
  HashingEncoder: 'ONNX has no operator for its hashes',
  HoltWinters: 'a forecast follows from the newest values, not from features',
  LagFeatures: 'it remembers records before, and an ONNX model sees each by itself',
  RollingFeatures: 'it remembers records before, and an ONNX model sees each by itself',
  RowFeatures: 'a function of the notebook is no operator of ONNX',
}

/** The error for a class that ONNX cannot express. */
export function cannotConvert(type: string, reason = REASONS[type] ?? 'there is no conversion for it'): FlinknbError {
  return new FlinknbError('MODEL', `ml.toOnnx: ${type} cannot be written as ONNX: ${reason}.`, {
    fix:
      type.endsWith('Features') || type.endsWith('Encoder')
        ? 'Do this step before the model, on either side, and export the rest of the pipeline.'
        : 'Save it with ml.modelStore() or model.toJSON(), and run it in flinknb.',
  })
}
