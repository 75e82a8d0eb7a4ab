import * as vscode from 'vscode'
import { isJsonObject, type JsonObject } from '../nbformat/json.ts'
import { isBase64Mime, isJsonMime } from '../nbformat/mimeTypes.ts'
import { isMultilineText, joinLines, splitLines } from '../nbformat/multilineText.ts'
import type { NotebookOutput } from '../nbformat/notebookDocument.ts'
import type { MimeBundle } from '../protocol/messages.ts'

const STDOUT = 'application/vnd.code.notebook.stdout'
const STDERR = 'application/vnd.code.notebook.stderr'

/** What an output's VS Code metadata holds: its nbformat JSON without the parts that stand in the items. */
interface OutputMetadata {
  readonly nbformat: JsonObject
}

/** An output of a notebook file as VS Code shows it. */
export function toOutputData(output: NotebookOutput): vscode.NotebookCellOutput {
  const { text, data, ...nbformat } = output
  switch (output.output_type) {
    case 'stream': {
      const item = isMultilineText(text)
        ? streamItem(output.name === 'stderr' ? 'stderr' : 'stdout', joinLines(text))
        : undefined
      return new vscode.NotebookCellOutput(item ? [item] : [], { nbformat })
    }
    case 'error':
      return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.error(errorOf(output))], { nbformat })
    case 'display_data':
    case 'execute_result':
      return new vscode.NotebookCellOutput(dataItems(isJsonObject(data) ? data : {}), { nbformat })
    default:
      // Not defined by nbformat 4: shown as nothing, kept as it is.
      return new vscode.NotebookCellOutput([], { nbformat: output })
  }
}

export function streamItem(name: 'stdout' | 'stderr', text: string): vscode.NotebookCellOutputItem {
  return name === 'stderr' ? vscode.NotebookCellOutputItem.stderr(text) : vscode.NotebookCellOutputItem.stdout(text)
}

/** One item for each MIME type. */
export function dataItems(data: MimeBundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(data).map(([mime, value]) => {
    // `NotebookCellOutputItem.json` would indent: twice the size for every update of a live output.
    if (isJsonMime(mime)) return vscode.NotebookCellOutputItem.text(JSON.stringify(value), mime)
    const text = isMultilineText(value) ? joinLines(value) : JSON.stringify(value)
    if (isBase64Mime(mime)) return new vscode.NotebookCellOutputItem(Buffer.from(text, 'base64'), mime)
    return vscode.NotebookCellOutputItem.text(text, mime)
  })
}

/** An output of VS Code as nbformat has it; one that holds text of both streams becomes two. */
export function fromOutputData(output: vscode.NotebookCellOutput): NotebookOutput[] {
  const nbformat = (output.metadata as OutputMetadata | undefined)?.nbformat
  if (nbformat?.output_type === 'error') return [nbformat]
  if (output.items.some(item => item.mime === STDOUT || item.mime === STDERR)) return streamOutputs(output, nbformat)
  if (nbformat !== undefined && nbformat.output_type !== 'display_data' && nbformat.output_type !== 'execute_result')
    return [nbformat]
  const data = Object.fromEntries(output.items.map(item => [item.mime, itemValue(item)]))
  return [{ output_type: 'display_data', metadata: {}, ...nbformat, data }]
}

function streamOutputs(output: vscode.NotebookCellOutput, nbformat: JsonObject | undefined): NotebookOutput[] {
  const outputs: { name: string; text: string }[] = []
  for (const item of output.items) {
    const name = item.mime === STDERR ? 'stderr' : 'stdout'
    const text = Buffer.from(item.data).toString()
    const last = outputs.at(-1)
    if (last?.name === name) last.text += text
    else outputs.push({ name, text })
  }
  return outputs.map(({ name, text }) => ({ output_type: 'stream', ...nbformat, name, text: splitLines(text) }))
}

function itemValue(item: vscode.NotebookCellOutputItem): unknown {
  const bytes = Buffer.from(item.data)
  if (isJsonMime(item.mime)) return JSON.parse(bytes.toString())
  return isBase64Mime(item.mime) ? bytes.toString('base64') : splitLines(bytes.toString())
}

function errorOf(output: JsonObject): Error {
  const error = new Error(String(output.evalue ?? ''))
  error.name = String(output.ename ?? 'Error')
  error.stack = Array.isArray(output.traceback) ? output.traceback.join('\n') : ''
  return error
}
