import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LanguageClient } from '../../src/language/languageClient.ts'
import { type LanguageDist, languageDist } from './languageDist.ts'
import { SMALL_API } from './smallApi.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

let dist: LanguageDist
let workerFile: string
let notebook: string

/** The worker as it is shipped: bundled, with TypeScript a chunk of its own and no node_modules beside it. */
beforeAll(async () => {
  dist = await languageDist(SMALL_API)
  notebook = path.join(dist.folder, 'a.flinknb')
  const outdir = path.join(dist.folder, '../dist')
  await build({
    absWorkingDir: ROOT,
    entryPoints: { languageWorker: 'src/language/worker.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __f } from 'node:url';
import { dirname as __d } from 'node:path'; const require = __createRequire(import.meta.url); const __filename = __f(import.meta.url); const __dirname = __d(__filename);`,
    },
  })
  workerFile = path.join(outdir, 'languageWorker.mjs')
})
afterAll(() => dist.remove())

const CELLS = [
  { id: 'a', code: `import { env } from 'flinknb'\nconst rows = env.fromCollection([{ price: 1 }])` },
  { id: 'b', code: 'rows.map(r => r.prise)' },
]

describe('the language worker', () => {
  test('checks, completes and explains; says what it cannot', async () => {
    const client = new LanguageClient({ workerFile, files: dist.files })
    try {
      const started = performance.now()
      client.setCells(notebook, CELLS)
      const first = await client.call('check', notebook, {})
      const firstMs = performance.now() - started
      expect(first.map(cell => cell.diagnostics.map(found => found.code))).toEqual([[], ['TS2551']])
      expect(first[1]?.diagnostics[0]).toMatchObject({
        start: { line: 1, column: 17 },
        end: { line: 1, column: 22 },
        category: 'error',
      })

      client.setCells(notebook, [CELLS[0] as (typeof CELLS)[0], { id: 'b', code: 'rows.map(r => r.price)' }])
      const cells = [{ id: 'b', code: '1' }]
      client.setCells(notebook, cells)
      cells[0] = { id: 'b', code: 'nope' }
      client.setCells(notebook, cells)
      expect((await client.call('check', notebook, {}))[0]?.diagnostics).toHaveLength(1)

      client.setCells(notebook, [CELLS[0] as (typeof CELLS)[0], { id: 'b', code: 'rows.map(r => r.price)' }])
      const edited = performance.now()
      expect(await client.call('check', notebook, { cellId: 'b' })).toEqual([{ cellId: 'b', diagnostics: [] }])
      const editMs = performance.now() - edited
      if (process.env.FLINKNB_FIGURES)
        console.log(`first check ${firstMs.toFixed()} ms, after an edit ${editMs.toFixed()} ms`)

      expect(
        (await client.call('complete', notebook, { cellId: 'b', position: { line: 1, column: 17 } })).items[0]?.name,
      ).toBe('price')
      expect(await client.call('hover', notebook, { cellId: 'b', position: { line: 1, column: 1 } })).toMatchObject({
        signature: expect.stringContaining('DataStream<{'),
      })
      await expect(client.call('check', '/elsewhere.flinknb', {})).rejects.toThrow('/elsewhere.flinknb is not open')
      client.closeNotebook(notebook)
      await expect(client.call('check', notebook, {})).rejects.toMatchObject({ code: 'INVALID_STATE' })
    } finally {
      await client.dispose()
    }
    await expect(client.call('check', notebook, {})).rejects.toThrow('was closed')
  })

  test('a worker too small for the work ends, is tried once more, and the call says why it failed', async () => {
    const client = new LanguageClient({ workerFile, files: dist.files, heapMb: 24 })
    try {
      client.setCells(notebook, CELLS)
      await expect(client.call('check', notebook, {})).rejects.toMatchObject({ code: 'OUT_OF_MEMORY', retriable: true })
    } finally {
      await client.dispose()
    }
  })

  test('what is not needed any more is not answered, and what comes next is', async () => {
    const client = new LanguageClient({ workerFile, files: dist.files })
    try {
      client.setCells(notebook, CELLS)
      await client.call('check', notebook, {})
      const answered = countAnswers(client)
      const controller = new AbortController()
      const dropped = Array.from({ length: 50 }, () => client.call('check', notebook, {}, controller.signal))
      controller.abort()
      for (const call of dropped) await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' })
      await expect(client.call('check', notebook, {}, controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' })
      expect((await client.call('check', notebook, {})).map(cell => cell.diagnostics.length)).toEqual([0, 1])
      expect(answered()).toBeLessThan(10) // one may have been under way already
    } finally {
      await client.dispose()
    }
  })

  test('a check under way breaks off, and the next one finds all', async () => {
    const client = new LanguageClient({ workerFile, files: dist.files })
    const cells = [...CELLS, { id: 'slow', code: SLOW_CELL }]
    try {
      client.setCells(notebook, CELLS)
      await client.call('check', notebook, {})
      client.setCells(notebook, cells)
      const answered = countAnswers(client)
      const controller = new AbortController()
      const call = client.call('check', notebook, { cellId: 'slow' }, controller.signal)
      setTimeout(() => controller.abort(), 100)
      await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' })
      const started = performance.now()
      expect((await client.call('check', notebook, { cellId: 'b' }))[0]?.diagnostics).toHaveLength(1)
      if (process.env.FLINKNB_FIGURES) console.log(`next answer after ${(performance.now() - started).toFixed()} ms`)
      expect(answered()).toBe(1)
      expect((await client.call('check', notebook, { cellId: 'slow' }))[0]?.diagnostics).toHaveLength(1)
    } finally {
      await client.dispose()
    }
  })

  test('a local file is seen as the editor holds it, also by a worker that takes over', async () => {
    const client = new LanguageClient({ workerFile, files: dist.files })
    const file = path.join(dist.folder, 'rates.ts')
    writeFileSync(file, 'export const euro = 1\n')
    const codes = async () =>
      (await client.call('check', notebook, {})).flatMap(cell => cell.diagnostics.map(found => found.code))
    try {
      client.setCells(notebook, [{ id: 'a', code: `import { dollar } from './rates.ts'\ndollar.toFixed()` }])
      expect(await codes()).toEqual(['TS2305'])
      client.setFile(file, 'export const dollar = 1\n')
      expect(await codes()).toEqual([])
      await endWorker(client)
      expect(await codes()).toEqual([])
      client.setFile(file, `export const dollar = 'one'\n`)
      expect(await codes()).toEqual(['TS2551'])
      client.setFile(file, null)
      expect(await codes()).toEqual(['TS2305'])
    } finally {
      rmSync(file)
      await client.dispose()
    }
  })

  test('a worker that dies is replaced, with its notebooks open', async () => {
    const client = new LanguageClient({ workerFile, files: dist.files })
    try {
      client.setCells(notebook, CELLS)
      await client.call('check', notebook, {})
      const call = client.call('check', notebook, {})
      await endWorker(client)
      expect((await call).map(cell => cell.diagnostics.length)).toEqual([0, 1])
    } finally {
      await client.dispose()
    }
  })
})

/** Thousands of lines, each of a type of its own, that take the checker seconds; the last one is wrong. */
const SLOW_CELL = `${Array.from({ length: 4000 }, (_, i) => `const v${i} = rows.map(r => ({ ...r, x${i}: r.price + ${i} })).filter(r => r.x${i} > 0)`).join('\n')}
v0.map(r => r.prise)`

/** Answers that the worker gives from now on. */
function countAnswers(client: LanguageClient): () => number {
  const { worker } = client as unknown as {
    worker: { on(event: 'message', heard: (m: { type: string }) => void): void }
  }
  let answers = 0
  worker.on('message', ({ type }) => {
    if (type === 'answer') answers++
  })
  return () => answers
}

/** Ends the client's worker from outside, as a crash does. */
async function endWorker(client: LanguageClient): Promise<void> {
  const { worker } = client as unknown as { worker: { terminate(): Promise<number> } }
  await worker.terminate()
}
