import type { GraphArrow, GraphJob, GraphOperator } from '../protocol/graph.ts'
import { numberText, timeText } from './numberText.ts'

/** A share of time as text. */
export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`
}

/** What flows: a rate while the job runs, how many it were afterwards. */
export function flowText(perSecond: number | null, records: number | null, job: GraphJob): string {
  const running = job.state === 'running'
  const value = running ? perSecond : records
  if (value === null) return ''
  return running ? `${numberText(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))}/s` : numberText(value)
}

/** What an operator gives and how busy it is, how held back, what it remembers, how far event time is: a line each, some empty. */
export function operatorLines(operator: GraphOperator, job: GraphJob): readonly string[] {
  const { kind, watermark, watermarkLagMs, stateEntries, late } = operator
  const running = job.state === 'running'
  const sink = kind === 'sink'
  const flow = flowText(
    sink ? operator.inPerSecond : operator.outPerSecond,
    sink ? operator.recordsIn : operator.recordsOut,
    job,
  )
  const lag = running && watermarkLagMs !== null ? ` (${lagText(watermarkLagMs)})` : ''
  return [
    joined(`${flow}${running ? '' : ' records'}`, running ? `busy ${percentText(operator.busy)}` : ''),
    joined(
      running && operator.backpressured >= 0.005
        ? `held back ${percentText(operator.backpressured)} (${operator.backpressure})`
        : '',
    ),
    joined(
      stateEntries === null ? '' : `state ${numberText(stateEntries)}`,
      late > 0 ? `${numberText(late)} late` : '',
    ),
    watermark === null ? '' : `${timeText(Math.floor(watermark / 1000) * 1000)}${lag}`,
  ]
}

/** All that is said of an operator, in a sentence. */
export function operatorSentence(operator: GraphOperator, job: GraphJob): string {
  const kind = operator.kind === 'operator' ? 'Operator' : operator.kind === 'source' ? 'Source' : 'Sink'
  const [first = '', held = '', state = '', watermark = ''] = operatorLines(operator, job)
  const bottleneck = job.state === 'running' && operator.bottleneck ? ', bottleneck: it holds the others back' : ''
  const time = watermark === '' ? '' : `watermark ${watermark}`
  return `${kind} ${operator.name}${bottleneck}: ${joined(first, held, state, time)}`
}

export function arrowSentence(arrow: GraphArrow, job: GraphJob): string {
  const flow = flowText(arrow.perSecond, arrow.records, job)
  const what = arrow.side === undefined ? 'Records' : `Side output ${arrow.side}`
  return `${what} from ${nameOf(arrow.from, job)} to ${nameOf(arrow.to, job)}${flow === '' ? '' : `: ${flow}`}`
}

export function nameOf(id: string, job: GraphJob): string {
  return job.operators.find(operator => operator.id === id)?.name ?? id
}

function lagText(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 0) return 'ahead of the clock'
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s behind`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min behind`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h behind` : `${Math.round(seconds / 86_400)} days behind`
}

function joined(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' · ')
}
