import * as vscode from 'vscode'
import type { CellSignatures } from '../language/messages.ts'
import { fromPosition, type LanguageCells, SELECTOR, toRange } from './languageCells.ts'

/** What a name is, and what a call takes. */
export function explainInCells(cells: LanguageCells): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider(SELECTOR, {
      async provideHover(document, position, token) {
        const hover = await cells.ask(document, 'hover', { position: fromPosition(position) }, token)
        if (!hover) return undefined
        const text = new vscode.MarkdownString().appendCodeblock(hover.signature, 'typescript')
        if (hover.documentation) text.appendMarkdown(`\n\n${hover.documentation}`)
        return new vscode.Hover(text, toRange(hover))
      },
    }),
    vscode.languages.registerSignatureHelpProvider(
      SELECTOR,
      {
        async provideSignatureHelp(document, position, token, { triggerCharacter, isRetrigger }) {
          const ask = { position: fromPosition(position), trigger: triggerCharacter, retrigger: isRetrigger }
          const found = await cells.ask(document, 'signatureHelp', ask, token)
          return found ? toSignatureHelp(found) : undefined
        },
      },
      { triggerCharacters: ['(', ',', '<'], retriggerCharacters: [')'] },
    ),
  )
}

function toSignatureHelp({ active, activeParameter, signatures }: CellSignatures): vscode.SignatureHelp {
  const help = new vscode.SignatureHelp()
  help.activeSignature = active
  help.activeParameter = activeParameter
  help.signatures = signatures.map(({ label, documentation, parameters }) => {
    const signature = new vscode.SignatureInformation(label, new vscode.MarkdownString(documentation))
    signature.parameters = parameters.map(
      parameter =>
        new vscode.ParameterInformation([...parameter.label], new vscode.MarkdownString(parameter.documentation)),
    )
    return signature
  })
  return help
}
