/**
 * The colours of traces, in order. Each has a contrast of at least 3 to 1 against white, black and VS Code's dark
 * background (WCAG 2.2, 1.4.11), and neighbours stay apart for the common kinds of colour blindness, so one picture can be
 * saved once and read in any theme.
 */
export const PALETTE = [
  '#2F7ED8', // blue
  '#DD6B20', // orange
  '#1B9E77', // green
  '#CC5C9C', // pink
  '#7F6BC4', // violet
  '#A6851A', // gold
  '#3A9BC1', // cyan
  '#D1495B', // red
] as const

/** What is grouped as 'other', and everything that should stand back. */
export const NEUTRAL_COLOR = '#7A828E'

/** Low to high for heat maps: Cividis (Nuñez, Anderton, Renslow 2018), made for colour-blind readers. */
export const SEQUENTIAL_SCALE: readonly (readonly [number, string])[] = [
  [0, '#00224e'],
  [0.25, '#434e6c'],
  [0.5, '#7d7c78'],
  [0.75, '#bcaf6f'],
  [1, '#fee838'],
]

/** Colour of the trace or group at an index; the palette repeats. */
export function paletteColor(index: number): string {
  return PALETTE[index % PALETTE.length] ?? NEUTRAL_COLOR
}

/** The same colour, see-through: `alpha` from 0 to 1. */
export function withAlpha(hex: string, alpha: number): string {
  const [red, green, blue] = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16))
  return `rgba(${red},${green},${blue},${alpha})`
}
