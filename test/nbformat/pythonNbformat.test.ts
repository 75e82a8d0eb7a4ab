import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { toNotebookOutputs } from '../../src/nbformat/cellOutputs.ts'
import { emptyNotebook } from '../../src/nbformat/emptyNotebook.ts'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { serializeNotebook } from '../../src/nbformat/serializeNotebook.ts'
import { editsOf, notebookFiles } from './editedNotebooks.ts'
import { oddNotebooks } from './oddNotebooks.ts'

/** Jupyter's own reader, validator and writer. */
const JUPYTER = `
import json, sys, warnings, nbformat
warnings.simplefilter('error')
for index, text in enumerate(json.load(sys.stdin)):
    notebook = nbformat.from_dict(json.loads(text))
    nbformat.validate(notebook, relax_add_props=index > 0)
    print(json.dumps(nbformat.writes(notebook)))
`
/** Its validator alone, as strict as it is; prints the numbers of the texts that it refuses, and why. */
const VALIDATOR = `
import json, sys, warnings, nbformat
warnings.simplefilter('error')
for index, text in enumerate(json.load(sys.stdin)):
    try:
        nbformat.validate(json.loads(text))
    except Exception as error:
        print(index, type(error).__name__, str(error).splitlines()[0])
`
const missing = spawnSync('python3', ['-c', 'import nbformat']).status !== 0

test.skipIf(missing)('what is written is valid for Jupyter (needs python3 with the nbformat package)', () => {
  const outputs = toNotebookOutputs(
    [
      { kind: 'stream', name: 'stderr', text: 'é\n' },
      { kind: 'display', data: { 'text/plain': 'x', 'application/vnd.flinknb.live+json': { version: 1 } } },
      { kind: 'result', data: { 'text/plain': '1' } },
      { kind: 'error', error: { name: 'Error', message: 'no', stack: 'at cell 1:1' } },
    ],
    2,
  )
  const started = emptyNotebook()
  const executed = serializeNotebook({
    ...started,
    cells: started.cells.map(cell => ({ ...cell, source: '1\n2', outputs, executionCount: 2 })),
  })
  const changed = oddNotebooks
    .filter(odd => odd.minor >= 1 && !odd.text.startsWith('\uFEFF'))
    .map(odd => {
      const notebook = parseNotebook(odd.text)
      const added = { id: 'new', kind: 'code', source: 'x\ny', metadata: {}, outputs, executionCount: 7 } as const
      // The odd ones hold members that Jupyter's schema does not know (hence `relax_add_props`); they are kept.
      return serializeNotebook({ ...notebook, cells: [added, ...notebook.cells] })
    })
  expect(changed.length).toBeGreaterThanOrEqual(40)
  const written = jupyter([executed, ...changed])
  // A notebook of ours is laid out as Jupyter writes it: saving it there changes nothing.
  expect(written[0]).toBe(executed.trimEnd())
})

test.skipIf(missing)(
  'every file written after an edit is valid (needs python3 with the nbformat package)',
  () => {
    const written = notebookFiles.flatMap(({ name, text }) => [
      // Ids that stand twice are the one thing that is wrong with some of the files, until something is edited.
      ...(text.split('"copied"').length > 2 ? [] : [{ name: `${name}, as it is`, text: text.replace(/^\uFEFF/, '') }]),
      ...editsOf(text)
        .filter(({ before, after }) => after !== before)
        .map(({ edit, index, after }) => ({ name: `${name}: ${edit} ${index}`, text: after.replace(/^\uFEFF/, '') })),
    ])
    expect(written.length).toBeGreaterThan(5000)
    const refused = lines(VALIDATOR, JSON.stringify(written.map(({ text }) => text)))
    expect(refused.map(line => `${written[Number.parseInt(line, 10)]?.name}: ${line}`)).toEqual([])
    // The validator does refuse.
    expect(
      lines(VALIDATOR, JSON.stringify(['{"cells":[{}],"metadata":{},"nbformat":4,"nbformat_minor":5}'])),
    ).toHaveLength(1)
  },
  120_000,
)

function jupyter(texts: readonly string[]): string[] {
  return lines(JUPYTER, JSON.stringify(texts)).map(line => JSON.parse(line) as string)
}

/** What a Python program prints that is given this. */
function lines(program: string, input: string): string[] {
  const out = execFileSync('python3', ['-c', program], { input, encoding: 'utf8', maxBuffer: 1 << 28 })
  return out.split('\n').filter(Boolean)
}
