import type { Danfo } from './danfo.ts'
import type { DanfoClasses } from './danfoInternals.ts'
import { repairColumnAccess } from './repairColumnAccess.ts'
import { repairExport } from './repairExport.ts'
import { repairRows } from './repairRows.ts'
import { repairSelection } from './repairSelection.ts'
import requireDanfo from './requireDanfo.cjs'

/** Stands on danfo's frame class once the repairs are in place: the package is loaded once, whoever asks. */
const REPAIRED = Symbol.for('flinknb.danfo.repaired')

/**
 * danfo.js with its selection, column access and CSV repaired, loaded at the first call (15–20 ms, 5 MB).
 *
 * @example const dfd = await loadDanfo(); new dfd.DataFrame([{ a: 1 }])
 */
export async function loadDanfo(): Promise<Danfo> {
  return requireDanfoNow()
}

/** The same, without waiting: for getters and windows. */
export function requireDanfoNow(): Danfo {
  const danfo = requireDanfo() as Danfo & DanfoClasses
  if (!Object.hasOwn(danfo.DataFrame, REPAIRED)) {
    Object.defineProperty(danfo.DataFrame, REPAIRED, { value: true })
    repairColumnAccess(danfo)
    repairSelection(danfo)
    repairRows(danfo)
    repairExport(danfo)
  }
  return danfo
}
