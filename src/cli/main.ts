/** The command line `flinknb`. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { FlinknbError, messageOf } from '../base/errors.ts'
import { exportCommand } from './exportCommand.ts'
import { importCommand } from './importCommand.ts'
import { lintCommand } from './lintCommand.ts'
import { parseArguments, UsageError } from './parseArguments.ts'
import { runCommand } from './runCommand.ts'
import { Terminal } from './terminal.ts'
import { testCommand } from './testCommand.ts'
import { USAGE } from './usage.ts'

const dist = path.dirname(fileURLToPath(import.meta.url))

async function main(argv: readonly string[]): Promise<number> {
  const terminal = new Terminal(process.stdout, process.stderr)
  try {
    const command = parseArguments(argv)
    if (command.name === 'run') return await runCommand(command.options, dist, terminal)
    if (command.name === 'test') return await testCommand(command.options, dist, terminal)
    if (command.name === 'lint') return await lintCommand(command.notebook, dist, terminal)
    if (command.name === 'export') return await exportCommand(command.options, dist, terminal)
    if (command.name === 'import') return await importCommand(command.options, terminal)
    terminal.printBlock('stdout', command.name === 'help' ? USAGE : version())
    return 0
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.printBlock('stderr', `${messageOf(error)}\n\n${USAGE}`)
      return 2
    }
    if (!(error instanceof FlinknbError)) throw error
    terminal.printBlock('stderr', `${error.code}: ${error.message}`)
    return 1
  }
}

function version(): string {
  const manifest = JSON.parse(readFileSync(path.join(dist, '../package.json'), 'utf8')) as { version: string }
  return manifest.version
}

process.exitCode = await main(process.argv.slice(2))
