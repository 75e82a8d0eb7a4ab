import { parseArgs } from 'node:util'
import { type Duration, durationMs } from '../base/duration.ts'
import { messageOf } from '../base/errors.ts'
import { nearestName } from '../base/options.ts'

/** A command line that asks for something there is not. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface RunOptions {
  readonly notebook: string
  readonly params: Readonly<Record<string, string>>
  readonly output: string | undefined
  readonly timeoutMs: number | undefined
  readonly stopAfterMs: number | undefined
  readonly memoryLimitMb: number | undefined
  readonly check: boolean
}

export type Command = { readonly name: 'help' | 'version' } | { readonly name: 'run'; readonly options: RunOptions }

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  param: { type: 'string', multiple: true },
  output: { type: 'string' },
  timeout: { type: 'string' },
  'stop-after': { type: 'string' },
  'memory-limit': { type: 'string' },
  'no-check': { type: 'boolean' },
} as const

/** What a command line asks for. @param argv without the program itself @throws UsageError */
export function parseArguments(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv)
  if (values.version) return { name: 'version' }
  const [command, notebook, ...rest] = positionals
  if (values.help || command === 'help') return { name: 'help' }
  if (command === undefined) throw new UsageError('What should be done? flinknb run NOTEBOOK runs a notebook.')
  if (command !== 'run') throw new UsageError(`Unknown command '${command}'. The command is: run.`)
  if (notebook === undefined) throw new UsageError('run: which notebook? flinknb run NOTEBOOK')
  if (rest.length > 0) throw new UsageError(`run: one notebook at a time; what is '${rest[0]}'?`)
  return {
    name: 'run',
    options: {
      notebook,
      params: paramsOf(values.param ?? []),
      output: values.output,
      timeoutMs: duration('--timeout', values.timeout),
      stopAfterMs: duration('--stop-after', values['stop-after']),
      memoryLimitMb: megabytes(values['memory-limit']),
      check: !values['no-check'],
    },
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const unknown = /Unknown option '--([\w-]+)/.exec(messageOf(error))?.[1]
    if (!unknown) throw new UsageError(messageOf(error).split('\n')[0])
    const near = nearestName(unknown, Object.keys(OPTIONS))
    throw new UsageError(`Unknown option '--${unknown}'.${near ? ` Did you mean '--${near}'?` : ''}`)
  }
}

function paramsOf(assignments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {}
  for (const assignment of assignments) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? []
    if (name === undefined || value === undefined) {
      throw new UsageError(`--param ${assignment}: write --param name=value.`)
    }
    params[name.trim()] = value
  }
  return params
}

function duration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  try {
    return durationMs(text as Duration, option)
  } catch (error) {
    throw new UsageError(messageOf(error))
  }
}

function megabytes(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const megabytes = Number(text)
  if (Number.isInteger(megabytes) && megabytes >= 32) return megabytes
  throw new UsageError(`--memory-limit ${text}: write a number of megabytes, at least 32.`)
}
