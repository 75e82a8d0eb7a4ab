import type { Node } from 'jsonc-parser'
import { formerPositions } from './alignItems.ts'
import { definedKeys, isJsonObject, type JsonObject, jsonEqual } from './json.ts'
import { type JsonStyle, printJson, printString } from './jsonStyle.ts'
import { rewriteString } from './rewriteString.ts'

/** Of two lists whose middles would take more comparisons than this, items are aligned by their ends only. */
const MAX_COMPARISONS = 250_000

/** What a rewrite starts from. */
export interface JsonRewrite {
  readonly text: string
  readonly style: JsonStyle
  /** For items of arrays whose old position is known (cells have ids): that position. Others are aligned by what they say. */
  readonly oldPositions: ReadonlyMap<unknown, number>
}

/**
 * The text of `value`, taking over the old text wherever it says the same: numbers as they were written (`1.0`),
 * escapes, order of keys, white space and separators. Only what differs is printed anew, in the text's own style.
 *
 * @param node the old text's tree at the place of `value`
 * @param old what that tree says
 */
export function rewriteJson(rewrite: JsonRewrite, node: Node, old: unknown, value: unknown): string {
  if (jsonEqual(old, value)) return sliceOf(rewrite, node)
  if (node.type === 'object' && isJsonObject(old) && isJsonObject(value))
    return rewriteObject(rewrite, node, old, value)
  if (node.type === 'array' && Array.isArray(old) && Array.isArray(value))
    return rewriteArray(rewrite, node, old, value)
  if (node.type === 'string' && typeof old === 'string' && typeof value === 'string')
    return rewriteString(sliceOf(rewrite, node), old, value, rewrite.style)
  return printJson(value, rewrite.style, lineIndent(rewrite.text, node.offset))
}

interface Part {
  readonly text: string
  /** Position among the old members; undefined for a new one. */
  readonly oldIndex?: number | undefined
  /** Of a new member of an object. */
  readonly key?: string | undefined
}

function rewriteObject(rewrite: JsonRewrite, node: Node, old: JsonObject, value: JsonObject): string {
  const properties = node.children ?? []
  const last = new Map(properties.map((property, index) => [keyOf(property), index]))
  const parts: Part[] = []
  for (const [oldIndex, property] of properties.entries()) {
    const key = keyOf(property)
    const valueNode = property.children?.[1]
    if (!Object.hasOwn(value, key) || value[key] === undefined || !valueNode) continue
    // Of a key that stands twice the last one counts; the others say nothing and stay.
    if (last.get(key) !== oldIndex) parts.push({ oldIndex, text: sliceOf(rewrite, property) })
    else {
      const head = rewrite.text.slice(property.offset, valueNode.offset)
      parts.push({ oldIndex, text: head + rewriteJson(rewrite, valueNode, old[key], value[key]) })
    }
  }
  const memberIndent = indentOfMembers(rewrite, node)
  for (const key of definedKeys(value)) {
    if (last.has(key)) continue
    const text =
      printString(key, rewrite.style) + rewrite.style.colon + printJson(value[key], rewrite.style, memberIndent)
    parts.splice(placeOf(key, parts, properties), 0, { text, key })
  }
  return assemble(rewrite, node, parts)
}

/** Where a new member goes: among keys in alphabetical order, as Jupyter writes them, at its place; else at the end. */
function placeOf(key: string, parts: readonly Part[], properties: readonly Node[]): number {
  const keys = parts.map(part => part.key ?? keyOf(properties[part.oldIndex as number] as Node))
  if (keys.some((other, index) => index > 0 && other < (keys[index - 1] as string))) return parts.length
  const after = keys.findIndex(other => other > key)
  return after < 0 ? parts.length : after
}

function rewriteArray(rewrite: JsonRewrite, node: Node, old: readonly unknown[], value: readonly unknown[]): string {
  const items = node.children ?? []
  const memberIndent = indentOfMembers(rewrite, node)
  const positions = oldPositions(rewrite, old, value)
  const parts = value.map((item, index): Part => {
    const oldIndex = positions[index]
    const itemNode = oldIndex === undefined ? undefined : items[oldIndex]
    if (oldIndex === undefined || !itemNode) return { text: printJson(item, rewrite.style, memberIndent) }
    return { oldIndex, text: rewriteJson(rewrite, itemNode, old[oldIndex], item) }
  })
  return assemble(rewrite, node, parts)
}

/** Old position of each new item: as known, else by what it says. */
function oldPositions(
  rewrite: JsonRewrite,
  old: readonly unknown[],
  value: readonly unknown[],
): readonly (number | undefined)[] {
  if (value.some(item => rewrite.oldPositions.has(item))) return value.map(item => rewrite.oldPositions.get(item))
  return formerPositions(old, value, jsonEqual, MAX_COMPARISONS)
}

/** Joins members between the old brackets; two that were neighbours keep what stood between them. */
function assemble(rewrite: JsonRewrite, node: Node, parts: readonly Part[]): string {
  const { text } = rewrite
  const open = text.charAt(node.offset)
  const close = text.charAt(node.offset + node.length - 1)
  if (parts.length === 0) return open + close
  const members = node.children ?? []
  const [first, second, last] = [members[0], members[1], members.at(-1)]
  const lead = first ? text.slice(node.offset + 1, first.offset) : newLine(rewrite, indentOfMembers(rewrite, node))
  const trail = last
    ? text.slice(endOf(last), node.offset + node.length - 1)
    : newLine(rewrite, lineIndent(text, node.offset))
  const inLine = rewrite.style.indent === null ? rewrite.style.comma : ', '
  const single = lead.includes('\n') ? `,${lead}` : inLine + lead
  const separator = first && second ? text.slice(endOf(first), second.offset) : single
  let result = open + lead
  for (const [index, part] of parts.entries()) {
    if (index > 0) result += gapBetween(text, members, parts[index - 1], part) ?? separator
    result += part.text
  }
  return result + trail + close
}

function gapBetween(text: string, members: readonly Node[], left: Part | undefined, right: Part): string | undefined {
  if (left?.oldIndex === undefined || right.oldIndex !== left.oldIndex + 1) return undefined
  const [before, after] = [members[left.oldIndex], members[right.oldIndex]]
  return before && after ? text.slice(endOf(before), after.offset) : undefined
}

function indentOfMembers(rewrite: JsonRewrite, node: Node): string {
  const first = node.children?.[0]
  if (first) return lineIndent(rewrite.text, first.offset)
  return lineIndent(rewrite.text, node.offset) + (rewrite.style.indent ?? '')
}

function newLine(rewrite: JsonRewrite, indent: string): string {
  return rewrite.style.indent === null ? '' : rewrite.style.lineEnd + indent
}

/** White space at the start of the line that holds `offset`. */
function lineIndent(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^[^\S\r\n]*/.exec(text.slice(start, offset))?.[0] ?? ''
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value)
}

function endOf(node: Node): number {
  return node.offset + node.length
}

function sliceOf(rewrite: JsonRewrite, node: Node): string {
  return rewrite.text.slice(node.offset, endOf(node))
}
