import type ts from 'typescript'

/** What `noImplicitAny` adds to the findings: TypeScript's numbers for it. */
const FIRST = 7005
const LAST = 7059
/** `train['prise']`: an element that the type does not have. */
const NO_SUCH_ELEMENT = 7053

/**
 * Whether a finding is one that a notebook does without. A trial may leave out the type of a parameter, use a package
 * that has no types, or fill an object by keys that only the run knows; but `train['prise']` is the misspelt column
 * that it would be as `train.prise`, and only `noImplicitAny` finds it.
 */
export function isTolerated(typescript: typeof ts, diagnostic: ts.Diagnostic): boolean {
  if (diagnostic.code < FIRST || diagnostic.code > LAST) return false
  return diagnostic.code !== NO_SUCH_ELEMENT || !namesElement(typescript, diagnostic)
}

/** Whether the element is named in the code, not computed. */
function namesElement(typescript: typeof ts, { file, start, length }: ts.Diagnostic): boolean {
  if (!file || start === undefined || length === undefined) return false
  const find = (node: ts.Node): boolean => {
    if (node.end < start || node.pos > start) return false
    const isIt = node.end === start + length && node.getStart(file) === start
    if (isIt && typescript.isElementAccessExpression(node))
      return typescript.isStringLiteralLike(node.argumentExpression)
    return typescript.forEachChild(node, child => find(child) || undefined) ?? false
  }
  return find(file)
}
