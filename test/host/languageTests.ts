import assert from 'node:assert/strict'
import * as vscode from 'vscode'
import { callBrowser } from './browser.ts'
import { closeEditors, openCells, put } from './notebooks.ts'
import type { HostTest } from './suite.ts'
import { until } from './suite.ts'

const PURCHASES = `import { env, fileSource } from 'flinknb'

/** One purchase, as the file has it. */
interface Purchase {
  age: number
  /** Per year, in euro. */
  income: number
  price: number
}
const purchases = env.fromCollection<Purchase>([{ age: 40, income: 30_000, price: 12 }])
let seen = 0`

/** The suggestion that would be accepted. */
const SUGGESTION = '.suggest-widget.visible .monaco-list-row.focused'

/** The position of a text in a cell, or of its end. */
function at(cell: vscode.NotebookCell, text: string, end = false): vscode.Position {
  const offset = cell.document.getText().indexOf(text)
  assert.ok(offset >= 0, `'${text}' stands in the cell`)
  return cell.document.positionAt(offset + (end ? text.length : 0))
}

/** Runs one of VS Code's own commands that ask all providers: `vscode.executeHoverProvider`. */
async function ask<T>(command: string, cell: vscode.NotebookCell, ...rest: readonly unknown[]): Promise<T> {
  return vscode.commands.executeCommand<T>(`vscode.execute${command}`, cell.document.uri, ...rest)
}

async function findings(cell: vscode.NotebookCell, count: number): Promise<readonly vscode.Diagnostic[]> {
  return until(`${count} findings in cell ${cell.index}`, () => {
    const found = vscode.languages.getDiagnostics(cell.document.uri)
    return found.length === count ? found : undefined
  })
}

function text(content: vscode.MarkedString | vscode.MarkdownString): string {
  return typeof content === 'string' ? content : content.value
}

async function change(cell: vscode.NotebookCell, code: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  edit.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), code)
  assert.ok(await vscode.workspace.applyEdit(edit))
}

/** Puts the caret into a cell, as a click does. */
async function edit(cell: vscode.NotebookCell, position: vscode.Position): Promise<void> {
  const editor = vscode.window.activeNotebookEditor
  assert.ok(editor)
  editor.selection = new vscode.NotebookRange(cell.index, cell.index + 1)
  await vscode.commands.executeCommand('notebook.cell.edit')
  const inCell = await until('the caret in the cell', () => {
    const active = vscode.window.activeTextEditor
    return active?.document === cell.document ? active : undefined
  })
  // Taking the focus puts the caret where it was before, in its own time.
  let kept = 0
  await until('the caret in its place', async () => {
    kept = inCell.selection.active.isEqual(position) ? kept + 1 : 0
    if (kept === 0) inCell.selection = new vscode.Selection(position, position)
    await new Promise(resolve => setTimeout(resolve, 100))
    return kept >= 3
  })
}

