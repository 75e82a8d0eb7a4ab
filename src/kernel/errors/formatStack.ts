import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SourcePlaces } from '../cell/sourcePlaces.ts'

/**
 * Makes stack traces say `cell 3:12:5` instead of places in generated code, and leaves out the frames of the kernel
 * itself and of Node's inside.
 *
 * @param runtimeDirectory where the kernel's own code lies
 */
export function installStackFormat(places: SourcePlaces, runtimeDirectory: string): void {
  Error.stackTraceLimit = 40
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map(frame => formatFrame(frame, places, runtimeDirectory)).filter(line => line !== undefined)
    return [headOf(error), ...lines.map(line => `    at ${line}`)].join('\n')
  }
}

function headOf(error: Error): string {
  try {
    return String(error)
  } catch {
    return 'Error'
  }
}

function formatFrame(frame: NodeJS.CallSite, places: SourcePlaces, runtimeDirectory: string): string | undefined {
  const script = frame.getFileName() ?? ''
  const line = frame.getLineNumber() ?? 1
  const column = frame.getColumnNumber() ?? 1
  const place = places.describe(script, { line, column })
  const text = String(frame)
  if (place !== undefined) return text.includes(script) ? text.replace(`${script}:${line}:${column}`, place) : place
  const file = script.startsWith('file:') ? fileURLToPath(script) : script
  if (script.startsWith('node:internal/') || file.startsWith(runtimeDirectory + path.sep)) return undefined
  return text
}
