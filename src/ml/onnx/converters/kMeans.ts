import { FlinknbError } from '../../../base/errors.ts'
import type { KMeans } from '../../cluster/kMeans.ts'
import type { ConvertModel } from '../conversion.ts'
import { squaredDistances } from './squaredDistances.ts'

/** The nearest centre, the first of equals, and the distances to all. */
export const convertKMeans: ConvertModel<KMeans> = ({ centers }, wire, { graph }) => {
  if (centers.length === 0) {
    throw new FlinknbError('INVALID_STATE', 'ml.toOnnx: KMeans has no centre yet.', { fix: 'Let it learn first.' })
  }
  const squares = squaredDistances(graph, wire, centers)
  return {
    label: { value: graph.op('ArgMin', [squares], { axis: 1, keepdims: 0 }), type: 'int64', sizes: [] },
    distances: { value: graph.op('Sqrt', [squares]), type: 'float64', sizes: [centers.length] },
  }
}
