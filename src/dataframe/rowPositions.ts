import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import type { IndexLabel } from './row.ts'

/**
 * The positions that `iloc` selects of `length` rows or columns: numbers (negative ones from the end), one `'from:to'`
 * with the end excluded, or a boolean each; all when undefined.
 *
 * @throws FlinknbError `INVALID_OPTION` naming the position that does not exist
 */
export function positionsIn(call: string, what: 'row' | 'column', length: number, selected: unknown): number[] {
  if (selected === undefined) return range(0, length)
  const wanted = listOf(call, what, selected)
  const mask = maskPositions(call, what, length, wanted)
  if (mask) return mask
  const [only] = wanted
  if (wanted.length === 1 && typeof only === 'string') return slice(call, what, length, only)
  return wanted.map(at => checkedPosition(call, what, length, at))
}

/**
 * The positions that `loc` selects by label: labels, one `'from:to'` of labels (end excluded, as danfo has it), or a
 * boolean for each row; all when undefined. One pass over the index, whatever is asked.
 *
 * @throws FlinknbError `INVALID_OPTION` naming the label that no row has
 */
export function labelPositions(call: string, index: readonly IndexLabel[], selected: unknown): number[] {
  if (selected === undefined) return range(0, index.length)
  const wanted = listOf(call, 'row', selected)
  const mask = maskPositions(call, 'row', index.length, wanted)
  if (mask) return mask
  const positions = new Map(index.map((label, at) => [label, at]))
  const position = (label: unknown): number => {
    const at = positions.get(label as IndexLabel) ?? positions.get(unquoted(label))
    if (at !== undefined) return at
    throw new FlinknbError('INVALID_OPTION', `${call}: no row has the label ${show(label)}.`, {
      fix: `The index starts ${index.slice(0, 5).map(show).join(', ')}; iloc selects by position.`,
    })
  }
  const [only] = wanted
  if (wanted.length === 1 && typeof only === 'string' && only.includes(':') && !positions.has(only)) {
    const [from = '', to = ''] = only.split(':')
    return range(from === '' ? 0 : position(from), to === '' ? index.length : position(to))
  }
  return wanted.map(position)
}

/** danfo's spelling of labels in text: `"a"` in quotes is the text, digits alone are a number. */
function unquoted(label: unknown): IndexLabel {
  if (typeof label !== 'string') return label as IndexLabel
  return /^["'`]/.test(label) ? label.replace(/["'`]/g, '') : Number(label)
}

/** An array, or the values of a series. */
function listOf(call: string, what: string, selected: unknown): readonly unknown[] {
  if (Array.isArray(selected)) return selected
  const values = (selected as { values?: unknown } | null)?.values
  if (Array.isArray(values)) return values
  throw new FlinknbError('INVALID_OPTION', `${call}: ${what}s is ${show(selected)}.`, {
    fix: `Write a list: ${what}s: [0, 1] or ${what}s: ['0:10'].`,
  })
}

function maskPositions(call: string, what: string, length: number, wanted: readonly unknown[]): number[] | undefined {
  if (wanted.length === 0 || !wanted.every(value => typeof value === 'boolean')) return undefined
  if (wanted.length !== length) {
    throw new FlinknbError('INVALID_OPTION', `${call}: ${wanted.length} booleans for ${length} ${what}s.`, {
      fix: `Give one for each ${what}: compare a column of the same frame.`,
    })
  }
  return wanted.flatMap((chosen, at) => (chosen ? [at] : []))
}

function slice(call: string, what: string, length: number, text: string): number[] {
  const match = /^\s*(-?\d*)\s*:\s*(-?\d*)\s*$/.exec(text)
  if (!match) {
    throw new FlinknbError('INVALID_OPTION', `${call}: ${show(text)} is no range of ${what}s.`, {
      fix: `Write '0:10', '5:' or ':5'.`,
    })
  }
  const bound = (digits: string, otherwise: number) => {
    const at = digits === '' ? otherwise : Number(digits)
    return Math.min(length, Math.max(0, at < 0 ? length + at : at))
  }
  return range(bound(match[1] ?? '', 0), bound(match[2] ?? '', length))
}

function checkedPosition(call: string, what: string, length: number, at: unknown): number {
  if (Number.isInteger(at)) {
    const position = (at as number) < 0 ? length + (at as number) : (at as number)
    if (position >= 0 && position < length) return position
  }
  throw new FlinknbError('INVALID_OPTION', `${call}: there is no ${what} ${show(at)} among ${length}.`, {
    fix: length === 0 ? `The frame has no ${what}s.` : `Positions go from 0 to ${length - 1}.`,
  })
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i)
}
