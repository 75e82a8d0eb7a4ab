import type { GraphJob, GraphState } from '../../protocol/graph.ts'
import { escapeHtml } from './cellText.ts'
import { figuresOf } from './graphText.ts'
import { statusText } from './statusText.ts'

/** The dataflow as tables, for readers that know nothing of ours. Everything is escaped. */
export function graphHtml(state: GraphState): string {
  return `${state.jobs.map(table).join('\n')}<p>${escapeHtml(statusText(state.status))}</p>`
}

function table(job: GraphJob): string {
  const names = new Map(job.operators.map(one => [one.id, one.name]))
  const rows = job.operators.map(operator => {
    const targets = job.arrows.filter(arrow => arrow.from === operator.id).map(arrow => names.get(arrow.to) ?? '')
    const cells = [operator.kind, operator.name, targets.join(', '), figuresOf(operator, job).join(' · ')]
    return `<tr>${cells.map(cell => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`
  })
  const head = ['', 'operator', 'sends to', ''].map(text => `<th>${text}</th>`).join('')
  return `<table>\n<caption>${escapeHtml(`${job.id} (${job.state})`)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`
}
