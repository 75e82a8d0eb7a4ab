import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import * as vscode from 'vscode'
import { closeEditors, openCells, outputText, put, runCell, workspaceFile } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

export const exportTests: readonly HostTest[] = [
  {
    name: 'export: the notebook as program, page and Jupyter notebook, with unsaved edits; import leads back',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('exported.flinknb', 'const a = 20', 'a * 2')
      await runCell(notebook, 0)
      await runCell(notebook, 1)
      const edit = new vscode.WorkspaceEdit()
      edit.insert(notebook.cellAt(0).document.uri, new vscode.Position(0, 0), '// unsaved\n')
      await vscode.workspace.applyEdit(edit)
      for (const [command, ending] of [
        ['flinknb.exportProgram', 'ts'],
        ['flinknb.exportHtml', 'html'],
        ['flinknb.exportIpynb', 'ipynb'],
      ] as const) {
        const output = vscode.Uri.file(workspaceFile(`out/exported.${ending}`))
        put('out/.keep', '')
        await vscode.commands.executeCommand(command, { notebookUri: notebook.uri, output })
        assert.ok(existsSync(output.fsPath), `${command} wrote nothing`)
        assert.match(readFileSync(output.fsPath, 'utf8'), /unsaved/)
      }
      assert.match(readFileSync(workspaceFile('out/exported.html'), 'utf8'), /<pre>40<\/pre>/)
      await closeEditors()

      await vscode.commands.executeCommand('flinknb.importNotebook', vscode.Uri.file(workspaceFile('out/exported.ts')))
      const imported = await until('the imported notebook', () => {
        const open = vscode.window.activeNotebookEditor?.notebook
        return open?.uri.path.endsWith('out/exported.flinknb') ? open : undefined
      })
      assert.deepEqual(
        imported.getCells().map(cell => cell.document.getText()),
        ['// unsaved\nconst a = 20', 'a * 2'],
      )
      await runCell(imported, 0)
      assert.equal(outputText(await runCell(imported, 1), 'text/plain'), '40')
      await closeEditors()
    },
  },
]
