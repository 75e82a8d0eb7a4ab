import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { json } from '../../src/connectors/formats/json.ts'
import { createKafkaSink } from '../../src/connectors/kafka/kafkaSink.ts'
import { createKafkaSource } from '../../src/connectors/kafka/kafkaSource.ts'
import { parseNotebook } from '../../src/nbformat/parseNotebook.ts'
import { buildCli, CliHarness } from '../cli/cliHarness.ts'
import { isKafkaInstalled, KAFKA_NEEDED, startKafka } from '../kafka/kafkaBroker.ts'
import { createTopic, readAll, writeAll } from '../kafka/kafkaDriver.ts'
import { buildEntries } from '../kernel/buildKernel.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const EXAMPLES = path.join(ROOT, 'examples')
const run = promisify(execFile)
let cli = ''
let flinknb = ''

beforeAll(async () => {
  cli = await buildCli()
  const dist = await buildEntries({ flinknb: 'src/api/index.ts' })
  flinknb = path.dirname(dist)
  writeFileSync(path.join(flinknb, 'package.json'), '{"name":"flinknb","type":"module","exports":"./dist/flinknb.mjs"}')
}, 180_000)

/** A folder where `'flinknb'` is installed. */
function harness(): CliHarness {
  const h = new CliHarness(cli)
  mkdirSync(path.join(h.directory, 'node_modules'))
  symlinkSync(flinknb, path.join(h.directory, 'node_modules/flinknb'))
  return h
}

function example(h: CliHarness, name: string): string {
  mkdirSync(path.join(h.directory, 'data'), { recursive: true })
  copyFileSync(path.join(EXAMPLES, 'data/purchases.csv'), path.join(h.directory, 'data/purchases.csv'))
  const target = path.join(h.directory, `${name}.flinknb`)
  copyFileSync(path.join(EXAMPLES, `${name}.flinknb`), target)
  return target
}

