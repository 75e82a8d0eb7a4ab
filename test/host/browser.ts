/** A live output as it stands on the screen. */
export interface SeenOutputs {
  readonly plots: readonly {
    /** The drawn lines' SVG path data. */
    readonly lines: readonly string[]
    /** Number of points drawn as markers. */
    readonly markers: number
    readonly text: string
  }[]
  readonly tables: readonly { readonly columns: readonly string[]; readonly rows: number; readonly text: string }[]
  readonly metrics: readonly string[]
}

/** What the browser around the workbench can be asked for. */
export interface BrowserCalls {
  testStarted: (name: string) => null
  testEnded: (result: { name: string; error: string | undefined; ms: number }) => null
  /** A figure for the log. */
  note: (text: string) => null
  /** What the renderer shows. */
  outputs: () => SeenOutputs
  /** The texts of the items under the cells in view. */
  cellStatus: () => readonly string[]
  /** Saves a picture of the window, under docs/images when pictures are to be renewed. */
  screenshot: (file: string) => null
  /** Saves the upper part of the window, so many pixels of it. */
  screenshotTop: (picture: { file: string; height: number }) => null
  /** Types as a person does, where the focus is. */
  type: (text: string) => null
  /** The texts of the elements of the workbench that match a selector. */
  texts: (selector: string) => readonly string[]
  /** Clicks the first element of the workbench that matches a selector. */
  press: (selector: string) => null
  /** The texts of matching elements in all webviews. */
  webviewTexts: (selector: string) => readonly string[]
  /** Clicks the first element of the notebook's webview in front that matches a selector. */
  webviewPress: (selector: string) => null
  /** How many elements of the workbench match a selector. */
  count: (selector: string) => number
  /** Presses a button of the workbench by its label. */
  click: (label: string) => null
  /** The texts of the notifications and dialogs on screen. */
  messages: () => readonly string[]
}

/** Asks the process that drives the browser. */
export async function callBrowser<K extends keyof BrowserCalls>(
  call: K,
  ...args: Parameters<BrowserCalls[K]>
): Promise<ReturnType<BrowserCalls[K]>> {
  const response = await fetch(`http://127.0.0.1:${process.env.FLINKNB_TEST_PORT}/`, {
    method: 'POST',
    body: JSON.stringify({ call, argument: args[0] ?? null }),
  })
  const { value, error } = (await response.json()) as { value?: ReturnType<BrowserCalls[K]>; error?: string }
  if (error !== undefined) throw new Error(`${call}: ${error}`)
  return value as ReturnType<BrowserCalls[K]>
}
