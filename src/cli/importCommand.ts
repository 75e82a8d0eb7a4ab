import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { FlinknbError, messageOf } from '../base/errors.ts'
import type { NotebookDocument } from '../nbformat/notebookDocument.ts'
import { importProgram } from '../programs/importProgram.ts'
import { fromIpynb } from '../programs/jupyterNotebook.ts'
import { checkOutput, readNotebook, writeNotebook } from './notebookFile.ts'
import type { ImportOptions } from './parseArguments.ts'
import type { Terminal } from './terminal.ts'

/**
 * `flinknb import`: makes a notebook of a Jupyter notebook or of a program with `// %%` cells. Without `--output` it is named
 * like the file and stands beside it; one that is there already is then left alone.
 *
 * @throws FlinknbError when the file cannot be read, or the notebook not be written
 */
export async function importCommand(options: ImportOptions, terminal: Terminal): Promise<number> {
  const file = path.resolve(options.file)
  const target = options.output ?? freeTarget(file)
  await checkOutput(target)
  await writeNotebook(target, await imported(file))
  terminal.printBlock('stdout', target)
  return 0
}

async function imported(file: string): Promise<NotebookDocument> {
  const ending = path.extname(file)
  if (ending === '.ipynb' || ending === '.flinknb') return fromIpynb(await readNotebook(file))
  if (!/^\.[mc]?[tj]s$/.test(ending)) {
    throw new FlinknbError('INVALID_OPTION', `import: ${file} is neither a .ipynb nor a .ts program.`, {
      fix: 'Give it a Jupyter notebook, or a program whose cells begin with // %%.',
    })
  }
  try {
    const text = await readFile(file, 'utf8')
    const { default: typescript } = await import('typescript')
    return importProgram(typescript, text)
  } catch (cause) {
    throw new FlinknbError('FILE_UNREADABLE', `Cannot read ${file}: ${messageOf(cause)}.`, { cause })
  }
}

function freeTarget(file: string): string {
  const target = path.join(path.dirname(file), `${path.basename(file, path.extname(file))}.flinknb`)
  if (!existsSync(target)) return target
  throw new FlinknbError('FILE_UNWRITABLE', `${target} exists already.`, { fix: 'Name another file with --output.' })
}
