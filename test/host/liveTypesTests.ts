import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, openCells, put, runCell } from './notebooks.ts'
import { type HostTest, until } from './suite.ts'

const READ = "const trades = env.fromSource(fileSource({ path: 'trades.jsonl', format: json() }))"

function trades(count: number, price: (i: number) => unknown): string {
  const rows = Array.from({ length: count }, (_, i) => ({
    id: i,
    side: i % 2 ? 'buy' : 'sell',
    price: price(i),
    ...(i % 5 ? {} : { note: `n${i}` }),
  }))
  return rows.map(row => `${JSON.stringify(row)}\n`).join('')
}

async function lens(cell: vscode.NotebookCell, title: RegExp): Promise<vscode.CodeLens> {
  return until(`a lens ${title}`, async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      cell.document.uri,
      10,
    )
    return found.find(one => title.test(one.command?.title ?? ''))
  })
}

async function completions(cell: vscode.NotebookCell, after: string): Promise<string[]> {
  const text = cell.document.getText()
  const at = cell.document.positionAt(text.indexOf(after) + after.length)
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    cell.document.uri,
    at,
    '.',
  )
  // An optional one is shown as `note?`.
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label).replace(/\?$/, ''))
}

export const liveTypesTests: readonly HostTest[] = [
  {
    name: 'live types: completed at once, declared by a click, and a later record that does not fit is a warning',
    timeoutMs: 120_000,
    async body() {
      put(
        'trades.jsonl',
        trades(1_200, i => i / 4),
      )
      const notebook = await openCells(
        'live-types.flinknb',
        "import { env, fileSource, json } from 'flinknb'",
        `${READ}\nconst first = await trades.executeAndCollect({ limit: 5 })`,
        'await trades.map(t => t.side).executeAndCollect()',
        'const answer = await JSON.parse(\'[{"total": 3}, {"total": 4, "unit": "EUR"}]\')\nanswer[0].total',
      )
      const [, source, use, awaited] = notebook.getCells() as [
        unknown,
        vscode.NotebookCell,
        vscode.NotebookCell,
        vscode.NotebookCell,
      ]
      await runCell(notebook, 0)
      await runCell(notebook, 1)
      await runCell(notebook, 2)
      const offered = await lens(source, /^Declare type from 1,000 records$/)
      await until('columns in the completion of another cell', async () => {
        const names = await completions(use, 't => t.')
        return ['id', 'side', 'price', 'note'].every(name => names.includes(name))
      })

      await runCell(notebook, 3)
      await lens(awaited, /^Declare type from 2 records$/)
      await until('fields of the awaited value', async () =>
        (await completions(awaited, 'answer[0].')).includes('total'),
      )
      await until('lenses on screen', async () => (await callBrowser('texts', '.codelens-decoration')).length >= 2)
      await callBrowser('press', '.codelens-decoration a:has-text("Declare type from 1,000")')
      await until('the declared type', () => source.document.getText().includes('fileSource<Trade>('))
      assert.equal(
        source.document.getText().slice(0, source.document.getText().indexOf('const trades')),
        "interface Trade {\n  id: number\n  side: 'buy' | 'sell'\n  price: number\n  note?: string\n}\n\n",
      )
      assert.ok(offered.command)
      await until('that is all there is to declare', async () => {
        const left = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          source.document.uri,
          10,
        )
        return left.every(one => !one.command?.title.startsWith('Declare'))
      })

      put(
        'trades.jsonl',
        trades(1_200, i => (i === 700 ? 'on request' : i)),
      )
      await runCell(notebook, 1)
      await runCell(notebook, 2)
      const warning = await until('a warning at the declaration', () =>
        vscode.languages.getDiagnostics(source.document.uri).find(one => one.code === 'record-type'),
      )
      assert.equal(warning.severity, vscode.DiagnosticSeverity.Warning)
      assert.equal(source.document.getText(warning.range), 'interface Trade')
      assert.match(
        warning.message,
        /A record of fileSource does not fit Trade: price is the text "on request", declared as number\.\nExample: \{"id":700,"side":"sell","price":"on request","note":"n700"\}/,
      )
      const update = await lens(source, /^Update type from 1,000 records$/)
      await until('the warning on screen', async () => (await callBrowser('count', '.squiggly-warning')) > 0)
      await until('lenses on screen', async () =>
        (await callBrowser('texts', '.codelens-decoration')).some(text => text.includes('Update type')),
      )
      await callBrowser('screenshotTop', { file: 'live-types.png', height: 820 })

      assert.ok(update.command)
      await vscode.commands.executeCommand(update.command.command, ...(update.command.arguments ?? []))
      assert.ok(source.document.getText().includes('  price: number | string\n'), source.document.getText())
      await until('no warning any more', () =>
        vscode.languages.getDiagnostics(source.document.uri).every(one => one.code !== 'record-type'),
      )

      const declare = await lens(awaited, /^Declare type from 2 records$/)
      await vscode.commands.executeCommand(declare.command?.command ?? '', ...(declare.command?.arguments ?? []))
      assert.match(
        awaited.document.getText(),
        /^interface Answer \{\n {2}total: number\n {2}unit\?: string\n\}\n\nconst answer = await JSON\.parse\(.*\) as Answer\[\]\n/,
      )
      assert.equal((await runCell(notebook, 3)).executionSummary?.success, true)
      await closeEditors()
    },
  },
]
