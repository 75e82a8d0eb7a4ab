import { inspect } from 'node:util'
import type { CellError } from '../../protocol/messages.ts'
import { cutText } from '../output/cutText.ts'

/** A frame in a cell, as the kernel's stack format writes it. */
const CELL_FRAME = /^\s+at (?:.*[ (])?cell (\d+):(\d+):(\d+)\)?$/
const FRAME = /^\s+at /

/** What was thrown, as the cell shows it: the error's own words, and where in the notebook it happened. */
export function toCellError(thrown: unknown): CellError {
  if (!(thrown instanceof Error)) {
    return { name: 'Thrown value', message: inspect(thrown, { depth: 3, maxStringLength: 10_000 }), stack: '' }
  }
  const chain = causes(thrown)
  const place = chain.map(firstCellFrame).find(found => found !== undefined)
  const code = (thrown as { code?: unknown }).code
  return {
    name: thrown.name || 'Error',
    message: cutText(readable(thrown.message)),
    stack: cutText(stackOf(chain)),
    ...(place ?? {}),
    ...(typeof code === 'string' ? { code } : {}),
  }
}

/** Undoes what compiling did to names in the messages of JavaScript's own errors. */
export function readable(message: string): string {
  return message
    .replace(/\$cell\$*\.lookup\(\.\.\.\)\./g, '')
    .replace(/\(0 ?, (?:\$+\.)?([\w$.]+)\)/g, '$1')
    .replace(/(?<![\w$.])\$+\.(?=[\p{ID_Start}_$])/gu, '')
}

/** The error and what caused it, at most ten deep. */
function causes(error: Error): Error[] {
  const chain = [error]
  for (
    let cause = error.cause;
    cause instanceof Error && chain.length < 10 && !chain.includes(cause);
    cause = cause.cause
  ) {
    chain.push(cause)
  }
  return chain
}

function frames(error: Error): string[] {
  const stack = typeof error.stack === 'string' ? error.stack : ''
  return stack.split('\n').filter(line => FRAME.test(line))
}

function firstCellFrame(error: Error): Pick<CellError, 'cellNumber' | 'line' | 'column'> | undefined {
  for (const frame of frames(error)) {
    const match = CELL_FRAME.exec(frame)
    if (match) return { cellNumber: Number(match[1]), line: Number(match[2]), column: Number(match[3]) }
  }
  return undefined
}

/** Frames of the notebook (and of files beside it, not of packages), with what caused the error below it. */
function stackOf(chain: readonly Error[]): string {
  return chain
    .flatMap((error, depth) => [
      ...(depth > 0 ? [`Caused by ${error.name}: ${readable(error.message)}`] : []),
      ...frames(error).filter(line => CELL_FRAME.test(line) || isLocalFrame(line)),
    ])
    .map(line => line.replace(/^\s+at /, 'at ').replace(/(cell \d+:\d+):\d+/, '$1'))
    .join('\n')
}

function isLocalFrame(line: string): boolean {
  return !/node:|node_modules/.test(line) && /\.(?:[mc]?[tj]s):\d+:\d+\)?$/.test(line)
}
