import * as vscode from 'vscode'
import type { TypeMismatch } from '../protocol/liveTypes.ts'
import { toRange } from './languageCells.ts'
import type { LiveTypePlace } from './liveTypesState.ts'

/**
 * A record that does not fit, said where its type is declared: at the interface, or at the call where there is none.
 *
 * @param document the cell of the declaration
 * @param call the cell of the call that made the source
 */
export function warningOf(
  { place }: LiveTypePlace,
  mismatch: TypeMismatch,
  document: vscode.TextDocument,
  call: vscode.TextDocument,
): vscode.Diagnostic {
  const { declaration } = place
  const callee = place.place.kind === 'source' ? place.place.callee : place.place.name
  const what = declaration?.name ?? vscode.l10n.t('its declared type')
  const where = mismatch.path === '' ? vscode.l10n.t('the record') : mismatch.path
  const message = vscode.l10n.t(
    'A record of {0} does not fit {1}: {2} is {3}, declared as {4}.\nExample: {5}',
    callee,
    what,
    where,
    mismatch.found,
    mismatch.expected,
    mismatch.example,
  )
  const range = declaration ? headOf(document, toRange(declaration), declaration.name) : toRange(place.range)
  const warning = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning)
  warning.source = 'flinknb records' // for which TypeScript has no quick fix
  warning.code = 'record-type'
  if (declaration) {
    const location = new vscode.Location(call.uri, toRange(place.range))
    const related = vscode.l10n.t('The record came from here.')
    warning.relatedInformation = [new vscode.DiagnosticRelatedInformation(location, related)]
  }
  return warning
}

/** The first words of an interface, up to its name: a squiggle under all of it would say no more. */
function headOf(document: vscode.TextDocument, range: vscode.Range, name: string): vscode.Range {
  const text = document.getText(range)
  const end = text.indexOf(name) + name.length
  return new vscode.Range(range.start, document.positionAt(document.offsetAt(range.start) + end))
}
