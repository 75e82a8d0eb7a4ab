import { plainCells } from './plainCells.ts'
import type { Json, PlainCell, Tool, ToolNotebook } from './toolNotebook.ts'
import { TOOLS } from './tools.ts'
import { writeJson } from './writeJson.ts'

const NOTEBOOKS_A_TOOL = 12

/** Twelve notebooks of each tool. The same every time. */
export const toolNotebooks: readonly ToolNotebook[] = TOOLS.flatMap((tool, index) =>
  Array.from({ length: NOTEBOOKS_A_TOOL }, (_, n) => toolNotebook(tool, index * NOTEBOOKS_A_TOOL + n)),
)

function toolNotebook(tool: Tool, seed: number): ToolNotebook {
  const cells = plainCells(seed)
  const value = ordered(
    {
      cells: cells.map((cell, index) => ordered(cellJson(tool, cell, index, seed), tool.cellKeys)),
      metadata: tool.notebookMetadata,
      nbformat: 4,
      nbformat_minor: tool.minor,
    },
    tool.notebookKeys,
  )
  return { name: `${tool.name} ${seed}`, text: writeJson(value, tool.layout), minor: tool.minor, cells }
}

function cellJson(tool: Tool, cell: PlainCell, index: number, seed: number): Json {
  // Every twelfth notebook of a tool has ids twice, as cells copied by programs have.
  const id = seed % NOTEBOOKS_A_TOOL === 11 && index > 0 ? 'copied' : `${seed.toString(16)}-c_${index}`
  return {
    // Attachments of raw and markdown cells came with 4.1.
    attachments: tool.minor >= 1 ? cell.attachments : undefined,
    cell_type: cell.type,
    ...(tool.ids ? { id } : {}),
    metadata: tool.cellMetadata(index, cell),
    ...(cell.type === 'code' ? { execution_count: cell.count, outputs: cell.outputs } : {}),
    source: tool.sourceAsText ? cell.source : (cell.source.match(/[^\n]*\n|[^\n]+$/g) ?? []),
  }
}

function ordered(json: Json, keys: readonly string[] = []): Json {
  const first = keys.filter(key => key in json).map(key => [key, json[key]])
  return { ...Object.fromEntries(first), ...json }
}
