import type ts from 'typescript'
import { nearestName } from '../base/options.ts'
import { type ColumnText, columnText, textsWithin } from './columnText.ts'
import { nodeAt } from './nodeAt.ts'

/** TypeScript's numbers for what a misspelt column is to it; the first two speak of a whole call. */
const OF_CALLS = new Set([2769, 2345])
const CODES = new Set([...OF_CALLS, 2322, 2339, 2551, 2820, 7053])

/** So many names are listed at most. */
const MAX_NAMES = 12

/** Whether a misspelt column can be behind a finding: asked before anything is looked up. */
export function mayBeMisspelt({ code }: ts.Diagnostic): boolean {
  return CODES.has(code)
}

/** The texts of a finding's code that name what is not there, each of them the cause of the finding. */
export function misspeltColumns(
  typescript: typeof ts,
  checker: ts.TypeChecker,
  { code, file, start = 0, length = 0 }: ts.Diagnostic,
): ColumnText[] {
  const node = file ? nodeAt(typescript, file, start, start + length) : undefined
  if (!node) return []
  return partsMeant(typescript, node, OF_CALLS.has(code))
    .flatMap(part => textsWithin(typescript, part))
    .map(text => columnText(typescript, checker, text))
    .filter(found => found !== undefined)
    .filter(({ node: { text, parent }, names, row }) => {
      const isPlain = typescript.isElementAccessExpression(parent) && !row // TypeScript says that well
      return !isPlain && !names.includes(text)
    })
}

/** `There is no column 'prise' in Row. Did you mean 'price'?` */
export function misspeltMessage(checker: ts.TypeChecker, { node: { text }, names, row }: ColumnText): string {
  const near = nearestName(text, names)
  const listed = names.slice(0, MAX_NAMES).join(', ') + (names.length > MAX_NAMES ? ', …' : '')
  if (!row) return `'${text}' cannot stand here. ${near ? `Did you mean '${near}'?` : `What can: ${listed}.`}`
  const rows = nameOf(checker, row)
  if (checker.getPropertyOfType(row, text))
    return `The column '${text}' of ${rows} cannot stand here. What can: ${listed}.`
  return `There is no column '${text}' in ${rows}. ${near ? `Did you mean '${near}'?` : `There are: ${listed}.`}`
}

/** Where to look for texts: in what the finding is about, or in the arguments of the call that it is about. */
function partsMeant(typescript: typeof ts, node: ts.Node, isCall: boolean): readonly ts.Node[] {
  let at = node
  while (at.parent && !typescript.isStatement(at)) {
    if (isCall && typescript.isCallExpression(at)) return at.arguments
    if (!isCall && typescript.isPropertyAssignment(at)) return [at.initializer]
    if (!isCall && typescript.isStringLiteralLike(at)) return [at]
    if (!isCall && typescript.isElementAccessExpression(at)) return [at.argumentExpression]
    if (typescript.isFunctionLike(at)) return []
    at = at.parent
  }
  return []
}

function nameOf(checker: ts.TypeChecker, row: ts.Type): string {
  const name = checker.typeToString(row).replace(/^(?:Required|Readonly|Partial)<(.*)>$/, '$1')
  return /^[\w$]+$/.test(name) ? name : 'these rows'
}
