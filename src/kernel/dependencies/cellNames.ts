/** Which names of the notebook a cell's code touches. Types count for nothing: they are gone when code runs. */
export interface CellNames {
  /** What it declares or assigns at whatever depth. */
  readonly defines: ReadonlySet<string>
  /** What it mentions and does not declare; an assigned name too, for whoever declares it undoes the assignment. */
  readonly reads: ReadonlySet<string>
}
