import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { toNotebookOutputs } from '../../src/nbformat/cellOutputs.ts'
import { emptyNotebook } from '../../src/nbformat/emptyNotebook.ts'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { serializeNotebook } from '../../src/nbformat/serializeNotebook.ts'
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

function jupyter(texts: readonly string[]): string[] {
  const out = execFileSync('python3', ['-c', JUPYTER], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as string)
}
