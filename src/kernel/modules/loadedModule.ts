/** A module as cells and local modules import it. */
export interface LoadedModule {
  readonly namespace: object
  /** Its exports may change after it was loaded: what imports it must look again (a local ES module). */
  readonly live: boolean
}
