import { formatNumber } from '../../plot/formatNumber.ts'
import type { GraphArrow, GraphJob, GraphOperator, GraphPoint, GraphState } from '../../protocol/graph.ts'
import { escapeHtml } from './cellText.ts'
import { figuresOf } from './graphText.ts'

const HEAD = 26
const CHARACTERS = 27

const STYLE = `
text{font:12px system-ui,sans-serif;fill:#3b3b3b}.b{fill:#f8f8f8;stroke:#8a8a8a}.c{stroke:#bf5b00;stroke-width:3}.a{fill:none;stroke:#8a8a8a}.t{font-weight:600}.s{stroke-dasharray:5 4}
@media (prefers-color-scheme:dark){text{fill:#ccc}.b{fill:#202020}.c{stroke:#ff9a3c}}`

/** A still picture of the dataflow, for readers that show SVG as an image. Everything is escaped; nothing in it runs. */
export function graphSvg({ jobs }: GraphState): string {
  const width = Math.max(240, ...jobs.map(job => job.width))
  let top = 0
  const parts = jobs.map(job => {
    const part = `<g transform="translate(0,${top})">${drawn(job)}</g>`
    top += job.height + HEAD
    return part
  })
  const body = parts.length > 0 ? parts.join('') : '<text x="12" y="18">No job runs.</text>'
  const height = Math.max(HEAD, top)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><style>${STYLE}</style><defs><marker id="h" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z" fill="#8a8a8a"/></marker></defs>${body}</svg>`
}

function drawn(job: GraphJob): string {
  const title = text({ x: 12, y: 18 }, `${job.id} (${job.state})`, 't')
  const arrows = job.arrows.map(arrow => arrowOf(arrow, job)).join('')
  return `${title}<g transform="translate(0,${HEAD})">${arrows}${job.operators.map(one => box(one, job)).join('')}</g>`
}

function arrowOf({ points, label, side, perSecond, records }: GraphArrow, job: GraphJob): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('')
  const count = job.state === 'running' ? perSecond : records
  const rate = count === null ? '' : `${formatNumber(Math.round(count))}${job.state === 'running' ? '/s' : ''}`
  const words = [side ?? '', rate].filter(Boolean).join(' ')
  return `<path class="a${side === undefined ? '' : ' s'}" d="${path}" marker-end="url(#h)"/>${text({ x: label.x, y: label.y - 5 }, words, '', 'middle')}`
}

function box(operator: GraphOperator, job: GraphJob): string {
  const { x, y, width, height, name, kind, bottleneck } = operator
  const left = x - width / 2
  const top = y - height / 2
  const figures = figuresOf(operator, job)
  const lines = [figures.slice(0, 2), figures.slice(2, 4), figures.slice(4)].map(parts => parts.join(' · '))
  const rows = lines.map((line, index) => text({ x: left + 10, y: top + 37 + index * 17 }, line)).join('')
  const marked = bottleneck && job.state === 'running'
  return `<rect class="b${marked ? ' c' : ''}" x="${left}" y="${top}" width="${width}" height="${height}" rx="${kind === 'operator' ? 6 : 16}"/>${text({ x: left + 10, y: top + 19 }, name, 't')}${rows}`
}

function text({ x, y }: GraphPoint, words: string, className = '', anchor = 'start'): string {
  const short = words.length > CHARACTERS ? `${words.slice(0, CHARACTERS - 1)}…` : words
  return `<text x="${x}" y="${y}" text-anchor="${anchor}"${className ? ` class="${className}"` : ''}>${escapeHtml(short)}</text>`
}
