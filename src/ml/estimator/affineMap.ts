/** z[j] = (x[j] − shift[j]) / scale[j], every scale above 0. */
export interface AffineMap {
  readonly shift: readonly number[]
  readonly scale: readonly number[]
}

/** The map that changes nothing. Plain arrays: small ones are made after every record. */
export function identityMap(width: number): AffineMap {
  return { shift: new Array<number>(width).fill(0), scale: new Array<number>(width).fill(1) }
}
