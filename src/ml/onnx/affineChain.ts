import { type AffineMap, identityMap } from '../estimator/affineMap.ts'
import { isAffineTransformer, type Transformer } from '../estimator/transformer.ts'
import { Columns } from '../pipeline/columns.ts'
import { CompositeTransformer } from '../pipeline/compositeTransformer.ts'
import type { TransformerPipeline } from '../pipeline/transformerPipeline.ts'
import { Union } from '../pipeline/union.ts'
import type { Conversion } from './conversion.ts'
import type { GraphBuilder } from './graphBuilder.ts'
import { columnsWire, concatenated, matrixWire, reordered, type Wire } from './wire.ts'

/** A wire, and an affine map of it that is still to be done. */
interface Deferred {
  readonly wire: Wire
  readonly map: AffineMap | undefined
}

/**
 * Steps one behind the other, as `StepChain` runs them: scalers at the end of a chain that defers them keep statistics of
 * features as they come to the first of them, so that they are one map and not one step after another.
 */
export function convertChain(
  steps: readonly Transformer<unknown>[],
  wire: Wire,
  conversion: Conversion,
  defers: boolean,
): Wire {
  if (!defers) return steps.reduce((current, step) => conversion.transformer(step, current), wire)
  return mapped(conversion.graph, deferredChain(steps, wire, conversion))
}

/** Transformers made of others: pipelines, unions, columns. */
export function convertComposite(composite: CompositeTransformer, wire: Wire, conversion: Conversion): Wire {
  return mapped(conversion.graph, deferredComposite(composite, wire, conversion))
}

/** (x − shift) / scale. */
export function affine(graph: GraphBuilder, wire: Wire, { shift, scale }: AffineMap): Wire {
  const width = shift.length
  const centred = shift.every(value => value === 0)
    ? wire.matrix()
    : graph.op('Sub', [wire.matrix(), graph.numbers(shift, [1, width])])
  if (scale.every(value => value === 1)) return matrixWire(graph, centred, width)
  return matrixWire(graph, graph.op('Div', [centred, graph.numbers(scale, [1, width])]), width)
}

function mapped(graph: GraphBuilder, { wire, map }: Deferred): Wire {
  return map ? affine(graph, wire, map) : wire
}

function deferredChain(steps: readonly Transformer<unknown>[], wire: Wire, conversion: Conversion): Deferred {
  const end = steps.findLastIndex(step => !isAffineTransformer(step)) + 1
  let current = steps.slice(0, Math.max(0, end - 1)).reduce((w, step) => conversion.transformer(step, w), wire)
  let map: AffineMap | undefined
  const last = steps[end - 1]
  if (last instanceof CompositeTransformer) ({ wire: current, map } = deferredComposite(last, current, conversion))
  else if (last) current = conversion.transformer(last, current)
  for (const step of steps.slice(end)) {
    if (isAffineTransformer(step)) map = step.affine(map ?? identityMap(current.width))
  }
  return { wire: current, map }
}

function deferredComposite(composite: CompositeTransformer, wire: Wire, conversion: Conversion): Deferred {
  if (composite instanceof Union) return deferredUnion(composite, wire, conversion)
  if (!(composite instanceof Columns)) {
    return deferredChain((composite as TransformerPipeline).steps, wire, conversion)
  }
  const { places } = composite.toJSON().state as { readonly places: readonly number[] | null }
  const picked = (places ?? []).map(place => wire.column(place))
  const selected =
    picked.every(column => column.holds === 'number') && !wire.isColumns
      ? matrixWire(
          conversion.graph,
          conversion.graph.op('Gather', [wire.matrix(), conversion.graph.integers(places ?? [])], { axis: 1 }),
          picked.length,
        )
      : columnsWire(conversion.graph, picked)
  return deferredChain(composite.steps, selected, conversion)
}

function deferredUnion(union: Union, wire: Wire, conversion: Conversion): Deferred {
  const { graph } = conversion
  const { places } = union.toJSON().state as { readonly places: readonly (readonly number[])[] }
  const parts = union.parts.map(part => deferredChain([part], wire, conversion))
  const width = union.outputFeatures.length
  const shift = new Array<number>(width).fill(0)
  const scale = new Array<number>(width).fill(1)
  for (const [i, { map }] of parts.entries()) {
    for (const [k, place] of (places[i] ?? []).entries()) {
      shift[place] = map?.shift[k] ?? 0
      scale[place] = map?.scale[k] ?? 1
    }
  }
  const map = parts.some(part => part.map) ? { shift, scale } : undefined
  if (union.gives === 'values') {
    const columns = parts.flatMap((part, i) =>
      (places[i] ?? []).map((place, k) => ({ place, column: part.wire.column(k) })),
    )
    columns.sort((a, b) => a.place - b.place)
    return {
      wire: columnsWire(
        graph,
        columns.map(({ column }) => column),
      ),
      map,
    }
  }
  const order = places.flat()
  const together = concatenated(
    graph,
    parts.filter(part => part.wire.width > 0).map(part => part.wire.matrix()),
  )
  const inverse = order.map((_, place) => order.indexOf(place))
  return { wire: matrixWire(graph, reordered(graph, together, inverse), width), map }
}
