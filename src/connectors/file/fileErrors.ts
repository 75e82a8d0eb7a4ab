import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { FlinknbError, messageOf } from '../../base/errors.ts'
import { nearestName } from '../../base/options.ts'

/** The FlinknbError for a file that could not be opened or read: names its absolute path, and near names in its folder. */
export async function readError(file: string, cause: unknown): Promise<FlinknbError> {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOENT' || code === 'ENOTDIR') return notFound(file, cause)
  const fix =
    code === 'EISDIR'
      ? `It is a folder: name a file in it, or all of them with glob: '${path.basename(file)}/*.csv'.`
      : undefined
  return new FlinknbError('FILE_UNREADABLE', `Cannot read ${file}: ${messageOf(cause)}.`, { fix, cause })
}

async function notFound(file: string, cause: unknown): Promise<FlinknbError> {
  const folder = path.dirname(file)
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    const fix = `The folder ${folder} cannot be read either (${(error as NodeJS.ErrnoException).code ?? messageOf(error)}).`
    return new FlinknbError('FILE_NOT_FOUND', `No such file: ${file}.`, { fix, cause })
  }
  const name = path.basename(file)
  const near = nearestName(name, names) ?? names.find(other => stem(other) === stem(name))
  const fix = near
    ? `Did you mean ${near}?`
    : names.length === 0
      ? 'The folder is empty.'
      : `The folder holds ${names.sort().slice(0, 8).join(', ')}${names.length > 8 ? `, and ${names.length - 8} more` : ''}.`
  return new FlinknbError('FILE_NOT_FOUND', `No such file: ${file} (looked in ${folder}).`, { fix, cause })
}

/** The FlinknbError for a file that could not be written. */
export function writeError(file: string, cause: unknown): FlinknbError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? ''
  const fixes: Readonly<Record<string, string>> = {
    EACCES: 'Check who may write there, or choose another folder.',
    EPERM: 'Check who may write there, or choose another folder.',
    EROFS: 'The disk is read-only: choose another folder.',
    ENOSPC: 'The disk is full: free some space.',
    EISDIR: 'It is a folder: name a file in it.',
    ENOTDIR: 'A part of its path is a file, not a folder.',
    EEXIST: 'A part of its path is a file, not a folder.',
  }
  return new FlinknbError('FILE_UNWRITABLE', `Cannot write ${file}: ${messageOf(cause)}.`, { fix: fixes[code], cause })
}

function stem(name: string): string {
  return name.replace(/\..*$/, '').toLowerCase()
}
