/** The editor's colours, as concrete values: plotly cannot read CSS variables. */
export interface Theme {
  readonly foreground: string
  readonly muted: string
  readonly grid: string
  readonly background: string
  /** What outputs stand on. */
  readonly page: string
  readonly border: string
  readonly fontFamily: string
  readonly highContrast: boolean
}

/** Reads the theme in force at an element. Outside of VS Code the system's light or dark is taken. */
export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element)
  const dark = element.ownerDocument.defaultView?.matchMedia?.('(prefers-color-scheme: dark)').matches ?? false
  const color = (name: string, light: string, night: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || (dark ? night : light)
  const foreground = color('foreground', '#3b3b3b', '#cccccc')
  const kind = element.ownerDocument.body.dataset.vscodeThemeKind ?? ''
  const highContrast = kind.includes('high-contrast')
  return {
    foreground,
    muted: color('descriptionForeground', '#616161', '#9d9d9d'),
    grid: highContrast ? mixed(foreground, 0.25) : mixed(foreground, 0.12),
    background: color('editorWidget-background', '#f8f8f8', '#202020'),
    page: color('editor-background', '#ffffff', '#1f1f1f'),
    border: color('widget-border', '#e5e5e5', '#313131'),
    fontFamily: style.getPropertyValue('--vscode-font-family').trim() || 'system-ui, sans-serif',
    highContrast,
  }
}

/** Calls back when VS Code switches its theme: it rewrites the variables on the root element and the body's classes. */
export function watchTheme(document: Document, changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['style'] })
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-kind', 'data-vscode-theme-id'] })
  return () => observer.disconnect()
}

function mixed(color: string, alpha: number): string {
  const hex = /^#([0-9a-f]{6})/i.exec(color)?.[1]
  if (!hex) return `rgba(128,128,128,${alpha * 2})`
  const [red, green, blue] = [0, 2, 4].map(at => Number.parseInt(hex.slice(at, at + 2), 16))
  return `rgba(${red},${green},${blue},${alpha})`
}
