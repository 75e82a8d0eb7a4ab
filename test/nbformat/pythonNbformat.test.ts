import typescript from 'typescript'
import { expect, test } from 'vitest'
import { toNotebookOutputs } from '../../src/nbformat/cellOutputs.ts'
import { emptyNotebook } from '../../src/nbformat/emptyNotebook.ts'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { serializeNotebook } from '../../src/nbformat/serializeNotebook.ts'
import { importProgram } from '../../src/programs/importProgram.ts'
import { fromIpynb, toIpynb } from '../../src/programs/jupyterNotebook.ts'
import { CELL_PROGRAMS } from '../kernel/cellPrograms.ts'
import { editsOf, notebookFiles } from './editedNotebooks.ts'
import { isNbformatMissing, linesOfPython, NBFORMAT_NEEDED, refusedByJupyter } from './jupyterValidator.ts'
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
test.skipIf(isNbformatMissing)(`what is written is valid for Jupyter (${NBFORMAT_NEEDED})`, () => {
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

test.skipIf(isNbformatMissing)(
  `every file written after an edit is valid (${NBFORMAT_NEEDED})`,
  () => {
    const written = notebookFiles.flatMap(({ name, text }) => [
      // Ids that stand twice are the one thing that is wrong with some of the files, until something is edited.
      ...(text.split('"copied"').length > 2 ? [] : [{ name: `${name}, as it is`, text }]),
      ...editsOf(text)
        .filter(({ before, after }) => after !== before)
        .map(({ edit, index, after }) => ({ name: `${name}: ${edit} ${index}`, text: after })),
    ])
    expect(written.length).toBeGreaterThan(5000)
    expect(refusedByJupyter(written)).toEqual([])
  },
  120_000,
)

test.skipIf(isNbformatMissing)(
  `what import and export write is valid (${NBFORMAT_NEEDED})`,
  () => {
    const written = notebookFiles.flatMap(({ name, text }) => {
      const imported = fromIpynb(parseNotebook(text))
      return [
        { name: `${name}, imported`, text: serializeNotebook(imported) },
        { name: `${name}, exported`, text: serializeNotebook(toIpynb(parseNotebook(text))) },
      ]
    })
    const programs = CELL_PROGRAMS.map(({ name, cells }) => {
      const text = cells.map(cell => `// %%\n${cell}`).join('\n\n')
      return { name, text: serializeNotebook(importProgram(typescript, `// %% [markdown]\n// # é\n${text}`)) }
    })
    expect(refusedByJupyter([...written, ...programs])).toEqual([])
  },
  120_000,
)

test.skipIf(isNbformatMissing)(`the validator does refuse (${NBFORMAT_NEEDED})`, () => {
  const text = '{"cells":[{}],"metadata":{},"nbformat":4,"nbformat_minor":5}'
  expect(refusedByJupyter([{ name: 'bad', text }])).toEqual([expect.stringContaining('bad: 0')])
})

function jupyter(texts: readonly string[]): string[] {
  return linesOfPython(JUPYTER, JSON.stringify(texts)).map(line => JSON.parse(line) as string)
}
