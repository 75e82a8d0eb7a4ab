import { FlinknbError } from '../base/errors.ts'
import type { DanfoClasses } from './danfoInternals.ts'

/**
 * Methods that danfo never calls on itself: a column may have such a name (a window's `count` or `mean`, a dead letter's
 * `at`). It is read with `df.column('mean')`; `df.mean()` remains the method.
 */
const HARMLESS: ReadonlySet<string> = new Set(
  'count sum mean median mode min max std var abs round diff at iat sample describe replace apply append'.split(' '),
)

/**
 * Refuses column names that mean something else on a DataFrame.
 *
 * @throws FlinknbError `INVALID_OPTION` naming the column and the fix
 */
export function checkColumnNames(danfo: DanfoClasses, names: readonly string[]): void {
  for (const name of names) {
    if (!isReserved(danfo, name)) continue
    throw new FlinknbError(
      'INVALID_OPTION',
      `toDataFrame: a column cannot be named '${name}', which every DataFrame uses itself.`,
      {
        fix: `Rename it before: .map(({ ${name}: ${renamed(name)}, ...row }) => ({ ...row, ${renamed(name)} })).`,
      },
    )
  }
}

function isReserved(danfo: DanfoClasses, name: string): boolean {
  return name.startsWith('$')
    ? name in danfo.DataFrame.prototype || OWN.has(name)
    : name in danfo.DataFrame.prototype && !HARMLESS.has(name)
}

/** Fields of a frame itself. */
const OWN: ReadonlySet<string> = new Set([
  '$isSeries',
  '$data',
  '$dataIncolumnFormat',
  '$index',
  '$columns',
  '$dtypes',
  '$config',
])

function renamed(name: string): string {
  return `${name.replace(/\W/g, '')}Column`
}
