import { expect, test } from 'vitest'
import { foreignLanguage, isTypeScriptCell, withLanguage } from '../../src/nbformat/cellLanguage.ts'

test('the language stands where VS Code writes it into Jupyter notebooks', () => {
  expect(foreignLanguage({ vscode: { languageId: 'sql' } })).toBe('sql')
  for (const own of [
    {},
    { vscode: 3 },
    { vscode: {} },
    { vscode: { languageId: 'typescript' } },
    { vscode: { languageId: '' } },
  ])
    expect(foreignLanguage(own)).toBeUndefined()
})

test('setting a language touches nothing else, and setting the one that is there touches nothing', () => {
  const metadata = { tags: ['a'], vscode: { other: 1, languageId: 'sql' } }
  expect(withLanguage(metadata, 'sql')).toBe(metadata)
  expect(withLanguage(metadata, 'ruby')).toEqual({ tags: ['a'], vscode: { other: 1, languageId: 'ruby' } })
  expect(withLanguage(metadata, undefined)).toEqual({ tags: ['a'], vscode: { other: 1 } })
  expect(withLanguage({ vscode: { languageId: 'sql' } }, undefined)).toEqual({})
  const own = { vscode: { languageId: 'javascript' } }
  expect(withLanguage(own, undefined)).toBe(own)
})

test('cells in another language, and cells that are no code, are not run', () => {
  const cell = { id: 'a', kind: 'code', source: 'x', metadata: {}, outputs: [], executionCount: null } as const
  expect(isTypeScriptCell(cell)).toBe(true)
  expect(isTypeScriptCell({ ...cell, kind: 'raw' })).toBe(false)
  expect(isTypeScriptCell({ ...cell, metadata: { vscode: { languageId: 'sql' } } })).toBe(false)
})
