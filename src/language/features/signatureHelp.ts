import type ts from 'typescript'
import { type CellProgram, placeOf } from '../cellProgram.ts'
import { documentationText, partsText } from '../displayText.ts'
import type { CellSignatures, LanguageCalls } from '../messages.ts'

/** The signatures of the call that is being written; null outside one. */
export function signatureHelp(program: CellProgram, ask: LanguageCalls['signatureHelp']['ask']): CellSignatures | null {
  const at = placeOf(program, ask)
  const found = at && program.service.getSignatureHelpItems(at.cell.file, at.offset, { triggerReason: reason(ask) })
  if (!found) return null
  return {
    active: found.selectedItemIndex,
    activeParameter: activeParameter(found),
    signatures: found.items.map(item => signature(program.typescript, item)),
  }
}

function reason({ trigger, retrigger }: LanguageCalls['signatureHelp']['ask']): ts.SignatureHelpTriggerReason {
  if (trigger === ')' || (retrigger && trigger !== undefined))
    return { kind: 'retrigger', triggerCharacter: trigger as ts.SignatureHelpRetriggerCharacter }
  if (trigger === '(' || trigger === ',' || trigger === '<')
    return { kind: 'characterTyped', triggerCharacter: trigger }
  return retrigger ? { kind: 'retrigger' } : { kind: 'invoked' }
}

/** Behind the last parameter of a rest signature one still writes the last. */
function activeParameter({ items, selectedItemIndex, argumentIndex }: ts.SignatureHelpItems): number {
  const item = items[selectedItemIndex]
  return item?.isVariadic ? Math.min(argumentIndex, item.parameters.length - 1) : argumentIndex
}

function signature(typescript: typeof ts, item: ts.SignatureHelpItem): CellSignatures['signatures'][number] {
  const plain = (parts: ts.SymbolDisplayPart[]) => typescript.displayPartsToString(parts)
  let label = plain(item.prefixDisplayParts)
  const parameters = item.parameters.map((parameter, i) => {
    if (i > 0) label += plain(item.separatorDisplayParts)
    const start = label.length
    label += plain(parameter.displayParts)
    return { label: [start, label.length] as const, documentation: partsText(typescript, parameter.documentation) }
  })
  label += plain(item.suffixDisplayParts)
  const tags = item.tags.filter(tag => tag.name !== 'param')
  return { label, documentation: documentationText(typescript, item.documentation, tags), parameters }
}
