import * as vscode from 'vscode'
import { fixCells } from './languageActions.ts'
import { LanguageCells } from './languageCells.ts'
import { completeInCells } from './languageCompletion.ts'
import { showCellDiagnostics } from './languageDiagnostics.ts'
import { formatCells } from './languageFormatting.ts'
import { explainInCells } from './languageHover.ts'
import { navigateInCells } from './languageNavigation.ts'
import type { LanguageNotebooks } from './languageNotebooks.ts'
import { outlineCells } from './languageOutline.ts'

/** Everything that an editor does for a language, in cells. */
export function assistInCells(notebooks: LanguageNotebooks, log: vscode.LogOutputChannel): vscode.Disposable {
  const cells = new LanguageCells(notebooks)
  return vscode.Disposable.from(
    showCellDiagnostics(cells, notebooks, log),
    completeInCells(cells),
    explainInCells(cells),
    navigateInCells(cells),
    outlineCells(cells, notebooks),
    formatCells(cells),
    fixCells(cells),
  )
}
