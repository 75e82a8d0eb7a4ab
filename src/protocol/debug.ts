import type { CellId } from './messages.ts'

/**
 * What the debugger calls a cell: the name of a file within the kernel's debug folder, which holds the code that last
 * ran. Host and kernel come to the same name by themselves.
 */
export function debugFileName(cellId: CellId): string {
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  for (let i = 0; i < cellId.length; i++) {
    const unit = cellId.charCodeAt(i)
    low = Math.imul(low ^ unit, 2_654_435_761)
    high = Math.imul(high ^ unit, 1_597_334_677)
  }
  const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0')
  return `cell-${hex(low)}${hex(high)}.ts`
}
