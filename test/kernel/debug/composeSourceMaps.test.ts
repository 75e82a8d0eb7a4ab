import { SourceMap } from 'node:module'
import { expect, test } from 'vitest'
import { compileCell } from '../../../src/kernel/cell/compileCell.ts'
import { Scope } from '../../../src/kernel/cell/scope.ts'

test('the composed map leads from compiled code to the cell as it was written', () => {
  const source =
    'interface Row { price: number }\nconst rows: Row[] = []\nfor (const row of rows) {\n  const tax: number = row.price\n  total(tax)\n}'
  const { code, positions } = compileCell(source, { known: new Scope(), language: 'ts' })
  const map = JSON.parse(positions.toSourceMap('file:///debug/cell-1.ts'))
  expect(map.sources).toEqual(['file:///debug/cell-1.ts'])
  const decoded = new SourceMap(map)
  const lines = code.split('\n')
  for (const text of ['row.price', 'total']) {
    const line = lines.findIndex(one => one.includes(text))
    const entry = decoded.findEntry(line, lines[line]?.indexOf(text) ?? 0)
    const original = 'originalLine' in entry ? source.split('\n')[entry.originalLine]?.slice(entry.originalColumn) : ''
    expect(original?.startsWith(text), `${text}: ${original}`).toBe(true)
  }
})
