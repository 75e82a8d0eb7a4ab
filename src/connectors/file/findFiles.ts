import { glob } from 'node:fs/promises'
import path from 'node:path'
import { FlinknbError } from '../../base/errors.ts'

/**
 * The files that a pattern names (`data/2024-*.csv`, `logs/*.jsonl`), absolute, in order of their names. Hidden ones are
 * left out: they are what a sink has not finished.
 *
 * @throws FlinknbError `FILE_NOT_FOUND` when there is none
 */
export async function findFiles(pattern: string, baseDirectory: string): Promise<string[]> {
  const found: string[] = []
  for await (const entry of glob(pattern, { cwd: baseDirectory, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.startsWith('.')) found.push(path.join(entry.parentPath, entry.name))
  }
  if (found.length > 0) return found.sort()
  throw new FlinknbError('FILE_NOT_FOUND', `No file matches ${pattern} (looked from ${baseDirectory}).`, {
    fix: 'A pattern starts at the notebook’s folder; * stands for a part of a name, ** for folders.',
  })
}
