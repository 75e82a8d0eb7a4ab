import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildKernel } from './buildKernel.ts'
import { KernelHarness } from './kernelHarness.ts'

let harness: KernelHarness

beforeAll(async () => {
  harness = await KernelHarness.start(await buildKernel())
}, 60_000)

afterAll(() => harness.kernel.kill())

function put(name: string, text: string): void {
  writeFileSync(path.join(harness.directory, name), text)
}

describe('what a cell writes is what Node itself writes to a pipe', () => {
  test.each([
    ['console.table', 'console.table([{ a: 1, b: "é" }, { a: 2, c: [3] }]); console.table([[1, 2], [3, 4]], ["0"])'],
    [
      'console.dir',
      'console.dir({ a: { b: { c: { d: { e: 1 } } } } }, { depth: 1 }); console.dir(new Map([[1, { x: 2 }]]))',
    ],
    [
      'console.group',
      'console.group("one"); console.log("in"); console.group(); console.warn("deeper\\nline"); console.groupEnd(); console.groupEnd(); console.log("out")',
    ],
    [
      'console.count',
      'console.count(); console.count("x"); console.count("x"); console.countReset("x"); console.count("x")',
    ],
    [
      'console.assert',
      'console.assert(1 < 2, "no"); console.assert(1 > 2, "it is %s", "so", { a: 1 }); console.assert(false)',
    ],
    [
      'formats',
      'console.log("%s %d %i %f %j %o %O %% %c!", "a", 1.5, 2.5, 3.5, { j: 1 }, [1], { o: 1 }, "css"); console.error(new RangeError("r").message)',
    ],
    ['console.trace and debug', 'console.debug("d"); console.info("i")'],
    [
      'process.stdout.write',
      'process.stdout.write("no line end"); process.stdout.write(Buffer.from([0xc3, 0xa9, 10])); process.stderr.write("err\\n")',
    ],
    [
      'symbols, errors and classes',
      'class A { #p = 1; q = Symbol("s") }; console.log(new A(), [undefined, null, -0, 10n], new Set([1]), Promise.resolve(4), [,1])',
    ],
  ])('%s', async (_, code) => {
    const node = execFileSync(process.execPath, ['-e', `(() => { ${code} })()`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { stdout, stderr, status } = await harness.run(1, `{ ${code} }`)
    expect({ status, stdout }).toEqual({ status: 'ok', stdout: node })
    const both = execFileSync(
      '/bin/sh',
      ['-c', '"$0" -e "$1" 2>&1 >/dev/null', process.execPath, `(() => { ${code} })()`],
      { encoding: 'utf8' },
    )
    expect(stderr).toBe(both)
  })

  test('console.time', async () => {
    const { stdout } = await harness.run(1, 'console.time("t"); console.timeLog("t", "half"); console.timeEnd("t")')
    expect(stdout).toMatch(/^t: [\d.]+m?s half\nt: [\d.]+m?s\n$/)
  })
})

describe('an error that nothing waits for appears in the cell that it comes from, though others ran since', () => {
  test.each([
    ['a rejection in a timer', 'setTimeout(() => { Promise.reject(new Error("stray")) }, 150)\nundefined'],
    ['an error thrown in a timer', 'setTimeout(() => { throw new Error("stray") }, 150)\nundefined'],
    [
      'an async function that is not awaited',
      'async function f() { await new Promise(r => setTimeout(r, 150)); throw new Error("stray") }\nf()\nundefined',
    ],
    [
      'an emitter without a listener for errors',
      "import { EventEmitter } from 'node:events'\nconst emitter = new EventEmitter()\nsetTimeout(() => emitter.emit('error', new Error('stray')), 150)\nundefined",
    ],
    [
      'a worker',
      "import { Worker } from 'node:worker_threads'\nconst broken = new Worker('throw new Error(\"stray\")', { eval: true })\nundefined",
    ],
  ])('%s', async (_, code) => {
    const execution = harness.start(2, code)
    await harness.result(execution)
    await harness.run(3, '1 + 1')
    const message = await harness.until(
      m =>
        m.type === 'output' &&
        'executionId' in m &&
        m.executionId === execution &&
        JSON.stringify(m).includes('Uncaught Error: stray'),
    )
    expect(message).toMatchObject({ cellId: 'cell-2', output: { kind: 'stream', name: 'stderr' } })
    await sleep(50)
    expect(
      harness.messages.filter(m => 'cellId' in m && m.cellId === 'cell-3' && JSON.stringify(m).includes('stray')),
    ).toEqual([])
    expect((await harness.run(3, '2 + 2')).result).toBe('4')
  })
})

describe('threads, require, JSON and files that change', () => {
  test('a worker of code, of a file beside the notebook by address and by path', async () => {
    put(
      'double.mjs',
      "import { parentPort, workerData } from 'node:worker_threads'\nparentPort.postMessage(workerData * 2)",
    )
    const cell = (made: string) =>
      `import { Worker } from 'node:worker_threads'\nawait new Promise((done, fail) => { const w = ${made}; w.on('message', done); w.on('error', fail) })`
    const own =
      'new Worker(\'console.log("in it"); require("node:worker_threads").parentPort.postMessage(42)\', { eval: true })'
    expect(await harness.run(4, cell(own))).toMatchObject({ result: '42', stdout: 'in it\n' })
    expect(
      (await harness.run(4, cell("new Worker(new URL('./double.mjs', import.meta.url), { workerData: 21 })"))).result,
    ).toBe('42')
    expect((await harness.run(4, cell("new Worker('./double.mjs', { workerData: 4 })"))).result).toBe('8')
  })

  test('require finds built-in modules, JSON, CommonJS and TypeScript files', async () => {
    put('list.json', '{"a": [1, 2]}')
    put('common.cjs', 'exports.x = 5')
    put('typed.ts', 'export const t: number = 6')
    const code =
      "[require('node:os').EOL, require('./list.json').a, require('./common.cjs').x, require('./typed.ts').t]"
    expect((await harness.run(5, code)).result).toBe("[ '\\n', [ 1, 2 ], 5, 6 ]")
  })

  test('JSON is imported with and without the attribute, statically and dynamically', async () => {
    const code = `import one from './list.json'
import two, { a } from './list.json' with { type: 'json' }
const three = (await import('./list.json', { with: { type: 'json' } })).default;
[one.a, two.a, a, three.a]`
    expect((await harness.run(6, code)).result).toBe('[ [ 1, 2 ], [ 1, 2 ], [ 1, 2 ], [ 1, 2 ] ]')
  })

  test('a file that has changed is imported anew, by every kind of import', async () => {
    const code = `import { t } from './typed'
import list from './list.json';
[t, (await import('./typed.ts')).t, list.a.length, (await import('./list.json')).default.a.length]`
    expect((await harness.run(7, code)).result).toBe('[ 6, 6, 2, 2 ]')
    put('typed.ts', 'export const t: number = 777')
    put('list.json', '{"a": [1, 2, 3]}')
    expect((await harness.run(7, code)).result).toBe('[ 777, 777, 3, 3 ]')
  })

  test('process.exit ends the kernel and says so; the next cell has a fresh one', async () => {
    expect((await harness.run(8, 'process.exit(3)')).error).toMatchObject({
      code: 'KERNEL_DIED',
      message: expect.stringMatching(/exit code 3 while cell 8 was running.*variables are gone/),
    })
    expect((await harness.run(9, '1 + 1')).result).toBe('2')
  })
})
