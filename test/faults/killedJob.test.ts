import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../src/base/random.ts'
import { buildEntries } from '../kernel/buildKernel.ts'

/** The long form (`npm run soak`) asks for more. */
const KILLS = Number(process.env.FLINKNB_KILLS ?? 12)
const SEED = Number(process.env.FLINKNB_SEED ?? 20_261_122)
const ROWS = 20_000
/** Event time passes this much faster, so that a run takes about a second and a half. */
const SPEED = 400

let program: string
const folder = mkdtempSync(path.join(tmpdir(), 'flinknb-kills-'))

beforeAll(async () => {
  program = path.join(await buildEntries({ killedJob: 'test/faults/killedJob.ts' }), 'killedJob.mjs')
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test(
  `a keyed-window job killed ${KILLS} times at random gives what an uninterrupted one gives`,
  async () => {
    const random = seededRandom(SEED)
    const rows = readings(random)
    const undisturbed = job('undisturbed', rows)
    expect(await run(undisturbed, 1e9)).toBe(0)
    const expected = readFileSync(path.join(undisturbed, 'windows.csv'), 'utf8')
    expect(expected.split('\n').length).toBeGreaterThan(300)
    // As after a kill between the last commit and the end: there is a checkpoint of a job that has nothing left to do.
    expect(await run(undisturbed, 1e9)).toBe(0)
    expect(readFileSync(path.join(undisturbed, 'windows.csv'), 'utf8')).toBe(expected)

    let kills = 0
    let runs = 0
    let resumed = 0
    while (kills < KILLS) {
      const killed = job(`killed-${runs++}`, rows)
      const output = path.join(killed, 'windows.csv')
      for (;;) {
        const before = newestCheckpoint(killed)
        const code = await run(killed, SPEED, kills < KILLS ? 120 + random() * 900 : undefined)
        // numbers go on from the checkpoint that a run started from, so a larger one is the work of a resumed job
        if (before > 0 && newestCheckpoint(killed) > before) resumed++
        if (code === 0) break
        expect(code).toBe('SIGKILL')
        kills++
        // Killed between its commit and its end it leaves the file, and then the whole file.
        if (existsSync(output)) expect(readFileSync(output, 'utf8'), `seed ${SEED}, run ${runs}`).toBe(expected)
      }
      expect(readFileSync(output, 'utf8'), `seed ${SEED}, run ${runs}`).toBe(expected)
      expect(readdirSync(path.join(killed, 'checkpoints/job-1')).length).toBeLessThanOrEqual(4)
    }
    expect(resumed).toBeGreaterThan(KILLS / 4)
  },
  60_000 + KILLS * 5_000,
)

/** Readings of 20 sensors, ten a second, out of order by up to three seconds: some are late. */
function readings(random: () => number): string {
  const lines = ['ts,sensor,value']
  for (let i = 0; i < ROWS; i++) {
    const ts = 1_717_200_000_000 + i * 30 - Math.floor(random() ** 3 * 3_000)
    lines.push(`${ts},s${Math.floor(random() * 20)},${(random() * 100 - 5).toFixed(3)}`)
  }
  return `${lines.join('\n')}\n`
}

/** Number of the newest checkpoint in a job's folder; 0 when there is none. */
function newestCheckpoint(directory: string): number {
  const checkpoints = path.join(directory, 'checkpoints/job-1')
  if (!existsSync(checkpoints)) return 0
  return Math.max(0, ...readdirSync(checkpoints).map(name => Number(/^checkpoint-(\d+)$/.exec(name)?.[1] ?? 0)))
}

function job(name: string, rows: string): string {
  const directory = path.join(folder, name)
  mkdirSync(directory)
  writeFileSync(path.join(directory, 'readings.csv'), rows)
  return directory
}

/** Runs the program, killing it after a while when told to. Gives its exit code, or the signal that ended it. */
async function run(directory: string, speed: number, killAfterMs?: number): Promise<number | string> {
  const child: ChildProcess = spawn(process.execPath, [program, directory, String(speed)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr?.on('data', chunk => {
    stderr += String(chunk)
  })
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const [code, signal] = await new Promise<[number | null, string | null]>(resolve => {
    child.once('exit', (exitCode, exitSignal) => resolve([exitCode, exitSignal]))
  })
  clearTimeout(timer)
  if (code !== 0 && code !== null) throw new Error(stderr)
  return signal ?? code ?? 0
}
