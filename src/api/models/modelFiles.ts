import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { FlinknbError, messageOf } from '../../base/errors.ts'

/** JSON files of a folder, each of them there whole or not at all. Small files, so synchronous: a store is used in cells. */
export class ModelFiles {
  constructor(readonly folder: string) {}

  /** Undefined where there is no such file. @throws FlinknbError `FILE_UNREADABLE` when it is no JSON or cannot be read */
  read(file: string): unknown {
    const full = path.join(this.folder, file)
    try {
      return JSON.parse(readFileSync(full, 'utf8'))
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw new FlinknbError('FILE_UNREADABLE', `${full} cannot be read: ${messageOf(cause)}.`, {
        fix: 'Restore the file, or move it away.',
        cause,
      })
    }
  }

  /** Replaces a file. @throws FlinknbError `FILE_UNWRITABLE` */
  write(file: string, value: unknown): void {
    const part = this.part(file, value)
    renameSync(part, path.join(this.folder, file))
  }

  /** Makes a file that nobody else has made: false when it is there already. @throws FlinknbError `FILE_UNWRITABLE` */
  create(file: string, value: unknown): boolean {
    const part = this.part(file, value)
    try {
      linkSync(part, path.join(this.folder, file))
      return true
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw new FlinknbError('FILE_UNWRITABLE', `${file} in ${this.folder} cannot be written: ${messageOf(cause)}.`, {
        fix: 'Check the rights of the folder.',
        cause,
      })
    } finally {
      rmSync(part, { force: true })
    }
  }

  remove(file: string): void {
    rmSync(path.join(this.folder, file), { force: true })
  }

  /** Names of a subfolder's entries; empty where there is none. */
  list(subfolder = ''): string[] {
    try {
      return readdirSync(path.join(this.folder, subfolder)).sort()
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw cause
    }
  }

  /** Changes whenever a file is replaced; empty where there is none. */
  stamp(file: string): string {
    const stat = statSync(path.join(this.folder, file), { throwIfNoEntry: false, bigint: true })
    return stat ? `${stat.ino}:${stat.mtimeNs}:${stat.size}` : ''
  }

  private part(file: string, value: unknown): string {
    const full = path.join(this.folder, file)
    const part = `${full}.${process.pid}.part`
    try {
      mkdirSync(path.dirname(full), { recursive: true })
      writeFileSync(part, `${JSON.stringify(value, null, 2)}\n`)
      return part
    } catch (cause) {
      throw new FlinknbError('FILE_UNWRITABLE', `${full} cannot be written: ${messageOf(cause)}.`, {
        fix: 'Check the path and the rights of the folder.',
        cause,
      })
    }
  }
}
