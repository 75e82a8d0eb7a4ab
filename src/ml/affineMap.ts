/** z[j] = (x[j] − shift[j]) / scale[j], every scale above 0. */
export interface AffineMap {
  readonly shift: Float64Array
  readonly scale: Float64Array
}

/** The map that changes nothing. */
export function identityMap(width: number): AffineMap {
  return { shift: new Float64Array(width), scale: new Float64Array(width).fill(1) }
}
