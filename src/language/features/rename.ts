import type ts from 'typescript'
import { FlinknbError } from '../../base/errors.ts'
import type { CellFile } from '../cellModules.ts'
import { isWithin, rangeInCell } from '../cellOffsets.ts'
import { type CellPlace, type CellProgram, isDeclarations, locationOf, placeOf } from '../cellProgram.ts'
import { columnMentionAt, columnMentions, declarationsOf, type NamePlace, propertyPlaces } from '../columnMentions.ts'
import type { LanguageCalls, LanguageEdit } from '../messages.ts'

/** What would be renamed. @throws FlinknbError `INVALID_STATE` where nothing can be */
export function prepareRename(
  program: CellProgram,
  ask: LanguageCalls['prepareRename']['ask'],
): LanguageCalls['prepareRename']['answer'] {
  const at = renamed(program, ask)
  renameLocations(program, at)
  return { ...rangeInCell(at.cell, at.start, at.start + at.name.length), name: at.name }
}

/** Renames what stands at a position in all cells that mean it, and in local files where it is declared there. */
export function rename(program: CellProgram, ask: LanguageCalls['rename']['ask']): LanguageEdit[] {
  const { newName } = ask
  if (!/^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(newName))
    throw new FlinknbError('INVALID_OPTION', `'${newName}' is no name: it holds characters that names do not have.`)
  const edits: LanguageEdit[] = []
  for (const { fileName, textSpan, prefixText = '', suffixText = '' } of renameLocations(
    program,
    renamed(program, ask),
  )) {
    const location = locationOf(program, fileName, textSpan)
    if (location) edits.push({ ...location, newText: `${prefixText}${newName}${suffixText}` })
  }
  return edits
}

/** What is to be renamed: where the word stands that was asked about, and where renaming starts. */
interface Renamed {
  readonly cell: CellFile
  readonly start: number
  readonly name: string
  readonly from: readonly NamePlace[]
}

function renamed(program: CellProgram, ask: LanguageCalls['prepareRename']['ask']): Renamed {
  const at = placeOf(program, ask)
  const column = at && columnMentionAt(program, at)
  if (column) {
    const { span, name } = column
    return { cell: at.cell, start: span.start, name, from: declarationsOf(program.typescript, column) }
  }
  const info = at && program.service.getRenameInfo(at.cell.file, at.offset, {})
  if (!info?.canRename || !isWithin(at?.cell as CellFile, info.triggerSpan.start))
    throw new FlinknbError(
      'INVALID_STATE',
      info?.canRename === false ? info.localizedErrorMessage : 'No name to rename here.',
    )
  const { start, length } = info.triggerSpan
  const { cell, offset } = at as CellPlace
  return { cell, start, name: cell.text.slice(start, start + length), from: [{ file: cell.file, offset }] }
}

/**
 * TypeScript renames within a module, writing `import { env as name }` where a name comes from elsewhere. From there on
 * our own lines are followed, to the cell that declares the name and to all that take it from there; a column's name also
 * stands in texts.
 */
function renameLocations(program: CellProgram, { name, from }: Renamed): ts.RenameLocation[] {
  const found: ts.RenameLocation[] = []
  const seen = new Set<string>()
  const queue = [...from]
  for (let next = queue.pop(); next; next = queue.pop()) {
    const locations = program.service.findRenameLocations(next.file, next.offset, false, false, {
      providePrefixAndSuffixTextForRename: true,
    })
    for (const location of locations ?? []) {
      const { fileName, textSpan } = location
      const key = `${fileName}:${textSpan.start}`
      if (seen.has(key)) continue
      seen.add(key)
      const inCell = program.cells.byFile(fileName)
      if (inCell && !isWithin(inCell, textSpan.start))
        queue.push(...linked(program, inCell, textSpan.start).map(({ cell, offset }) => ({ file: cell.file, offset })))
      else if (!inCell && (isDeclarations(fileName) || fileName.includes('/node_modules/')))
        throw new FlinknbError('INVALID_STATE', `'${name}' is declared in ${fileName}, which is not yours to change.`)
      else found.push(location)
    }
  }
  // With a prefix (`{ price: cost }`) it is a variable that is renamed, and the property keeps its name.
  const places = found
    .filter(one => !one.prefixText)
    .map(({ fileName, textSpan }) => ({ file: fileName, offset: textSpan.start }))
  const texts = columnMentions(program, name, propertyPlaces(program, places))
    .filter(({ file, span }) => !seen.has(`${file}:${span.start}`))
    .map(({ file, span }) => ({ fileName: file, textSpan: span }))
  return [...found, ...texts]
}

/** Where the name goes on that our own line of a cell holds at an offset. */
function linked(program: CellProgram, cell: CellFile, offset: number): CellPlace[] {
  const places: CellPlace[] = []
  for (const one of cell.borrowed) {
    if (one.offset !== offset && one.target !== offset) continue
    const exporter = program.cells.exporter(cell, one)
    places.push({ cell, offset: one.offset }, ...(exporter ? declarations(program, exporter, one.name) : []))
    places.push(...(exporter ? borrowers(program, exporter, one.name) : []))
  }
  for (const [name, at] of cell.exports) if (at === offset) places.push(...borrowers(program, cell, name))
  return places
}

/** The cells that take a name from a cell. */
function borrowers({ cells }: CellProgram, exporter: CellFile, name: string): CellPlace[] {
  return cells
    .all()
    .flatMap(cell =>
      cell.borrowed
        .filter(one => one.name === name && cells.exporter(cell, one) === exporter)
        .map(one => ({ cell, offset: one.offset })),
    )
}

/** Where a cell declares a name that it exports. */
function declarations({ typescript, service }: CellProgram, cell: CellFile, name: string): CellPlace[] {
  const checker = service.getProgram()?.getTypeChecker()
  const source = service.getProgram()?.getSourceFile(cell.file)
  const module = source && checker?.getSymbolAtLocation(source)
  const symbol = module && checker?.tryGetMemberInModuleExports(name, module)
  const [specifier] = symbol?.declarations ?? []
  const local =
    specifier && typescript.isExportSpecifier(specifier)
      ? checker?.getExportSpecifierLocalTargetSymbol(specifier)
      : symbol
  return (local?.declarations ?? [])
    .filter(declaration => declaration.getSourceFile() === source)
    .map(declaration => ({ cell, offset: (typescript.getNameOfDeclaration(declaration) ?? declaration).getStart() }))
    .filter(place => isWithin(cell, place.offset))
}
