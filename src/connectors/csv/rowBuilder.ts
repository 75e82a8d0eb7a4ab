import { type CsvColumn, fieldValue, Misfit } from './csvColumns.ts'
import type { CsvDialect } from './csvOptions.ts'

export type BuiltRow<T> = { readonly row: T; readonly reason?: undefined } | { readonly reason: string }

/** Makes a typed row of the fields of one record, or says why it is none. */
export class RowBuilder<T> {
  constructor(
    readonly columns: readonly CsvColumn[],
    private readonly dialect: CsvDialect,
  ) {}

  build(fields: readonly string[]): BuiltRow<T> {
    const { columns, dialect } = this
    if (fields.length !== columns.length) return { reason: this.wrongCount(fields.length) }
    const entries: [string, unknown][] = []
    for (const [index, column] of columns.entries()) {
      const value = fieldValue(fields[index] as string, column, dialect.nullTexts)
      if (value instanceof Misfit) return { reason: value.reason }
      entries.push([column.name, value])
    }
    // Not by assignment: a column may be called __proto__.
    return { row: Object.fromEntries(entries) as T }
  }

  private wrongCount(count: number): string {
    const names = this.columns.map(column => column.name)
    const missing = names.slice(count)
    const expected = `${names.length} (${names.join(', ')})`
    const fields = count === 1 ? '1 field' : `${count} fields`
    return missing.length > 0
      ? `${fields}, expected ${expected}; missing: ${missing.join(', ')}`
      : `${fields}, expected ${expected}`
  }
}
