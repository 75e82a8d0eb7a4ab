import type { VariableKind, VariablePath, VariableView } from '../protocol/variables.ts'

/** Children are asked for and shown in portions of this size. */
export const PAGE = 100

/** What one line of the tree stands for: a value, or a stretch of a long list of children. */
export type VariableNode =
  | { readonly kind: 'variable'; readonly id: string; readonly view: VariableView }
  | {
      readonly kind: 'range'
      readonly id: string
      readonly path: VariablePath
      readonly start: number
      readonly count: number
    }

/**
 * How many children are shown where there are many: at most a hundred lines, each a child or a stretch of a hundred, ten
 * thousand, … children. Undefined where the children themselves are to be shown.
 */
export function rangesOf(path: VariablePath, start: number, count: number): VariableNode[] | undefined {
  if (count <= PAGE) return undefined
  let size = PAGE
  while (size * PAGE < count) size *= PAGE
  return Array.from({ length: Math.ceil(count / size) }, (_, i): VariableNode => {
    const from = start + i * size
    const many = Math.min(size, start + count - from)
    return { kind: 'range', id: `${pathId(path)}/${from}+${many}`, path, start: from, count: many }
  })
}

/** The same for the same place: VS Code keeps open what stays. */
export function pathId({ name, steps }: VariablePath): string {
  return [name, ...steps.map(step => JSON.stringify(step))].join('/')
}

/** @param parent the id of the line above */
export function nodeOf(view: VariableView, parent: string): VariableNode {
  return { kind: 'variable', id: view.path ? pathId(view.path) : `${parent}/#${view.name}`, view }
}

/** Type, size and value behind the name; of what moves, that first, since a side bar is narrow. */
export function descriptionOf({ kind, type, size, preview }: VariableView): string {
  const moves = kind === 'stream' || kind === 'model'
  return (moves ? [preview, size, type] : [type, size, preview]).filter(part => part !== '').join('  ·  ')
}

/** Names of VS Code's icons. */
export function iconOf(kind: VariableKind, type: string): string {
  switch (kind) {
    case 'stream':
      return 'pulse'
    case 'model':
      return 'beaker'
    case 'frame':
      return 'table'
    case 'list':
      return 'symbol-array'
    case 'object':
      return 'symbol-object'
    case 'function':
      return 'symbol-method'
    case 'class':
      return 'symbol-class'
    case 'schema':
      return 'symbol-field'
    case 'value':
      return type === 'string' ? 'symbol-string' : type === 'boolean' ? 'symbol-boolean' : 'symbol-numeric'
  }
}
