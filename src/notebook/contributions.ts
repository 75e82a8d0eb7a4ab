/** Every id that package.json contributes and code uses; a test holds the two against each other. */
export const NOTEBOOK_TYPE = 'flinknb'
export const CONTROLLER_ID = 'flinknb'
export const RENDERER_ID = 'flinknb-live'

/**
 * Cells have a language of their own: VS Code's TypeScript support would mark their shared names and `await` as errors.
 * In the file they are TypeScript.
 */
export const CELL_LANGUAGE = 'flinknb-typescript'

export const COMMANDS = {
  newNotebook: 'flinknb.newNotebook',
  openExample: 'flinknb.openExample',
  restartKernel: 'flinknb.restartKernel',
  restartAndRunAll: 'flinknb.restartAndRunAll',
  runStaleCells: 'flinknb.runStaleCells',
  stopAll: 'flinknb.stopAll',
  stopCell: 'flinknb.stopCell',
  setParameter: 'flinknb.setParameter',
  debugCell: 'flinknb.debugCell',
  exportProgram: 'flinknb.exportProgram',
  exportIpynb: 'flinknb.exportIpynb',
  exportHtml: 'flinknb.exportHtml',
  importNotebook: 'flinknb.importNotebook',
} as const

/** Commands of a row in a view, or of a line in a cell. */
export const ITEM_COMMANDS = {
  openTable: 'flinknb.openTable',
  declareType: 'flinknb.declareType',
} as const

export const VARIABLES_VIEW = 'flinknb.variables'

export const SETTINGS = {
  memoryLimitMb: 'flinknb.memoryLimitMb',
  displayIntervalMs: 'flinknb.displayIntervalMs',
  saveOutputs: 'flinknb.saveOutputs',
  inlayHints: 'flinknb.inlayHints',
  parameters: 'flinknb.parameters',
  autoRunDependants: 'flinknb.autoRunDependants',
} as const
