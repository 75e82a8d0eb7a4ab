import * as vscode from 'vscode'
import { fromPosition, type LanguageCells, SELECTOR, toRange } from './languageCells.ts'

/** Where names are declared and used, across cells and into files; renaming them there. */
export function navigateInCells(cells: LanguageCells): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerDefinitionProvider(SELECTOR, {
      async provideDefinition(document, position, token) {
        const ask = { position: fromPosition(position) }
        return cells.locations(document, await cells.ask(document, 'definition', ask, token))
      },
    }),
    vscode.languages.registerTypeDefinitionProvider(SELECTOR, {
      async provideTypeDefinition(document, position, token) {
        const ask = { position: fromPosition(position) }
        return cells.locations(document, await cells.ask(document, 'typeDefinition', ask, token))
      },
    }),
    vscode.languages.registerReferenceProvider(SELECTOR, {
      async provideReferences(document, position, { includeDeclaration }, token) {
        const ask = { position: fromPosition(position), declarations: includeDeclaration }
        return cells.locations(document, await cells.ask(document, 'references', ask, token))
      },
    }),
    vscode.languages.registerRenameProvider(SELECTOR, {
      async prepareRename(document, position, token) {
        const found = await cells.ask(document, 'prepareRename', { position: fromPosition(position) }, token)
        return found && { range: toRange(found), placeholder: found.name }
      },
      async provideRenameEdits(document, position, newName, token) {
        const edits = await cells.ask(document, 'rename', { position: fromPosition(position), newName }, token)
        return edits && cells.workspaceEdit(document, edits)
      },
    }),
  )
}
