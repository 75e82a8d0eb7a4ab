import { FlinknbError } from '../base/errors.ts'

/** What stands for danfo's `toExcel` and `readExcel`: the spreadsheet library, larger than all else, is not bundled. */
export function excelAbsent(): never {
  throw new FlinknbError('INVALID_STATE', 'Excel files are not supported.', {
    fix: 'Save the sheet as CSV: dfd.readCSV and df.toCSV read and write it.',
  })
}
