import { alignItems } from './alignItems.ts'
import { isJsonObject, type JsonObject, jsonEqual } from './json.ts'
import { isBase64Mime, isJsonMime } from './mimeTypes.ts'
import { isMultilineText, joinLines } from './multilineText.ts'
import type { NotebookOutput } from './notebookDocument.ts'

/** With more outputs than this on both sides, only those at the ends are compared. */
const MAX_COMPARISONS = 500 ** 2

/**
 * The outputs, each in the form in which the file already has it where it says the same: text may stand there as one
 * string or as lines, base64 with line breaks or without.
 */
export function keepWrittenOutputs(written: unknown, outputs: readonly NotebookOutput[]): readonly JsonObject[] {
  if (!Array.isArray(written)) return outputs
  const before = written.map(output => (isJsonObject(output) ? canonicalOutput(output) : output))
  const after = outputs.map(canonicalOutput)
  // In order, so that of two that say the same each keeps its own form.
  const pairs = new Map(alignItems<unknown>(before, after, jsonEqual, MAX_COMPARISONS).map(([i, j]) => [j, i]))
  return outputs.map((output, index) => {
    const position = pairs.get(index)
    return position === undefined || written.includes(output) ? output : (written[position] as JsonObject)
  })
}

/** Text joined, base64 without white space, members that say nothing added: equal for outputs that say the same. */
function canonicalOutput(output: JsonObject): JsonObject {
  const canonical: Record<string, unknown> = { ...output }
  if (isMultilineText(output.text)) canonical.text = joinLines(output.text)
  if (output.output_type === 'stream') canonical.name ??= 'stdout'
  if (output.output_type === 'display_data' || output.output_type === 'execute_result') canonical.metadata ??= {}
  if (isJsonObject(output.data)) {
    canonical.data = Object.fromEntries(
      Object.entries(output.data).map(([mime, value]) => [mime, canonicalData(mime, value)]),
    )
  }
  return canonical
}

function canonicalData(mime: string, value: unknown): unknown {
  if (isJsonMime(mime)) return value
  // What is no text although it should be reaches an editor as JSON.
  const text = isMultilineText(value) ? joinLines(value) : JSON.stringify(value)
  return isBase64Mime(mime) ? text.replace(/[\s=]+/g, '') : text
}