describe('export --to ts', () => {
  test('price-prediction as a program writes and prints what the notebook does', async () => {
    const h = harness()
    const file = example(h, 'price-prediction')
    const notebook = await h.run(['run', file, '--param', 'speed=1000000', '--param', 'predictions=notebook.csv'])
    expect(notebook.code, notebook.stderr).toBe(0)
    const exported = await h.run(['export', file, '--to', 'ts'])
    expect(exported).toMatchObject({ code: 0, stdout: `${path.join(h.directory, 'price-prediction.ts')}\n` })
    // From another folder: relative paths start at the notebook's.
    const { stdout } = await run(process.execPath, [path.join(h.directory, 'price-prediction.ts')], {
      cwd: '/',
      env: { ...process.env, FLINKNB_PARAM_speed: '1000000', FLINKNB_PARAM_predictions: 'program.csv' },
      maxBuffer: 1e8,
    })
    const lines = readFileSync(path.join(h.directory, 'program.csv'), 'utf8')
    expect(lines.split('\n').length).toBeGreaterThan(1000)
    expect(lines).toBe(readFileSync(path.join(h.directory, 'notebook.csv'), 'utf8'))
    const [mse] = /test MSE.*(?:\n {2}.*)*\n.*/.exec(stdout) ?? []
    expect(notebook.stdout).toContain(mse?.split('\n')[0])
  }, 120_000)

  test('websocket-ticks as a program reads a real server, and Ctrl-C stops it', async () => {
    const h = harness()
    const file = example(h, 'websocket-ticks')
    expect(await h.run(['export', file, '--to', 'ts'])).toMatchObject({ code: 0 })
    const server = new WebSocketServer({ port: 0 })
    const timers: NodeJS.Timeout[] = []
    server.on('connection', socket => {
      let n = 0
      const send = () => {
        const ts = 1_700_000_000_000 + n++ * 1000
        socket.send(JSON.stringify({ symbol: 'A', price: 100 + (n % 5), qty: 1, ts }))
      }
      timers.push(setInterval(send, 5))
    })
    try {
      const { port } = server.address() as { port: number }
      const child = execFile(process.execPath, [path.join(h.directory, 'websocket-ticks.ts')], {
        env: { ...process.env, FLINKNB_PARAM_url: `ws://127.0.0.1:${port}` },
      })
      let output = ''
      child.stdout?.on('data', text => {
        output += text
      })
      child.stderr?.on('data', text => {
        output += text
      })
      await new Promise(resolve => setTimeout(resolve, 3000))
      child.kill('SIGINT')
      const code = await new Promise(resolve => child.on('close', resolve))
      expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/A|points/) })
    } finally {
      for (const timer of timers) clearInterval(timer)
      server.close()
      for (const client of server.clients) client.terminate()
    }
  }, 60_000)

  test('kafka-live exports, and without a broker says so as the notebook does', async () => {
    const h = harness()
    expect(await h.run(['export', example(h, 'kafka-live'), '--to', 'ts'])).toMatchObject({ code: 0 })
    const failed = await run(process.execPath, [path.join(h.directory, 'kafka-live.ts')], {
      env: { ...process.env, FLINKNB_PARAM_brokers: '127.0.0.1:1' },
      timeout: 60_000,
    }).then(
      () => undefined,
      error => error as { stderr: string },
    )
    expect(failed?.stderr).toMatch(/UNREACHABLE|127\.0\.0\.1:1/)
  }, 90_000)

  test.skipIf(!isKafkaInstalled())(
    `kafka-live as a program predicts each purchase once on a real broker (${KAFKA_NEEDED})`,
    async () => {
      const h = harness()
      expect(await h.run(['export', example(h, 'kafka-live'), '--to', 'ts'])).toMatchObject({ code: 0 })
      const broker = await startKafka()
      try {
        const [topic, out] = [await createTopic(broker.address, 3), await createTopic(broker.address, 3)]
        const rows = Array.from({ length: 500 }, (_, id) => ({
          id,
          event_time: id * 1000,
          age: 20 + (id % 50),
          income: id,
          buy_count: id % 7,
          price: id % 90,
        }))
        await writeAll(createKafkaSink({ brokers: broker.address, topic, format: json() }), rows)
        const params = { brokers: broker.address, in: topic, out, bounded: 'true' }
        const env = Object.fromEntries(Object.entries(params).map(([name, value]) => [`FLINKNB_PARAM_${name}`, value]))
        await run(process.execPath, [path.join(h.directory, 'kafka-live.ts')], {
          env: { ...process.env, ...env },
          maxBuffer: 1e8,
        })
        const source = createKafkaSource<{ id: number }>({
          brokers: broker.address,
          topic: out,
          format: json(),
          bounded: 'latest',
        })
        const ids = (await readAll(source)).map(({ value }) => value.id)
        expect(ids.sort((a, b) => a - b)).toEqual(rows.map(row => row.id))
      } finally {
        await broker.stop()
      }
    },
    120_000,
  )

  test('an unbounded job lets the next cell start', async () => {
    const h = harness()
    const file = h.notebook([
      "import { env, dataGenSource, display } from 'flinknb'\ndisplay(env.fromSource(dataGenSource(i => ({ i }), { rowsPerSecond: 50 })))",
      "console.log('next cell')\nsetTimeout(() => process.exit(0), 500)\nundefined",
    ])
    expect(await h.run(['export', file, '--to', 'ts'])).toMatchObject({ code: 0 })
    const { stdout } = await run(process.execPath, [path.join(h.directory, 'test.ts')])
    expect(stdout).toMatch(/next cell[\s\S]*\{ i: \d+ \}/)
  })

  test('a file that is there is replaced only when it is named; a cell that is no TypeScript is said with its place', async () => {
    const h = harness()
    const file = h.notebook(['1'])
    h.write('test.ts', 'mine')
    const refused = await h.run(['export', file, '--to', 'ts'])
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/FILE_UNWRITABLE.*exists already.*--output/),
    })
    expect(readFileSync(path.join(h.directory, 'test.ts'), 'utf8')).toBe('mine')
    expect(await h.run(['export', file, '--to', 'ts', '--output', 'test.ts'])).toMatchObject({ code: 0 })
    const broken = await h.run(['export', h.notebook(['1', 'const = 2'], 'broken.flinknb'), '--to', 'ts'])
    expect(broken).toMatchObject({ code: 1, stderr: expect.stringMatching(/SYNTAX: cell 2, line 1:7/) })
    expect(existsSync(path.join(h.directory, 'broken.ts'))).toBe(false)
    expect(await h.run(['export', file])).toMatchObject({ code: 2, stderr: expect.stringContaining('--to ts') })
    expect(await h.run(['export', file, '--to', 'pdf'])).toMatchObject({ code: 2 })
    expect(await h.run(['lint', file, '--update'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no option'),
    })
  })
})

