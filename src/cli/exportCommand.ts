import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { FlinknbError } from '../base/errors.ts'
import type { NotebookDocument } from '../nbformat/notebookDocument.ts'
import { serializeNotebook } from '../nbformat/serializeNotebook.ts'
import { checkOutput, readNotebook, writeWholeFile } from './notebookFile.ts'
import type { ExportOptions } from './parseArguments.ts'
import type { Terminal } from './terminal.ts'

/**
 * `flinknb export`: writes a notebook as a program, for Jupyter, or as a page. Without `--output` the file is named like the
 * notebook and stands beside it; one that is there already is then left alone.
 *
 * @param dist absolute path of the built project
 * @throws FlinknbError when the notebook cannot be read, a cell not be parsed, or the file not be written
 */
export async function exportCommand(options: ExportOptions, dist: string, terminal: Terminal): Promise<number> {
  const { to } = options
  const file = path.resolve(options.notebook)
  const notebook = await readNotebook(file)
  const target = options.output ?? freeTarget(file, to)
  await checkOutput(target)
  await writeWholeFile(target, await exported(notebook, file, path.resolve(target), to, dist))
  terminal.printBlock('stdout', target)
  return 0
}

function freeTarget(file: string, ending: string): string {
  const target = path.join(path.dirname(file), `${path.basename(file, path.extname(file))}.${ending}`)
  if (!existsSync(target)) return target
  throw new FlinknbError('FILE_UNWRITABLE', `${target} exists already.`, {
    fix: 'Say with --output what is to be written, or replaced.',
  })
}

/** Parts that only one form needs are loaded for that form. */
async function exported(
  notebook: NotebookDocument,
  file: string,
  target: string,
  to: ExportOptions['to'],
  dist: string,
): Promise<string> {
  if (to === 'ts') return programOf(notebook, file, target)
  if (to === 'ipynb') {
    const { toIpynb } = await import('../programs/jupyterNotebook.ts')
    return serializeNotebook(toIpynb(notebook))
  }
  const { htmlPage } = await import('../programs/htmlPage.ts')
  return htmlPage(notebook, {
    title: path.basename(file, path.extname(file)),
    script: () => readFile(path.join(dist, 'renderer/page.js'), 'utf8'),
  })
}

async function programOf(notebook: NotebookDocument, file: string, target: string): Promise<string> {
  const { default: typescript } = await import('typescript')
  const { exportProgram } = await import('../programs/exportProgram.ts')
  const { importResolver } = await import('./importResolver.ts')
  const [from, to] = [path.dirname(file), path.dirname(target)]
  return exportProgram(notebook, {
    typescript,
    notebookName: path.basename(file),
    programName: path.basename(target),
    folder: path.relative(to, from).split(path.sep).join('/') || '.',
    resolveImport: importResolver(typescript, from, to),
  })
}
