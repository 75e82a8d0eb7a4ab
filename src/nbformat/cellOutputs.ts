import type { CellOutput, MimeBundle } from '../protocol/messages.ts'
import { isJsonObject, type JsonObject } from './json.ts'
import { isBase64Mime, isJsonMime } from './mimeTypes.ts'
import { isMultilineText, joinLines, splitLines } from './multilineText.ts'
import type { NotebookOutput } from './notebookDocument.ts'

/**
 * Outputs of the kernel as nbformat keeps them, text as arrays of lines. Text that follows text of the same stream is
 * joined to it.
 *
 * @param executionCount what `execute_result` outputs carry
 */
export function toNotebookOutputs(outputs: readonly CellOutput[], executionCount: number | null): NotebookOutput[] {
  return joinStreams(outputs).map(output => toNotebookOutput(output, executionCount))
}

/** The same outputs with text that follows text of the same stream joined to it. */
export function joinStreams(outputs: readonly CellOutput[]): CellOutput[] {
  const joined: CellOutput[] = []
  for (const output of outputs) {
    const last = joined.at(-1)
    if (output.kind === 'stream' && last?.kind === 'stream' && last.name === output.name) {
      joined[joined.length - 1] = { ...last, text: last.text + output.text }
    } else joined.push(output)
  }
  return joined
}

/** One output of the kernel as nbformat keeps it. Keys in Jupyter's order. */
export function toNotebookOutput(output: CellOutput, executionCount: number | null): NotebookOutput {
  switch (output.kind) {
    case 'stream':
      return { name: output.name, output_type: 'stream', text: splitLines(output.text) }
    case 'display':
      return { data: toData(output.data), metadata: {}, output_type: 'display_data' }
    case 'result':
      return { data: toData(output.data), execution_count: executionCount, metadata: {}, output_type: 'execute_result' }
    case 'error': {
      const { name, message, stack } = output.error
      return {
        ename: name,
        evalue: message,
        output_type: 'error',
        traceback: [`${name}: ${message}`, ...stack.split('\n').filter(Boolean)],
      }
    }
  }
}

/** An output of a notebook file in the kernel's terms; undefined for a type that nbformat 4 does not define. */
export function fromNotebookOutput(output: NotebookOutput): CellOutput | undefined {
  switch (output.output_type) {
    case 'stream':
      return { kind: 'stream', name: output.name === 'stderr' ? 'stderr' : 'stdout', text: textOf(output.text) }
    case 'display_data':
      return { kind: 'display', data: fromData(output.data) }
    case 'execute_result':
      return { kind: 'result', data: fromData(output.data) }
    case 'error':
      return {
        kind: 'error',
        error: { name: textOf(output.ename), message: textOf(output.evalue), stack: stackOf(output) },
      }
    default:
      return undefined
  }
}

function stackOf(output: JsonObject): string {
  const lines = Array.isArray(output.traceback) ? output.traceback.map(String) : []
  const headed = lines[0] === `${textOf(output.ename)}: ${textOf(output.evalue)}`
  return (headed ? lines.slice(1) : lines).join('\n')
}

/** By MIME type in alphabetical order, as Jupyter writes them: which is richest, a reader knows. */
function toData(data: MimeBundle): JsonObject {
  return Object.fromEntries(
    Object.entries(data)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([mime, value]) => {
        const asLines = typeof value === 'string' && !isJsonMime(mime) && !isBase64Mime(mime)
        return [mime, asLines ? splitLines(value) : value]
      }),
  )
}

function fromData(data: unknown): MimeBundle {
  if (!isJsonObject(data)) return {}
  return Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      !isJsonMime(mime) && isMultilineText(value) ? joinLines(value) : value,
    ]),
  )
}

function textOf(value: unknown): string {
  return isMultilineText(value) ? joinLines(value) : ''
}