describe('import', () => {
  test('a program that was exported is the notebook again', async () => {
    const h = harness()
    const file = example(h, 'price-prediction')
    await h.run(['export', file, '--to', 'ts'])
    expect(await h.run(['import', 'price-prediction.ts', '--output', 'again.flinknb'])).toMatchObject({ code: 0 })
    const before = parseNotebook(readFileSync(file, 'utf8'))
    const after = parseNotebook(readFileSync(path.join(h.directory, 'again.flinknb'), 'utf8'))
    const shape = ({ cells }: typeof before) => cells.map(cell => [cell.kind, cell.source.replace(/\n+/g, '\n')])
    expect(shape(after)).toEqual(shape(before))
    expect((await h.run(['lint', 'again.flinknb'])).stdout).toBe('')
  }, 60_000)

  test('a program with // %% cells', async () => {
    const h = harness()
    h.write(
      'p.ts',
      "import fs from 'node:fs'\n\n// %% [markdown]\n// # Title\n//\n// text\n\n//%% Load\nconst a = 1\n\n// %%\na + 1\n",
    )
    expect(await h.run(['import', 'p.ts'])).toMatchObject({ code: 0 })
    const { cells } = parseNotebook(readFileSync(path.join(h.directory, 'p.flinknb'), 'utf8'))
    expect(cells.map(cell => [cell.kind, cell.source])).toEqual([
      ['code', "import fs from 'node:fs'"],
      ['markdown', '# Title\n\ntext'],
      ['code', 'const a = 1'],
      ['code', 'a + 1'],
    ])
    expect(await h.run(['run', 'p.flinknb'])).toMatchObject({ code: 0, stdout: '2\n' })
    expect(await h.run(['import', 'p.ts'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('exists already'),
    })
  })

  test('.ipynb there and back keeps cells and outputs; Python stays readable', async () => {
    const h = harness()
    await h.run(['run', h.notebook(['1 + 1']), '--output', 'done.flinknb'])
    expect(await h.run(['export', 'done.flinknb', '--to', 'ipynb'])).toMatchObject({ code: 0 })
    const jupyter = JSON.parse(readFileSync(path.join(h.directory, 'done.ipynb'), 'utf8'))
    expect(jupyter.metadata.kernelspec).toMatchObject({ name: 'flinknb', display_name: 'flinknb' })
    expect(jupyter.metadata.language_info.name).toBe('typescript')
    expect(await h.run(['import', 'done.ipynb', '--output', 'back.flinknb'])).toMatchObject({ code: 0 })
    const [before, after] = ['done', 'back'].map(name =>
      parseNotebook(readFileSync(path.join(h.directory, `${name}.flinknb`), 'utf8')),
    )
    expect(after?.cells).toEqual(before?.cells)

    const python = {
      cells: [{ cell_type: 'code', execution_count: 1, metadata: {}, outputs: [], source: ['print(1)'] }],
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 4,
    }
    h.write('py.ipynb', JSON.stringify(python))
    await h.run(['import', 'py.ipynb'])
    const { cells, nbformatMinor } = parseNotebook(readFileSync(path.join(h.directory, 'py.flinknb'), 'utf8'))
    expect([cells[0]?.kind, cells[0]?.source, nbformatMinor]).toEqual(['markdown', '```python\nprint(1)\n```', 5])
  })
})

describe('test', () => {
  test('what is stored comes out again; a changed result is a readable difference; --update keeps it', async () => {
    const h = harness()
    const file = example(h, 'price-prediction')
    const args = ['--param', 'speed=1000000']
    const fresh = await h.run(['test', file, ...args])
    expect(fresh).toMatchObject({ code: 1, stdout: expect.stringContaining('--update keeps') })
    expect(await h.run(['test', file, ...args, '--update'])).toMatchObject({ code: 0 })
    const stored = readFileSync(file, 'utf8')
    expect(await h.run(['test', file, ...args])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('6 cells, all as stored'),
    })
    expect(readFileSync(file, 'utf8')).toBe(stored)
    writeFileSync(file, stored.replace('seed: 42', 'seed: 43'))
    const changed = await h.run(['test', file, ...args])
    expect(changed.code).toBe(1)
    expect(changed.stdout).toMatch(/cell 6 differs \(- stored, \+ now\)\n[\s\S]* - +test MSE[\s\S]* \+ +test MSE/)
    expect(changed.stdout).toMatch(/1 of 6 cells differ/)
  }, 120_000)

  test('durations and rates do not count, nor do cells with the tag volatile; a failing cell fails', async () => {
    const h = harness()
    const file = h.notebook([
      'console.log("took", performance.now(), "ms,", Math.round(Math.random() * 1e6) + " rows/s")',
      '40 + 2',
    ])
    expect(await h.run(['test', file, '--update'])).toMatchObject({ code: 0 })
    expect(await h.run(['test', file])).toMatchObject({ code: 0 })
    const json = JSON.parse(readFileSync(file, 'utf8'))
    json.cells[1].source = ['Math.random()']
    writeFileSync(file, JSON.stringify(json))
    expect((await h.run(['test', file])).code).toBe(1)
    json.cells[1].metadata.tags = ['volatile']
    writeFileSync(file, JSON.stringify(json))
    expect(await h.run(['test', file])).toMatchObject({ code: 0 })
    json.cells[1].source = ['throw new Error("no")']
    writeFileSync(file, JSON.stringify(json))
    const failed = await h.run(['test', file, '--update'])
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('Error: no') })
    expect(JSON.parse(readFileSync(file, 'utf8')).cells[1].outputs).not.toMatchObject([{ output_type: 'error' }])
  }, 60_000)

  test('a replayed recording is a test', async () => {
    const h = harness()
    const record = h.notebook(
      ["import { env, record } from 'flinknb'\nrecord(env.fromCollection([1, 2, 3].map(n => ({ n }))), 'rows.jsonl')"],
      'record.flinknb',
    )
    expect(await h.run(['run', record])).toMatchObject({ code: 0 })
    const file = h.notebook([
      "import { replay, display } from 'flinknb'\ndisplay(replay<{ n: number }>('rows.jsonl').map(r => ({ twice: r.n * 2 })))",
    ])
    expect(await h.run(['test', file, '--update'])).toMatchObject({ code: 0 })
    expect(await h.run(['test', file])).toMatchObject({ code: 0 })
    writeFileSync(file, readFileSync(file, 'utf8').replace('r.n * 2', 'r.n * 3'))
    const changed = await h.run(['test', file])
    expect(changed).toMatchObject({ code: 1, stdout: expect.stringMatching(/- +2\n[\s\S]*\+ +3\n/) })
  }, 60_000)
})

test('lint prints place and code of each type error', async () => {
  const h = harness()
  const bad = h.notebook(['const row = { price: 1 }', '// two\n  row.prise', 'const n: number = "x"'], 'bad.flinknb')
  const { code, stdout } = await h.run(['lint', bad])
  expect(code).toBe(1)
  expect(stdout.split('\n')).toEqual([
    expect.stringMatching(/bad\.flinknb: cell 2, line 2:7 TS2551 .*prise/),
    expect.stringMatching(/bad\.flinknb: cell 3, line 1:7 TS2322 /),
    '',
  ])
  expect(await h.run(['lint', h.notebook(['const a = 1', 'a + 1'])])).toMatchObject({ code: 0, stdout: '' })
}, 60_000)
