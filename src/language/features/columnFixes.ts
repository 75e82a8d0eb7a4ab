import { namesLike } from '../../base/options.ts'
import type { CellFile } from '../cellModules.ts'
import { offsetInModule, rangeInCell } from '../cellOffsets.ts'
import type { CellProgram } from '../cellProgram.ts'
import { columnText } from '../columnText.ts'
import type { CellFix, CellRange } from '../messages.ts'
import { nodeAt } from '../nodeAt.ts'

/** So many spellings are offered at most. */
const MAX_OFFERS = 3

/** The columns that a misspelt one may have meant, the likeliest first. */
export function columnFixes(
  { typescript, service }: CellProgram,
  cell: CellFile,
  finding: CellRange & { readonly code: string },
): CellFix[] {
  const program = service.getProgram()
  const source = program?.getSourceFile(cell.file)
  const start = offsetInModule(cell, finding.start)
  const end = offsetInModule(cell, finding.end)
  if (!program || !source || start === undefined || end === undefined) return []
  const node = nodeAt(typescript, source, start, end)
  const column = typescript.isStringLiteralLike(node) && columnText(typescript, program.getTypeChecker(), node)
  if (!column || column.names.includes(column.node.text)) return []
  const place = { cellId: cell.cellId, ...rangeInCell(cell, node.getStart() + 1, node.end - 1) }
  return namesLike(column.node.text, column.names)
    .slice(0, MAX_OFFERS)
    .map((name, i) => ({
      title: `Change spelling to '${name}'`,
      edits: [{ ...place, newText: name }],
      preferred: i === 0,
      code: finding.code,
    }))
}
