import { countOf, formatNumber } from '../../plot/formatNumber.ts'
import { formatTime } from '../../plot/timeColumn.ts'
import type { GraphJob, GraphOperator, GraphState } from '../../protocol/graph.ts'
import { visibleText } from './cellText.ts'
import { statusText } from './statusText.ts'

/** The dataflow as text: a line an operator, and where it sends what. */
export function graphText(state: GraphState): string {
  const lines = state.jobs.flatMap(job => [
    `${job.id} (${job.state})`,
    ...job.operators.flatMap(one => lineOf(one, job)),
  ])
  return [...lines.map(visibleText), statusText(state.status)].join('\n')
}

function lineOf(operator: GraphOperator, job: GraphJob): string[] {
  const names = new Map(job.operators.map(one => [one.id, one.name]))
  const targets = job.arrows
    .filter(arrow => arrow.from === operator.id)
    .map(arrow => `${names.get(arrow.to) ?? ''}${arrow.side === undefined ? '' : ` (${arrow.side})`}`)
  const head = [
    `  ${operator.kind === 'operator' ? '' : `${operator.kind} `}${operator.name}`,
    ...figuresOf(operator, job),
  ]
  return [head.join(' · '), ...targets.map(target => `    → ${target}`)]
}

/** What is said of an operator, in words. */
export function figuresOf(operator: GraphOperator, job: GraphJob): string[] {
  const running = job.state === 'running'
  const { kind, watermark, stateEntries } = operator
  const rate = kind === 'sink' ? operator.inPerSecond : operator.outPerSecond
  return [
    running
      ? `${formatNumber(Math.round(rate))}/s`
      : countOf(kind === 'sink' ? operator.recordsIn : operator.recordsOut, 'record'),
    running ? `busy ${percent(operator.busy)}` : '',
    running && operator.backpressured > 0
      ? `held back ${percent(operator.backpressured)} (${operator.backpressure})`
      : '',
    running && operator.bottleneck ? 'bottleneck' : '',
    watermark === null ? '' : `watermark ${formatTime(watermark)}`,
    stateEntries === null ? '' : `state ${formatNumber(stateEntries)}`,
    operator.late > 0 ? `${formatNumber(operator.late)} late` : '',
  ].filter(text => text !== '')
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
