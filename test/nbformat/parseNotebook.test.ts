import { describe, expect, test } from 'vitest'
import { FlinknbError } from '../../src/base/errors.ts'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'

const cell = '{"cell_type":"code","metadata":{},"source":"x","outputs":[],"execution_count":null}'
const wrap = (cells: string) => `{\n "cells": ${cells},\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}`

describe('what is no notebook is refused with its place and a fix', () => {
  test.each([
    ['an empty file', '', 'a.flinknb:1:1: not JSON: the file is empty'],
    ['white space', ' \n ', 'a.flinknb:2:2: not JSON: the file is empty'],
    ['a missing comma', '{\n "cells": []\n "metadata": {}\n}', 'a.flinknb:3:2: not JSON: comma expected'],
    ['half a file', wrap(`[${cell}]`).slice(0, -30), 'not JSON'],
    ['a trailing comma', wrap(`[${cell},]`), 'a.flinknb:2:'],
    ['a comment', `// hello\n${wrap('[]')}`, 'a.flinknb:1:1: not JSON: invalid comment token'],
    ['a merge conflict', wrap(`[\n<<<<<<< HEAD\n${cell}]`), 'a.flinknb:3:1: not JSON: invalid symbol'],
    ['an unfinished string', '{"cells": ["abc', 'not JSON: unexpected end of string'],
    ['a list', '[]', 'a.flinknb:1:1: not a notebook: expected an object, got []'],
    ['other JSON', '{"name": 1}', 'not a notebook: nbformat is undefined, expected 4'],
    ['nbformat 3', '{"nbformat": 3,\n "worksheets": []}', 'a.flinknb:1:14: not a notebook: nbformat is 3, expected 4'],
    ['no cells', '{"nbformat": 4, "nbformat_minor": 5}', 'cells is undefined, expected an array'],
    ['no minor', '{"nbformat": 4, "cells": []}', 'nbformat_minor is undefined'],
    [
      'metadata that is a list',
      '{"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": []}',
      '1:63: not a notebook: metadata is []',
    ],
    [
      'a cell of an unknown type',
      wrap(`[${cell},\n{"cell_type":"sql"}]`),
      'a.flinknb:3:14: not a notebook: cell 2: cell_type is "sql"',
    ],
    ['a cell without source', wrap('[{"cell_type":"code"}]'), 'cell 1: source is undefined'],
    [
      'a source with numbers',
      wrap('[{"cell_type":"raw","source":["a",1]}]'),
      'cell 1: source is ["a",1], expected a string or an array of strings',
    ],
    ['outputs that are text', wrap('[{"cell_type":"code","source":"","outputs":"x"}]'), 'cell 1: outputs is "x"'],
    ['a cell that is a number', wrap('[1]'), 'cell 1: expected an object, got 1'],
  ])('%s', (_, text, message) => {
    const error = thrownBy(() => parseNotebook(text, 'a.flinknb'))
    expect(error).toBeInstanceOf(FlinknbError)
    expect(error).toMatchObject({ code: 'NOTEBOOK_INVALID' })
    expect((error as Error).message).toContain(message)
    expect((error as Error).message).toMatch(/The file was not changed\.$|It was not changed\.$/)
  })
})

test('all of 4.0 to 4.5, and later minors, are read', () => {
  for (let minor = 0; minor <= 6; minor++) {
    const notebook = parseNotebook(wrap(`[${cell}]`).replace('"nbformat_minor": 5', `"nbformat_minor": ${minor}`))
    expect(notebook.nbformatMinor).toBe(minor)
    expect(notebook.cells).toMatchObject([{ id: 'cell-1', kind: 'code', source: 'x', executionCount: null }])
  }
})

function thrownBy(body: () => unknown): unknown {
  try {
    return body()
  } catch (error) {
    return error
  }
}
