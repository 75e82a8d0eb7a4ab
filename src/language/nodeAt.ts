import type ts from 'typescript'

/** The smallest node that covers a stretch of a file. */
export function nodeAt(typescript: typeof ts, file: ts.SourceFile, start: number, end: number): ts.Node {
  const visit = (node: ts.Node): ts.Node | undefined =>
    typescript.forEachChild(node, child =>
      child.getStart(file) <= start && child.end >= end ? (visit(child) ?? child) : undefined,
    )
  return visit(file) ?? file
}
