/** Which names of the notebook a cell's code touches. Types count for nothing: they are gone when code runs. */
export interface CellNames {
  /** What it declares or assigns at whatever depth. */
  readonly defines: ReadonlySet<string>
  /**
   * Whose objects it changes without assigning the name (`list.push(4)`, `obj.x = 1`), as far as its code shows. Where
   * another cell defines the name, this one counts as one more that does.
   */
  readonly changes: ReadonlySet<string>
  /** What it mentions and does not declare; an assigned name too, for whoever declares it undoes the assignment. */
  readonly reads: ReadonlySet<string>
}
