import { escapeHtml } from '../../base/escapeHtml.ts'
import type { ModelDescription } from '../../ml/estimator/modelDescription.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import { cellText, type DataTable, tableHtml, tableText } from './dataTable.ts'

/** A model, or an explanation of one of its predictions, that describes itself. */
export interface Describable {
  describe(): ModelDescription
}

export function isDescribable(value: unknown): value is Describable {
  if (typeof value !== 'object' || value === null) return false
  const model = value as { describe?: unknown; learnOne?: unknown; transformOne?: unknown; isExplanation?: unknown }
  return (
    typeof model.describe === 'function' &&
    (typeof model.learnOne === 'function' || typeof model.transformOne === 'function' || model.isExplanation === true)
  )
}

/** A model as it stands: title, figures, tables of coefficients with errors and intervals, notes. */
export function modelBundle(model: Describable): MimeBundle {
  const description = model.describe()
  return { 'text/html': html(description), 'text/plain': text(description) }
}

function tablesOf({ tables }: ModelDescription): DataTable[] {
  return tables.map(({ title, columns, rows }) => ({ caption: title, columns, rows }))
}

function heading({ n, features }: ModelDescription): string {
  const learned = `${n.toLocaleString('en')} records learned`
  return features.length > 0 ? `${learned}, features: ${features.join(', ')}` : learned
}

function parameters({ parameters: list }: ModelDescription): string {
  return list.map(({ name, value }) => `${name} ${cellText(value)}`).join(' · ')
}

function html(description: ModelDescription): string {
  const line = (content: string, style: string) => (content ? `<div style="${style}">${escapeHtml(content)}</div>` : '')
  const dim = 'color:var(--vscode-descriptionForeground,#777);padding:2px 10px'
  return [
    line(description.title, 'font-weight:600;padding:4px 10px'),
    line(heading(description), dim),
    ...tablesOf(description).map(tableHtml),
    line(parameters(description), dim),
    ...description.notes.map(note => line(note, dim)),
  ].join('')
}

function text(description: ModelDescription): string {
  return [
    description.title,
    heading(description),
    ...tablesOf(description).map(tableText),
    parameters(description),
    ...description.notes,
  ]
    .filter(part => part !== '')
    .join('\n')
}
