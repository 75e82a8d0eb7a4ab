import type { OneHotEncoder } from '../../preprocessing/oneHotEncoder.ts'
import type { OrdinalEncoder } from '../../preprocessing/ordinalEncoder.ts'
import type { TargetEncoder } from '../../preprocessing/targetEncoder.ts'
import type { Conversion, ConvertTransformer } from '../conversion.ts'
import { asDoubles, type Column, concatenated, matrixWire, reordered } from '../wire.ts'

/** A column of 0 and 1 for each category; one that was never seen is all zeros, also where the encoder would refuse it. */
export const convertOneHotEncoder: ConvertTransformer<OneHotEncoder> = (encoder, wire, conversion) => {
  const { graph } = conversion
  const { columns } = encoder.toJSON().state as { readonly columns: readonly (readonly [string, number])[][] }
  const pieces: string[] = []
  const order: number[] = []
  for (const [j, entries] of columns.entries()) {
    const places = entries.map(([, place]) => place).filter(place => place >= 0)
    if (places.length === 0) continue
    const isFull = entries.length >= encoder.options.maxCategories - 1
    const other = isFull ? (entries.find(([category]) => category === 'other')?.[1] ?? -1) : -1
    const place = lookUp(conversion, wire.column(j), entries, other)
    pieces.push(asDoubles(graph, graph.op('Equal', [place, graph.numbers(places, [1, places.length])])))
    order.push(...places)
  }
  const inverse = order.map((_, place) => order.indexOf(place))
  return matrixWire(graph, reordered(graph, concatenated(graph, pieces), inverse), order.length)
}

export const convertOrdinalEncoder: ConvertTransformer<OrdinalEncoder> = (encoder, wire, conversion) => {
  const columns = encoder.features.map((feature, j) => {
    const entries = encoder.categoriesOf(feature).map((category, i) => [category, i] as const)
    return lookUp(conversion, wire.column(j), entries, encoder.options.unknownValue)
  })
  return matrixWire(conversion.graph, concatenated(conversion.graph, columns), columns.length)
}

/** What each category is worth is asked of the encoder itself. */
export const convertTargetEncoder: ConvertTransformer<TargetEncoder> = (encoder, wire, conversion) => {
  const { entries } = encoder.toJSON().state as { readonly entries: readonly (readonly [string, ...number[]])[][] }
  const width = encoder.outputFeatures.length
  const places = width / encoder.features.length
  const worth = (category: string): Float64Array => {
    const out = new Float64Array(width)
    encoder.transformValues(new Array<string>(encoder.features.length).fill(category), out)
    return out
  }
  const columns = entries.flatMap((known, j) => {
    const categories = known.map(([category]) => category)
    const worths = categories.map(worth)
    const unseen = worth(unusedName(categories))
    return Array.from({ length: places }, (_, k) => {
      const at = j * places + k
      const values = categories.map((category, i) => [category, worths[i]?.[at] as number] as const)
      return lookUp(conversion, wire.column(j), values, unseen[at] as number)
    })
  })
  return matrixWire(conversion.graph, concatenated(conversion.graph, columns), width)
}

/** The number of each category, of texts, or of numbers where the column is known to hold some. */
function lookUp(
  { graph }: Conversion,
  column: Column,
  entries: readonly (readonly [category: string, value: number])[],
  fallback: number,
): string {
  const byNumber = column.holds === 'number'
  const known = byNumber ? entries.filter(([category]) => String(Number(category)) === category) : entries
  const keys = known.map(([category]) => category)
  return graph.mlOp('LabelEncoder', [byNumber ? column.number() : column.text()], {
    keys_tensor: byNumber
      ? { type: 'float64', dims: [keys.length], data: keys.map(Number) }
      : { type: 'string', dims: [keys.length], data: keys },
    values_tensor: { type: 'float64', dims: [known.length], data: known.map(([, value]) => value) },
    default_tensor: { type: 'float64', dims: [1], data: [fallback] },
  })
}

function unusedName(taken: readonly string[]): string {
  let name = 'unseen'
  while (taken.includes(name)) name += '_'
  return name
}
