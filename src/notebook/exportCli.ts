import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

/**
 * Runs the command line in a process of its own: exporting needs TypeScript, which is not to be loaded beside the editor.
 *
 * @param dist absolute path of the built project
 * @throws Error with what the command line said
 */
export async function runCli(dist: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [path.join(dist, 'cli.mjs'), ...args], {
      // The extension host's own Node may be Electron's.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw stderr?.trim() ? new Error(stderr.trim()) : error
  }
}
