import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'

const BIN = path.resolve(import.meta.dirname, '../../bin/flinknb.mjs')
const BUILT = existsSync(path.resolve(import.meta.dirname, '../../dist/cli.mjs'))

/** A Node of the machine that is older than the project's; undefined where there is none. */
function olderNode(): string | undefined {
  const known = ['/usr/local/bin/node', '/usr/bin/node'].filter(existsSync)
  return known.find(
    node => Number(execFileSync(node, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' })) < 22,
  )
}

const older = olderNode()

test.skipIf(!BUILT)('the bin starts from any folder and passes the exit code on (needs dist)', () => {
  const cwd = mkdtempSync(path.join(tmpdir(), 'flinknb-bin-'))
  const version = spawnSync(process.execPath, [BIN, '--version'], { cwd, encoding: 'utf8' })
  expect(version).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  expect(spawnSync(process.execPath, [BIN, 'rum'], { cwd }).status).toBe(2)
})

test.skipIf(!BUILT || !older)(
  'on an older Node it goes on with the one that came along (needs dist, and a Node below 22)',
  () => {
    const { status, stderr, stdout } = spawnSync(older as string, [BIN, '--version'], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(spawnSync(older as string, [BIN, 'run'], {}).status).toBe(2)
  },
)
