import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import typescript from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importResolver } from '../../src/cli/importResolver.ts'
import { exportProgram } from '../../src/programs/exportProgram.ts'
import { CELL_PROGRAM_API, CELL_PROGRAMS } from '../kernel/cellPrograms.ts'
import { notebookOfCells } from './notebookOfCells.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** The programs of the table in which the checker of cells finds nothing, and which can be exported. */
const SOUND = CELL_PROGRAMS.filter(
  ({ name, findings }) => findings === undefined && name !== 'decorators in a local file',
)

/** Beside what the table's programs import, what every exported program does: with the package's own types. */
const API = `${CELL_PROGRAM_API}export { display, env } from '${path.join(ROOT, 'src/api/index.ts')}'\n`

let folder = ''
const errors = new Map<string, string[]>()
const texts = new Map<string, string>()

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flinknb-types-'))
  const flinknb = path.join(folder, 'node_modules/flinknb')
  mkdirSync(flinknb, { recursive: true })
  writeFileSync(path.join(flinknb, 'package.json'), '{"name":"flinknb","type":"module","exports":"./index.ts"}')
  writeFileSync(path.join(flinknb, 'index.ts'), API)
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}')
  symlinkSync(path.join(ROOT, 'node_modules/@types'), path.join(folder, 'node_modules/@types'))
  const names = new Map<string, string>()
  for (const [index, { name, cells, files }] of SOUND.entries()) {
    const own = path.join(folder, `p${index}`)
    mkdirSync(own)
    for (const [file, text] of Object.entries(files ?? {})) writeFileSync(path.join(own, file), text)
    const text = exportProgram(notebookOfCells(cells), {
      typescript,
      notebookName: 'n.flinknb',
      programName: 'exported.ts',
      folder: '.',
      resolveImport: importResolver(typescript, own, own),
    })
    texts.set(name, text)
    writeFileSync(path.join(own, 'exported.ts'), text)
    names.set(path.join(own, 'exported.ts'), name)
  }
  const program = typescript.createProgram([...names.keys()], {
    strict: true,
    noEmit: true,
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    // Imports without endings, as cells may have them.
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    allowJs: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    types: ['node'],
  })
  for (const [file, name] of names) {
    const source = program.getSourceFile(file)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    errors.set(
      name,
      found.map(({ code, messageText, start }) => {
        const line = source?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0
        return `${line + 1} TS${code} ${typescript.flattenDiagnosticMessageText(messageText, ' ')}`
      }),
    )
  }
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('an exported program passes tsc --strict where its cells do', () => {
  test('there are at least 120', () => {
    expect(errors.size).toBeGreaterThanOrEqual(120)
  })

  test.each(SOUND)('$name', ({ name }) => {
    expect(errors.get(name), texts.get(name)).toEqual([])
  })
})
