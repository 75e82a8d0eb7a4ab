import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { FlinknbError, messageOf } from '../base/errors.ts'
import type { NotebookDocument } from '../nbformat/notebookDocument.ts'
import { parseNotebook } from '../nbformat/parseNotebook.ts'
import { serializeNotebook } from '../nbformat/serializeNotebook.ts'

/** Reads a notebook. @throws FlinknbError `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `NOTEBOOK_INVALID` */
export async function readNotebook(file: string): Promise<NotebookDocument> {
  try {
    return parseNotebook(await readFile(file, 'utf8'), file)
  } catch (error) {
    if (error instanceof FlinknbError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new FlinknbError('FILE_NOT_FOUND', `There is no notebook ${file}.`, {
        fix: 'Check the path.',
        cause: error,
      })
    }
    throw new FlinknbError('FILE_UNREADABLE', `Cannot read ${file}: ${messageOf(error)}.`, { cause: error })
  }
}

/** Makes sure, before anything runs, that the result can be written. @throws FlinknbError `FILE_UNWRITABLE` */
export async function checkOutput(file: string): Promise<void> {
  const directory = path.dirname(path.resolve(file))
  const found = await stat(directory).catch(() => undefined)
  if (found?.isDirectory()) return
  throw new FlinknbError('FILE_UNWRITABLE', `--output ${file}: the folder ${directory} does not exist.`, {
    fix: 'Create it, or name another file.',
  })
}

/** Writes a notebook: the whole or, when that fails, nothing. @throws FlinknbError `FILE_UNWRITABLE` */
export async function writeNotebook(file: string, notebook: NotebookDocument): Promise<void> {
  await writeWholeFile(file, serializeNotebook(notebook))
}

/** Writes a file: the whole or, when that fails, nothing. @throws FlinknbError `FILE_UNWRITABLE` */
export async function writeWholeFile(file: string, text: string): Promise<void> {
  const target = path.resolve(file)
  let folder: string | undefined
  try {
    folder = await mkdtemp(path.join(path.dirname(target), '.flinknb-'))
    const complete = path.join(folder, path.basename(target))
    await writeFile(complete, text)
    await rename(complete, target)
  } catch (error) {
    throw new FlinknbError('FILE_UNWRITABLE', `Cannot write ${target}: ${messageOf(error)}.`, { cause: error })
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true })
  }
}
