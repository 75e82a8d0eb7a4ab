import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as vscode from 'vscode'
import { oddNotebooks } from '../nbformat/oddNotebooks.ts'
import { toolNotebooks } from '../nbformat/tools/toolNotebooks.ts'
import { callBrowser } from './browser.ts'
import { closeEditors, LANGUAGE, notebookText, open, openCells, put, textOf, workspaceFile } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

/** Appends a line to a cell's text. */
async function appendLine(cell: vscode.NotebookCell, line: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const end = cell.document.lineAt(cell.document.lineCount - 1).range.end
  edit.insert(cell.document.uri, end, line)
  assert.ok(await vscode.workspace.applyEdit(edit))
}

export const fileTests: readonly HostTest[] = [
  {
    name: 'the extension activates quickly',
    async body() {
      const extension = vscode.extensions.getExtension('flinknb.flinknb')
      assert.ok(extension, 'the extension is installed')
      assert.equal(extension.isActive, false, 'nothing activates it before a notebook is opened')
      const started = performance.now()
      const cpuBefore = process.cpuUsage()
      await extension.activate()
      const cpu = process.cpuUsage(cpuBefore)
      const cpuMs = (cpu.user + cpu.system) / 1000
      await callBrowser(
        'note',
        `activation: ${(performance.now() - started).toFixed(0)} ms, ${cpuMs.toFixed(0)} ms of CPU`,
      )
      // Of the processor's time, not the wall's: the machine may have other work.
      assert.ok(cpuMs < 150, `activation took ${cpuMs} ms`)
    },
  },
  {
    name: 'the example opens as a notebook of our language',
    async body() {
      const notebook = await open(vscode.Uri.file(workspaceFile('price-prediction.flinknb')))
      assert.equal(notebook.notebookType, 'flinknb')
      assert.equal(notebook.cellCount, 10)
      assert.equal(notebook.cellAt(1).document.languageId, LANGUAGE)
      assert.equal(notebook.cellAt(0).kind, vscode.NotebookCellKind.Markup)
      assert.equal(notebook.isDirty, false)
      await closeEditors()
    },
  },
  {
    name: 'an edit, saved, changes that line of the file and nothing else',
    timeoutMs: 60_000,
    async body() {
      for (const odd of oddNotebooks.filter((_, index) => index % 8 === 5)) {
        const uri = put(`odd/${odd.name.split(' ')[0]}.flinknb`, odd.text)
        const notebook = await open(uri)
        await appendLine(notebook.cellAt(4), '4')
        assert.ok(await notebook.save(), odd.name)
        const after = textOf(uri)
        const [head, tail] = commonEnds(odd.text, after)
        assert.match(after.slice(head, after.length - tail), /^[\s\S]{1,40}$/, `${odd.name}: only the new line`)
        assert.equal(odd.text.slice(head, odd.text.length - tail), '', `${odd.name}: nothing taken out`)
        await closeEditors()
      }
    },
  },
  {
    name: 'a letter typed into files of twenty tools changes that letter of the file',
    timeoutMs: 120_000,
    async body() {
      // VS Code asks whether it may take separators such as U+2028 out of a text; in tests every question is answered yes.
      const editors = vscode.workspace.getConfiguration('editor')
      await editors.update('unusualLineTerminators', 'off', vscode.ConfigurationTarget.Global)
      // One of each tool's twelve, not those with ids that stand twice: these are mended by the first edit.
      for (const { name, text } of toolNotebooks.filter((_, index) => index % 12 === Math.floor(index / 12) % 11)) {
        const uri = put(`tools/${name.replace(/\W+/g, '-')}.flinknb`, text)
        const notebook = await open(uri)
        const cell = notebook.getCells().find(one => one.document.getText() !== '')
        assert.ok(cell, name)
        const edit = new vscode.WorkspaceEdit()
        edit.insert(cell.document.uri, new vscode.Position(0, 0), 'Z')
        assert.ok(await vscode.workspace.applyEdit(edit))
        await until(`${name} saved`, async () => notebook.save())
        const after = textOf(uri)
        const [head, tail] = commonEnds(text, after)
        const change = {
          name,
          removed: text.slice(head, text.length - tail),
          added: after.slice(head, after.length - tail),
        }
        assert.deepEqual(change, { name, removed: '', added: 'Z' })
        await closeEditors()
      }
    },
  },
  {
    name: 'an edit taken back is the same file again',
    async body() {
      const odd = oddNotebooks[13]
      assert.ok(odd)
      const uri = put('back.flinknb', odd.text)
      const notebook = await open(uri)
      await appendLine(notebook.cellAt(4), '4')
      await notebook.save()
      assert.notEqual(textOf(uri), odd.text)
      const document = notebook.cellAt(4).document
      const edit = new vscode.WorkspaceEdit()
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), '1\n2\n3\n')
      await vscode.workspace.applyEdit(edit)
      await notebook.save()
      assert.equal(textOf(uri), odd.text)
      await closeEditors()
    },
  },
  {
    name: 'a broken notebook is an error with its place, and stays as it is',
    async body() {
      const text = notebookText('1').replace('"metadata": {},', '"metadata": {}')
      const uri = put('broken.flinknb', text)
      await assert.rejects(async () => vscode.workspace.openNotebookDocument(uri), /:\d+:\d+: not JSON: comma expected/)
      assert.equal(textOf(uri), text)
    },
  },
  {
    name: 'Create: New Flink Notebook opens an untitled notebook with one cell',
    async body() {
      await vscode.commands.executeCommand('flinknb.newNotebook')
      const notebook = vscode.window.activeNotebookEditor?.notebook
      assert.ok(notebook?.isUntitled)
      assert.equal(notebook.notebookType, 'flinknb')
      assert.deepEqual(
        notebook.getCells().map(cell => cell.document.languageId),
        [LANGUAGE],
      )
      await closeEditors()
    },
  },
  {
    name: 'an inserted cell gets an id that it keeps',
    async body() {
      const notebook = await openCells('insert.flinknb', '1')
      const edit = new vscode.WorkspaceEdit()
      const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, '2', LANGUAGE)
      edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(1, [cell])])
      await vscode.workspace.applyEdit(edit)
      const id = await until('an id', () => notebook.cellAt(1).metadata.id as string | undefined)
      await notebook.save()
      await appendLine(notebook.cellAt(1), '3')
      await notebook.save()
      const saved = JSON.parse(readFileSync(notebook.uri.fsPath, 'utf8'))
      assert.deepEqual(
        saved.cells.map((c: { id: string }) => c.id),
        ['c1', id],
      )
      assert.deepEqual(saved.cells[1].source, ['23'])
      await closeEditors()
    },
  },
  {
    name: 'an empty file is a new notebook',
    async body() {
      const notebook = await open(put('empty.flinknb', ''))
      assert.equal(notebook.cellCount, 1)
      await closeEditors()
    },
  },
]

function commonEnds(a: string, b: string): [head: number, tail: number] {
  let head = 0
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  return [head, tail]
}