export const languageTests: readonly HostTest[] = [
  {
    name: 'language: a misspelt column is underlined in red, in its cell, and its fix spells it right',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('squiggle.flinknb', PURCHASES, 'purchases.map(p => p.incom / 1000)')
      const cell = notebook.cellAt(1)
      const [found] = await findings(cell, 1)
      assert.match(found?.message ?? '', /'incom'.*Did you mean 'income'/)
      assert.equal(found?.severity, vscode.DiagnosticSeverity.Error)
      assert.equal(cell.document.getText(found?.range), 'incom')
      assert.equal(found?.relatedInformation?.[0]?.location.uri.toString(), notebook.cellAt(0).document.uri.toString())
      await until('a red squiggle', async () => (await callBrowser('count', '.squiggly-error')) === 1)
      const actions = await ask<vscode.CodeAction[]>('CodeActionProvider', cell, found?.range, 'quickfix')
      const fix = actions.find(action => action.title === `Change spelling to 'income'`)
      assert.ok(fix?.edit && fix.isPreferred)
      assert.ok(await vscode.workspace.applyEdit(fix.edit))
      assert.equal(cell.document.getText(), 'purchases.map(p => p.income / 1000)')
      await findings(cell, 0)
      await closeEditors()
    },
  },
  {
    name: 'language: a misspelt column in a text is said in one line, mended, and renamed with the column',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'columns.flinknb',
        PURCHASES,
        `import { avg, display, plot, TumblingEventTimeWindows } from 'flinknb'

const perMinute = purchases
  .keyBy('age')
  .window(TumblingEventTimeWindows.of('1min'))
  .aggregate({ mean: avg('prise') })
display(plot.line(perMinute, { x: 'windowEnd', y: 'mean' }))`,
      )
      const cell = notebook.cellAt(1)
      const [found] = (await until('an error', () => {
        const errors = vscode.languages
          .getDiagnostics(cell.document.uri)
          .filter(one => one.severity === vscode.DiagnosticSeverity.Error)
        return errors.length === 1 ? errors : undefined
      })) as vscode.Diagnostic[]
      assert.equal(found?.message, "There is no column 'prise' in Purchase. Did you mean 'price'?")
      assert.equal(cell.document.getText(found?.range), "'prise'")
      await until('a red squiggle', async () => (await callBrowser('count', '.squiggly-error')) === 1)
      await edit(cell, at(cell, 'prise', true))
      await vscode.commands.executeCommand('editor.action.showHover')
      await until('the hover', async () =>
        (await callBrowser('texts', '.monaco-hover')).some(shown => shown.includes('There is no column')),
      )
      await callBrowser('screenshotTop', { file: 'misspelt-column.png', height: 700 })
      const actions = await ask<vscode.CodeAction[]>('CodeActionProvider', cell, found?.range, 'quickfix')
      const fix = actions.find(action => action.title === `Change spelling to 'price'`)
      assert.ok(fix?.edit && fix.isPreferred)
      assert.ok(await vscode.workspace.applyEdit(fix.edit))
      await until('no error', () =>
        vscode.languages
          .getDiagnostics(cell.document.uri)
          .every(one => one.severity !== vscode.DiagnosticSeverity.Error),
      )
      const declared = notebook.cellAt(0)
      const place = declared.document.positionAt(declared.document.getText().indexOf('price: number'))
      const renaming = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        declared.document.uri,
        place,
        'cost',
      )
      assert.ok(await vscode.workspace.applyEdit(renaming))
      assert.match(cell.document.getText(), /avg\('cost'\)/)
      assert.match(declared.document.getText(), /cost: number[\s\S]*cost: 12/)
      await closeEditors()
    },
  },
  {
    name: 'language: a local file is seen as it stands in its editor, before it is saved',
    timeoutMs: 60_000,
    async body() {
      const file = put('unsaved.ts', 'export const euro = 1\n')
      const notebook = await openCells('unsaved.flinknb', `import { dollar } from './unsaved.ts'\ndollar.toFixed()`)
      const cell = notebook.cellAt(0)
      await findings(cell, 1)
      const document = await vscode.workspace.openTextDocument(file)
      const insert = new vscode.WorkspaceEdit()
      insert.insert(file, new vscode.Position(1, 0), 'export const dollar = 1.1\n')
      assert.ok(await vscode.workspace.applyEdit(insert))
      assert.ok(document.isDirty)
      await findings(cell, 0)
      const remove = new vscode.WorkspaceEdit()
      remove.delete(file, new vscode.Range(1, 0, 2, 0))
      assert.ok(await vscode.workspace.applyEdit(remove))
      await findings(cell, 1)
      await document.save()
      await closeEditors()
    },
  },
  {
    name: 'language: findings come within 400 ms of the last key, for every cell that an edit concerns',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'late.flinknb',
        PURCHASES,
        'purchases.map(p => p.age)',
        'purchases.map(p => p.price)',
      )
      await until('a first check', () =>
        ask<vscode.Hover[]>('HoverProvider', notebook.cellAt(1), new vscode.Position(0, 2)),
      )
      await change(notebook.cellAt(0), PURCHASES.replaceAll('age', 'years'))
      await findings(notebook.cellAt(1), 1)
      await change(notebook.cellAt(0), PURCHASES)
      await findings(notebook.cellAt(1), 0)
      const times: number[] = []
      for (let i = 0; i < 9; i++) {
        await change(notebook.cellAt(2), `purchases.map(p => p.prise${i})`)
        const started = performance.now()
        await findings(notebook.cellAt(2), 1)
        times.push(performance.now() - started)
        await change(notebook.cellAt(2), 'purchases.map(p => p.price)')
        await findings(notebook.cellAt(2), 0)
      }
      const median = times.sort((a, b) => a - b)[4] as number
      await callBrowser('note', `findings after the last key: median ${median.toFixed(0)} ms (polled every 50)`)
      await closeEditors()
    },
  },
  {
    name: 'language: completion explains a column and imports a name into the cell',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('complete.flinknb', PURCHASES, 'purchases.map(p => p.)', '1\n')
      const cell = notebook.cellAt(1)
      const columns = await until('columns', async () => {
        const list = await ask<vscode.CompletionList>(
          'CompletionItemProvider',
          cell,
          at(cell, 'p.)').translate(0, 2),
          '.',
          50,
        )
        return list.items.some(item => labelOf(item) === 'income') ? list : undefined
      })
      const income = columns.items.find(item => labelOf(item) === 'income')
      assert.match(income?.detail ?? '', /Purchase\.income: number/)
      assert.match(text(income?.documentation as vscode.MarkdownString), /Per year, in euro/)

      const last = notebook.cellAt(2)
      await edit(last, new vscode.Position(1, 0))
      await callBrowser('type', 'TumblingEv')
      await until('the suggestion', async () => (await callBrowser('count', SUGGESTION)) === 1)
      await vscode.commands.executeCommand('acceptSelectedSuggestion')
      await until('the name and its import', () =>
        last.document
          .getText()
          .endsWith(`import { TumblingEventTimeWindows } from 'flinknb'\n1\nTumblingEventTimeWindows`),
      )
      await closeEditors()
    },
  },
  {
    name: 'language: hover, signature help, definition and references reach across cells',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('reach.flinknb', PURCHASES, 'purchases.keyBy("age")', 'seen += 1', 'seen')
      const [first, second, third, fourth] = notebook.getCells() as [
        vscode.NotebookCell,
        vscode.NotebookCell,
        vscode.NotebookCell,
        vscode.NotebookCell,
      ]
      const hovers = await until('a hover', async () => {
        const found = await ask<vscode.Hover[]>('HoverProvider', second, new vscode.Position(0, 3))
        return found.length > 0 ? found : undefined
      })
      assert.match(hovers[0]?.contents.map(text).join('\n') ?? '', /const purchases: DataStream<Purchase>/)
      const help = await ask<vscode.SignatureHelp>('SignatureHelpProvider', second, at(second, '(', true), '(')
      assert.match(help.signatures[0]?.label ?? '', /^keyBy/)
      const [own] = await ask<vscode.Location[]>('DefinitionProvider', third, new vscode.Position(0, 1))
      assert.equal(own?.uri.toString(), first.document.uri.toString())
      assert.equal(first.document.getText(own?.range), 'seen')
      const [declared] = await ask<vscode.Location[]>('DefinitionProvider', second, at(second, 'keyBy'))
      assert.match(declared?.uri.path ?? '', /dist\/types\/engine\/dataStream\.d\.ts$/)
      const found = await ask<vscode.Location[]>('ReferenceProvider', fourth, new vscode.Position(0, 1))
      assert.deepEqual(
        new Set(found.map(one => one.uri.toString())),
        new Set([first, third, fourth].map(cell => cell.document.uri.toString())),
      )
      await closeEditors()
    },
  },
  {
    name: 'language: rename changes every cell that means the name, and a local file that declares it',
    timeoutMs: 60_000,
    async body() {
      const file = put('rates.ts', 'export interface Rate { euro: number }\nexport const rate: Rate = { euro: 2 }\n')
      const notebook = await openCells(
        'rename.flinknb',
        `import { rate } from './rates.ts'\nlet seen = 0`,
        'seen += rate.euro',
        'const twice = seen * 2',
        'const seen = 1',
        'seen',
      )
      const texts = () => notebook.getCells().map(cell => cell.document.getText())
      const rename = async (cell: number, position: vscode.Position, name: string) => {
        const edit = await ask<vscode.WorkspaceEdit>('DocumentRenameProvider', notebook.cellAt(cell), position, name)
        assert.ok(await vscode.workspace.applyEdit(edit))
      }
      await rename(1, new vscode.Position(0, 1), 'total')
      assert.deepEqual(texts(), [
        `import { rate } from './rates.ts'\nlet total = 0`,
        'total += rate.euro',
        'const twice = total * 2',
        'const seen = 1',
        'seen',
      ])
      await rename(1, at(notebook.cellAt(1), 'euro'), 'eur')
      assert.equal(notebook.cellAt(1).document.getText(), 'total += rate.eur')
      const document = await vscode.workspace.openTextDocument(file)
      assert.equal(document.getText(), 'export interface Rate { eur: number }\nexport const rate: Rate = { eur: 2 }\n')
      await assert.rejects(async () => rename(1, at(notebook.cellAt(1), 'rate'), 'a b'), /no name/)
      await closeEditors()
    },
  },
  {
    name: 'language: outline, colours, formatting, organise imports, hints',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'outline.flinknb',
        `import { param, env } from 'flinknb'\nimport path from 'node:path'\nconst  rows=env.fromCollection([{ a:1 }])`,
        'path',
      )
      const cell = notebook.cellAt(0)
      const symbols = await until('symbols', () =>
        ask<vscode.DocumentSymbol[] | undefined>('DocumentSymbolProvider', cell),
      )
      assert.ok(symbols.some(symbol => symbol.name === 'rows' && symbol.kind === vscode.SymbolKind.Constant))
      const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
        'vscode.provideDocumentSemanticTokens',
        cell.document.uri,
      )
      assert.ok(tokens.data.length >= 15)
      const unused = await findings(cell, 1)
      assert.deepEqual(unused[0]?.tags, [vscode.DiagnosticTag.Unnecessary])
      await until('greyed out', async () => (await callBrowser('count', '.squiggly-inline-unnecessary')) > 0)

      const whole = new vscode.Range(0, 0, 3, 0)
      const [organise] = await ask<vscode.CodeAction[]>('CodeActionProvider', cell, whole, 'source.organizeImports')
      assert.ok(organise?.edit && (await vscode.workspace.applyEdit(organise.edit)))
      const options = { tabSize: 2, insertSpaces: true }
      const edits = await ask<vscode.TextEdit[]>('FormatDocumentProvider', cell, options)
      const format = new vscode.WorkspaceEdit()
      format.set(cell.document.uri, edits)
      await vscode.workspace.applyEdit(format)
      assert.equal(
        cell.document.getText(),
        `import { env } from 'flinknb'\nimport path from 'node:path'\nconst rows = env.fromCollection([{ a: 1 }])`,
      )

      const settings = vscode.workspace.getConfiguration('flinknb')
      await settings.update('inlayHints', 'types', vscode.ConfigurationTarget.Global)
      const hints = await ask<vscode.InlayHint[]>('InlayHintProvider', cell, new vscode.Range(0, 0, 2, 40))
      await settings.update('inlayHints', undefined, vscode.ConfigurationTarget.Global)
      assert.match(hints.map(hint => String(hint.label)).join(' '), /: DataStream<\{/)
      await closeEditors()
    },
  },
  {
    name: 'language: Markdown and cells of other languages stay out of it',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells('others.flinknb', 'const a = 1', 'a.nope')
      const edit = new vscode.WorkspaceEdit()
      const others = [
        new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'const a: string = 1', 'markdown'),
        new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'SELECT nope FROM a', 'sql'),
      ]
      edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(1, others)])
      await vscode.workspace.applyEdit(edit)
      const [found] = await findings(notebook.cellAt(3), 1)
      assert.match(found?.message ?? '', /'nope' does not exist on type '1'/)
      for (const index of [1, 2]) await findings(notebook.cellAt(index), 0)
      assert.deepEqual(await ask('HoverProvider', notebook.cellAt(2), new vscode.Position(0, 8)), [])
      await closeEditors()
    },
  },
  {
    name: 'language: what one sees while typing, for the picture',
    timeoutMs: 60_000,
    async body() {
      const notebook = await openCells(
        'purchases.flinknb',
        PURCHASES,
        'const rich = purchases.filter(p => p.incom > 50_000)',
        'const perYear = purchases.map(p => ({ ...p, share: p.price / p }))',
      )
      await findings(notebook.cellAt(1), 1)
      const cell = notebook.cellAt(2)
      await edit(cell, at(cell, 'p.price / p', true))
      await callBrowser('type', '.')
      await until(
        'suggestions',
        async () => (await callBrowser('count', '.suggest-widget.visible .monaco-list-row')) >= 3,
      )
      await callBrowser('type', 'in')
      await until('the column first', async () => (await callBrowser('count', SUGGESTION)) === 1)
      await vscode.commands.executeCommand('toggleSuggestionDetails')
      await until('its documentation', async () => (await callBrowser('count', '.suggest-details:visible')) === 1)
      await new Promise(resolve => setTimeout(resolve, 800))
      await callBrowser('screenshotTop', { file: 'completion.png', height: 620 })
      await vscode.commands.executeCommand('acceptSelectedSuggestion')
      await until('the accepted column', () => cell.document.getText().includes('p.price / p.income }))'))
      await closeEditors()
    },
  },
]

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label
}
