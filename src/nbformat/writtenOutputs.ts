import { isJsonObject, type JsonObject, jsonEqual } from './json.ts'
import { isBase64Mime, isJsonMime } from './mimeTypes.ts'
import { isMultilineText, joinLines } from './multilineText.ts'
import type { NotebookOutput } from './notebookDocument.ts'

/**
 * The outputs, each in the form in which the file already has it where it says the same: text may stand there as one
 * string or as lines, base64 with line breaks or without.
 */
export function keepWrittenOutputs(written: unknown, outputs: readonly NotebookOutput[]): readonly JsonObject[] {
  if (!Array.isArray(written)) return outputs
  const canonical = written.map(output => (isJsonObject(output) ? canonicalOutput(output) : output))
  const used = new Set<number>()
  return outputs.map(output => {
    const same = canonicalOutput(output)
    const index = canonical.findIndex((old, i) => !used.has(i) && jsonEqual(old, same))
    if (index < 0) return output
    used.add(index)
    return written[index] as JsonObject
  })
}

/** Text joined, base64 without white space: equal for outputs that say the same. */
function canonicalOutput(output: JsonObject): JsonObject {
  const canonical: Record<string, unknown> = { ...output }
  if (isMultilineText(output.text)) canonical.text = joinLines(output.text)
  if (isJsonObject(output.data)) {
    canonical.data = Object.fromEntries(
      Object.entries(output.data).map(([mime, value]) => [mime, canonicalData(mime, value)]),
    )
  }
  return canonical
}

function canonicalData(mime: string, value: unknown): unknown {
  if (isJsonMime(mime) || !isMultilineText(value)) return value
  return isBase64Mime(mime) ? joinLines(value).replace(/\s+/g, '') : joinLines(value)
}
