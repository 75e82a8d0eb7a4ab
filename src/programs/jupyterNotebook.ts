import { foreignLanguage } from '../nbformat/cellLanguage.ts'
import { emptyNotebook } from '../nbformat/emptyNotebook.ts'
import { isJsonObject, type JsonObject } from '../nbformat/json.ts'
import type { NotebookCell, NotebookDocument } from '../nbformat/notebookDocument.ts'

/**
 * A notebook as Jupyter takes it: the same cells and outputs, with the kernel and the language said, which Jupyter needs to
 * open it.
 */
export function toIpynb(notebook: NotebookDocument): NotebookDocument {
  const { kernelspec, language_info } = emptyNotebook().metadata
  return {
    ...notebook,
    // Jupyter refuses ids that are missing or stand twice; a text that has such is written anew.
    origin: idsAreWritten(notebook) ? notebook.origin : undefined,
    metadata: {
      ...notebook.metadata,
      kernelspec: valid(notebook.metadata.kernelspec, ['name', 'display_name']) ?? kernelspec,
      language_info: valid(notebook.metadata.language_info, ['name']) ?? language_info,
    },
  }
}

function idsAreWritten({ cells, nbformatMinor, origin }: NotebookDocument): boolean {
  const written = (origin?.value.cells ?? []) as readonly JsonObject[]
  return nbformatMinor < 5 || cells.every((cell, index) => written[index]?.id === cell.id)
}

function valid(value: unknown, texts: readonly string[]): JsonObject | undefined {
  return isJsonObject(value) && texts.every(key => typeof value[key] === 'string') ? value : undefined
}

/**
 * A Jupyter notebook as one of ours, in nbformat 4.5. Code in another language than TypeScript or JavaScript cannot run here:
 * it stays readable, as Markdown.
 */
export function fromIpynb(notebook: NotebookDocument): NotebookDocument {
  const language = languageOf(notebook.metadata)
  const runs = /^(typescript|javascript|deno|tslab|jslab|ts|js)?$/i.test(language)
  const { kernelspec, language_info } = emptyNotebook().metadata
  return {
    cells: runs
      ? notebook.cells
      : notebook.cells.map(cell =>
          cell.kind === 'code' ? fenced(cell, foreignLanguage(cell.metadata) ?? language) : cell,
        ),
    metadata: { ...notebook.metadata, kernelspec, language_info },
    nbformatMinor: Math.max(5, notebook.nbformatMinor),
  }
}

function languageOf(metadata: JsonObject): string {
  const { kernelspec, language_info } = metadata
  const language = isJsonObject(language_info) ? language_info.name : undefined
  return String(language ?? (isJsonObject(kernelspec) ? (kernelspec.language ?? '') : ''))
}

function fenced(cell: NotebookCell, language: string): NotebookCell {
  // Longer than any fence within.
  const fence = '`'.repeat(Math.max(3, ...(cell.source.match(/`+/g) ?? []).map(ticks => ticks.length + 1)))
  const source = `${fence}${language}\n${cell.source}\n${fence}`
  return { ...cell, kind: 'markdown', source, outputs: [], executionCount: null }
}
