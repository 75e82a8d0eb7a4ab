/** Draws one kind of state into an element of its own. Drawing the same state again changes nothing. */
export interface StateView<S> {
  readonly element: HTMLElement
  draw(state: S): void
  /** The theme has changed: draw again. */
  themeChanged?(): void
  dispose(): void
}
