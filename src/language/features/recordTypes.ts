import type ts from 'typescript'
import type { CellFile } from '../cellModules.ts'
import { positionInText } from '../cellOffsets.ts'
import { type CellProgram, locationOf } from '../cellProgram.ts'
import { calleeOf, type LiveTypePlace } from '../liveTypePlaces.ts'
import type { CellRecordTypes, RecordTypePlace } from '../messages.ts'
import { typeShape } from '../typeShape.ts'

/** Where the types of records may come from what runs, in every cell: what is declared there, or could be. */
export function recordTypes(program: CellProgram): CellRecordTypes[] {
  const found: CellRecordTypes[] = []
  for (const cell of program.cells.all()) {
    const places = program.cells.liveTypePlaces(cell.cellId)
    if (places.length > 0)
      found.push({ cellId: cell.cellId, places: places.map(place => describe(program, cell, place)) })
  }
  return found
}

function describe(program: CellProgram, cell: CellFile, place: LiveTypePlace): RecordTypePlace {
  const { typescript } = program
  const { node } = place
  // Positions are those of the cell's code; the checker is asked about the same node in the cell's module.
  const named = place.kind === 'source' ? calleeOf(typescript, place.node) : place.node.name
  const at = (offset: number) => positionInText(cell.code, offset)
  const type = recordType(program, cell, place)
  const typeAt = place.kind === 'source' ? place.node.expression.end : (place.node.initializer?.end ?? node.end)
  // A call that was told a type shows that one; beneath what was told of an awaited value its own is still seen.
  const hinted = place.kind === 'source' && cell.inserted.some(one => one.at === typeAt)
  const isDeclared = place.kind === 'source' && place.declared
  const isOpen = !isDeclared && (hinted || type === undefined || isOpenType(typescript, type))
  const checker = program.service.getProgram()?.getTypeChecker()
  const shape = isOpen || !type || !checker ? null : typeShape(typescript, checker, type, node)
  return {
    place:
      place.kind === 'source'
        ? { kind: 'source', callee: place.callee, ordinal: place.ordinal }
        : { kind: 'awaited', name: place.name },
    range: { start: at(named?.getStart() ?? node.getStart()), end: at(named?.end ?? node.end) },
    isOpen,
    shape: shape?.kind === 'unknown' ? null : shape,
    declaration: isOpen || !type ? null : interfaceOf(program, type),
    typeAt: at(typeAt),
    callAt: at(place.kind === 'source' ? place.node.arguments.pos - 1 : typeAt),
    interfaceAt: at(statementOf(typescript, node).getStart()),
    newName: isOpen ? freeName(program, cell, nameFor(typescript, place)) : '',
  }
}

/** The type of one record: what a source delivers; of an awaited list its items. */
function recordType(program: CellProgram, cell: CellFile, place: LiveTypePlace): ts.Type | undefined {
  const { service, typescript } = program
  const source = service.getProgram()?.getSourceFile(cell.file)
  const checker = service.getProgram()?.getTypeChecker()
  if (!source || !checker) return undefined
  const start = moduleOffset(cell, place.node.getStart())
  const node = findNode(typescript, source, start, place.node.kind)
  if (!node) return undefined
  if (place.kind === 'source') {
    const made = checker.getTypeAtLocation(node)
    const [record] = checker.getTypeArguments(made as ts.TypeReference) ?? []
    return record
  }
  const { initializer } = node as ts.VariableDeclaration
  const awaited = initializer && typescript.isAsExpression(initializer) ? initializer.expression : initializer
  if (!awaited) return undefined
  const value = checker.getTypeAtLocation(awaited)
  return checker.isArrayType(value) ? checker.getTypeArguments(value as ts.TypeReference)[0] : value
}

/** Nothing is known of a record: `unknown`, `any`, or an object of anything. */
function isOpenType(typescript: typeof ts, type: ts.Type): boolean {
  const { TypeFlags } = typescript
  if ((type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0) return true
  const index = type.getStringIndexType()
  return type.getProperties().length === 0 && !!index && (index.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0
}

function interfaceOf(program: CellProgram, type: ts.Type): RecordTypePlace['declaration'] {
  const { typescript } = program
  const declaration = type.symbol?.declarations?.find(typescript.isInterfaceDeclaration)
  if (!declaration) return null
  const file = declaration.getSourceFile()
  if (!program.cells.byFile(file.fileName)) return null
  const start = declaration.getStart(file)
  const location = locationOf(program, file.fileName, { start, length: declaration.end - start })
  return location ? { ...location, name: declaration.name.text } : null
}

function moduleOffset(cell: CellFile, offset: number): number {
  const before = cell.inserted.filter(({ at }) => at < offset)
  return cell.start + offset + before.reduce((sum, { text }) => sum + text.length, 0)
}

function findNode(
  typescript: typeof ts,
  source: ts.SourceFile,
  start: number,
  kind: ts.SyntaxKind,
): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (node.end <= start || node.pos > start) return undefined
    if (node.kind === kind && node.getStart(source) === start) return innermost(node) ?? node
    return typescript.forEachChild(node, visit)
  }
  /** `a.fromSource(x).map(y)` begins where `a.fromSource(x)` does: the shorter one is not found by its beginning alone. */
  const innermost = (node: ts.Node): ts.Node | undefined => typescript.forEachChild(node, visit)
  return visit(source)
}

function statementOf(typescript: typeof ts, node: ts.Node): ts.Node {
  let statement = node
  while (statement.parent && !typescript.isSourceFile(statement.parent)) statement = statement.parent
  return statement
}

/** `trades` holds records of type `Trade`. */
function nameFor(typescript: typeof ts, place: LiveTypePlace): string {
  let node: ts.Node = place.node
  while (node.parent && !typescript.isVariableDeclaration(node)) node = node.parent
  if (!typescript.isVariableDeclaration(node) || !typescript.isIdentifier(node.name)) return 'Row'
  const { text } = node.name
  if (/^(rows?|source|stream|data|records?|input|lines?|items?|values?|result)$/i.test(text)) return 'Row'
  const single = /(ss|us|is)$/.test(text) ? text : text.replace(/ies$/, 'y').replace(/(?<=(?:s|x|ch|sh))es$|s$/, '')
  return single.charAt(0).toUpperCase() + single.slice(1)
}

/** With a number where a name is taken in the notebook or by JavaScript itself. */
function freeName({ cells, service, typescript }: CellProgram, cell: CellFile, name: string): string {
  const taken = new Set(cells.all().flatMap(({ exports }) => [...exports.keys()]))
  const checker = service.getProgram()?.getTypeChecker()
  const source = service.getProgram()?.getSourceFile(cell.file)
  if (checker && source)
    for (const symbol of checker.getSymbolsInScope(source, typescript.SymbolFlags.Type)) taken.add(symbol.name)
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`
    if (!taken.has(candidate)) return candidate
  }
}
