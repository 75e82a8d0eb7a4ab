import { setAttribute } from './dom.ts'

const WIDTH = 160
const HEIGHT = 36
const SVG = 'http://www.w3.org/2000/svg'

/** A small line of values over time, from their lowest to their highest; nulls are gaps. */
export class Sparkline {
  readonly element = document.createElementNS(SVG, 'svg')
  private readonly area = document.createElementNS(SVG, 'path')
  private readonly line = document.createElementNS(SVG, 'path')
  private readonly end = document.createElementNS(SVG, 'circle')

  constructor() {
    setAttribute(this.element, 'class', 'flinknb-sparkline')
    setAttribute(this.element, 'viewBox', `0 0 ${WIDTH} ${HEIGHT}`)
    setAttribute(this.element, 'preserveAspectRatio', 'none')
    setAttribute(this.element, 'aria-hidden', 'true')
    setAttribute(this.area, 'class', 'flinknb-sparkline-area')
    setAttribute(this.line, 'class', 'flinknb-sparkline-line')
    setAttribute(this.line, 'vector-effect', 'non-scaling-stroke')
    setAttribute(this.end, 'r', '0')
    this.element.append(this.area, this.line)
  }

  draw(values: readonly (number | null)[]): void {
    const { line, area } = paths(values)
    setAttribute(this.line, 'd', line)
    setAttribute(this.area, 'd', area)
  }
}

function paths(values: readonly (number | null)[]): { line: string; area: string } {
  const known = values.filter(value => value !== null)
  if (known.length < 2) return { line: '', area: '' }
  const low = Math.min(...known)
  const high = Math.max(...known)
  const x = (index: number): string => ((index / (values.length - 1)) * WIDTH).toFixed(1)
  const y = (value: number): string => (HEIGHT - 3 - ((value - low) / (high - low || 1)) * (HEIGHT - 6)).toFixed(1)
  let line = ''
  let area = ''
  let start: string | undefined
  for (const [index, value] of [...values, null].entries()) {
    if (value === null) {
      if (start !== undefined) area += `L${x(index - 1)},${HEIGHT}L${start},${HEIGHT}Z`
      start = undefined
      continue
    }
    const point = `${start === undefined ? 'M' : 'L'}${x(index)},${y(value)}`
    start ??= x(index)
    line += point
    area += point
  }
  return { line, area }
}
