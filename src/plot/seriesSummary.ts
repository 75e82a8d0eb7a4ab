import type { ColorGroups } from './colorGroups.ts'
import { countOf, formatNumber } from './formatNumber.ts'
import { list } from './list.ts'
import type { PlotMark, PlotSpec } from './plotSpec.ts'

interface SeriesFacts {
  readonly groups: ColorGroups
  readonly points: number
  readonly gaps: number
  readonly records: number
  readonly withoutX: number
  readonly sampled: boolean
  readonly marks: number
  /** The newest value of each column of `y` and `y2`. */
  readonly lastY: readonly (number | undefined)[]
}

/** `Line of meanPrice over windowEnd for 3 values of key, 420 points, last meanPrice 96.3.` */
export function seriesSummary(spec: PlotSpec, facts: SeriesFacts): string {
  const verb = { line: 'Line', area: 'Area', scatter: 'Scatter' }[spec.kind as 'line']
  const columns = [...spec.y, ...(spec.y2 ?? [])]
  const subject = `${verb} of ${list(columns)} ${spec.kind === 'scatter' ? 'against' : 'over'} ${spec.x}`
  if (facts.points === 0) return `${subject}, no points yet${leftOut(spec, facts)}.`
  const groups = facts.groups.names.length - (facts.groups.other === undefined ? 0 : 1)
  const parts = [
    spec.color === undefined ? subject : `${subject} for ${countOf(groups, 'value')} of ${spec.color}`,
    facts.groups.other === undefined ? '' : `, the rest grouped as other`,
    `, ${countOf(facts.points, 'point')}`,
    facts.sampled ? sampling(spec, facts) : '',
    facts.gaps > 0 ? `, ${countOf(facts.gaps, 'gap')} where there is no number` : '',
    spec.band ? `, with a band from ${spec.band[0]} to ${spec.band[1]}` : '',
    facts.marks > 0 ? `, ${countOf(facts.marks, 'mark')} of ${list((spec.marks ?? []).map(nameOf))}` : '',
    leftOut(spec, facts),
    ...columns.map((column, index) => lastOf(column, facts.lastY[index])),
  ]
  return `${parts.join('')}.`
}

function sampling(spec: PlotSpec, facts: SeriesFacts): string {
  const how = spec.last === undefined ? ` standing for ${countOf(facts.records, 'record')}` : ', down-sampled'
  return `${how} with every extreme kept`
}

function nameOf(mark: PlotMark): string {
  return mark.label ?? mark.at
}

function leftOut(spec: PlotSpec, facts: SeriesFacts): string {
  return facts.withoutX > 0 ? `, ${countOf(facts.withoutX, 'record')} without a usable ${spec.x} left out` : ''
}

function lastOf(column: string, value: number | undefined): string {
  return value === undefined ? '' : `, last ${column} ${formatNumber(value)}`
}
