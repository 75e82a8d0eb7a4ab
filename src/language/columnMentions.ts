import type ts from 'typescript'
import { type CellPlace, type CellProgram, isDeclarations } from './cellProgram.ts'
import { columnText } from './columnText.ts'
import { nodeAt } from './nodeAt.ts'

/** Where a name stands in a file. */
export interface NamePlace {
  readonly file: string
  readonly offset: number
}

/** A text that names a column of rows whose type is known. */
export interface ColumnMention {
  /** The text between its quotes. */
  readonly span: ts.TextSpan
  readonly name: string
  /** The column as the rows have it. */
  readonly property: ts.Symbol
}

/** The column that the text at a place names; undefined where there is no such text. */
export function columnMentionAt(
  { typescript, service }: CellProgram,
  { cell, offset }: CellPlace,
): ColumnMention | undefined {
  const program = service.getProgram()
  const source = program?.getSourceFile(cell.file)
  const node = source && nodeAt(typescript, source, offset, offset)
  return node && program ? mentionOf(typescript, program.getTypeChecker(), node) : undefined
}

/** The texts of cells and local files that name a column declared at one of those places. */
export function columnMentions(
  { typescript, service }: CellProgram,
  name: string,
  declared: readonly NamePlace[],
): (ColumnMention & { readonly file: string })[] {
  const program = service.getProgram()
  const keys = new Set(declared.map(keyOf))
  if (!program || keys.size === 0) return []
  const checker = program.getTypeChecker()
  const found: (ColumnMention & { readonly file: string })[] = []
  for (const source of program.getSourceFiles()) {
    const { fileName: file, text } = source
    if (isDeclarations(file) || file.includes('/node_modules/') || !text.includes(name)) continue
    const visit = (node: ts.Node): void => {
      if (typescript.isStringLiteralLike(node) && node.text === name) {
        const mention = mentionOf(typescript, checker, node)
        if (mention && declarationsOf(typescript, mention).some(place => keys.has(keyOf(place))))
          found.push({ ...mention, file })
      } else typescript.forEachChild(node, visit)
    }
    visit(source)
  }
  return found
}

/** Where the column is declared: in an interface, a class, or an object that rows are made of. */
export function declarationsOf(typescript: typeof ts, { property }: ColumnMention): NamePlace[] {
  return (property.declarations ?? []).map(declaration => ({
    file: declaration.getSourceFile().fileName,
    offset: (typescript.getNameOfDeclaration(declaration) ?? declaration).getStart(),
  }))
}

/** Those of the places where a property is declared. */
export function propertyPlaces({ typescript, service }: CellProgram, places: readonly NamePlace[]): NamePlace[] {
  return places.filter(({ file, offset }) => {
    const source = service.getProgram()?.getSourceFile(file)
    const node = source && nodeAt(typescript, source, offset, offset + 1)
    const { parent } = node ?? {}
    const declares =
      parent &&
      (typescript.isPropertySignature(parent) ||
        typescript.isPropertyDeclaration(parent) ||
        typescript.isPropertyAssignment(parent) ||
        typescript.isShorthandPropertyAssignment(parent) ||
        typescript.isGetAccessorDeclaration(parent) ||
        typescript.isParameterPropertyDeclaration(parent, parent.parent))
    return declares && parent.name === node
  })
}

function mentionOf(typescript: typeof ts, checker: ts.TypeChecker, node: ts.Node): ColumnMention | undefined {
  const column = typescript.isStringLiteralLike(node) ? columnText(typescript, checker, node) : undefined
  const property = column?.row && checker.getPropertyOfType(column.row, column.node.text)
  if (!column || !property) return undefined
  return {
    span: { start: node.getStart() + 1, length: node.end - node.getStart() - 2 },
    name: column.node.text,
    property,
  }
}

function keyOf({ file, offset }: NamePlace): string {
  return `${file}:${offset}`
}
