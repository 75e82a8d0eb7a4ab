import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildEntries, KERNEL_ENTRIES } from '../kernel/buildKernel.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The part of the build script that is used here. */
interface BuildTypes {
  buildTypes(root: string, dist: string): Promise<void>
}

/** Builds what the command line needs, from the sources as they are now. Returns the path of `cli.mjs`. */
export async function buildCli(): Promise<string> {
  const dist = await buildEntries({
    ...KERNEL_ENTRIES,
    cli: 'src/cli/main.ts',
    languageWorker: 'src/language/worker.ts',
  })
  copyFileSync(path.join(ROOT, 'package.json'), path.join(dist, '../package.json'))
  const { buildTypes } = (await import('../../scripts/buildTypes.mjs' as string)) as BuildTypes
  await buildTypes(ROOT, dist)
  return path.join(dist, 'cli.mjs')
}

export interface CliResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

/** A folder with a notebook, and the command line to run it with. */
export class CliHarness {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'flinknb-cli-'))

  constructor(private readonly cli: string) {}

  /** Writes a notebook of these code cells. Returns its path. */
  notebook(cells: readonly string[], name = 'test.flinknb'): string {
    const json = {
      cells: cells.map((source, i) => ({
        cell_type: 'code',
        execution_count: null,
        id: `c${i + 1}`,
        metadata: {},
        outputs: [],
        source: source.split(/(?<=\n)/),
      })),
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    }
    return this.write(name, `${JSON.stringify(json, null, 1)}\n`)
  }

  write(name: string, text: string): string {
    const file = path.join(this.directory, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  }

  /** Runs the command line to its end. `interruptWhen`: sends SIGINT once stdout and stderr together contain this. */
  async run(args: readonly string[], interruptWhen?: string): Promise<CliResult> {
    const before = performance.now()
    const child = spawn(process.execPath, [this.cli, ...args], { cwd: this.directory })
    let stdout = ''
    let stderr = ''
    let interrupted = false
    const look = () => {
      if (interrupted || interruptWhen === undefined || !(stdout + stderr).includes(interruptWhen)) return
      interrupted = true
      child.kill('SIGINT')
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      look()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      look()
    })
    const code = await new Promise<number | null>(resolve => {
      child.on('close', resolve)
    })
    return { code, stdout, stderr, ms: performance.now() - before }
  }
}
