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

export interface TestOptions extends Omit<RunOptions, 'output'> {
  /** Keep the outputs of this run as those to compare with. */
  readonly update: boolean
}

export const EXPORT_FORMATS = ['ts', 'ipynb', 'html'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ExportOptions {
  readonly notebook: string
  readonly to: ExportFormat
  readonly output: string | undefined
}

export interface ImportOptions {
  readonly file: string
  readonly output: string | undefined
}

export type Command =
  | { readonly name: 'help' | 'version' }
  | { readonly name: 'run'; readonly options: RunOptions }
  | { readonly name: 'test'; readonly options: TestOptions }
  | { readonly name: 'lint'; readonly notebook: string }
  | { readonly name: 'export'; readonly options: ExportOptions }
  | { readonly name: 'import'; readonly options: ImportOptions }

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  param: { type: 'string', multiple: true },
  output: { type: 'string' },
  timeout: { type: 'string' },
  'stop-after': { type: 'string' },
  'memory-limit': { type: 'string' },
  'no-check': { type: 'boolean' },
  update: { type: 'boolean' },
  to: { type: 'string' },
} as const

/** Which options a command takes, besides --help. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  run: ['param', 'output', 'timeout', 'stop-after', 'memory-limit', 'no-check'],
  test: ['param', 'update', 'timeout', 'stop-after', 'memory-limit', 'no-check'],
  lint: [],
  export: ['to', 'output'],
  import: ['output'],
}

/** What a command line asks for. @param argv without the program itself @throws UsageError */
export function parseArguments(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv)
  if (values.version) return { name: 'version' }
  const [command, notebook, ...rest] = positionals
  if (values.help || command === 'help') return { name: 'help' }
  if (command === undefined) throw new UsageError('What should be done? flinknb run NOTEBOOK runs a notebook.')
  const takes = Object.hasOwn(TAKES, command) ? TAKES[command] : undefined
  if (!takes) {
    throw new UsageError(`Unknown command '${command}'. The commands are: ${Object.keys(TAKES).join(', ')}.`)
  }
  const other = Object.keys(values).find(option => !takes.includes(option))
  if (other !== undefined) throw new UsageError(`${command}: '--${other}' is no option of it.`)
  if (notebook === undefined) {
    const what = command === 'import' ? 'FILE' : 'NOTEBOOK'
    throw new UsageError(`${command}: which ${what.toLowerCase()}? flinknb ${command} ${what}`)
  }
  if (rest.length > 0) throw new UsageError(`${command}: one notebook at a time; what is '${rest[0]}'?`)
  if (command === 'lint') return { name: 'lint', notebook }
  if (command === 'import') return { name: 'import', options: { file: notebook, output: values.output } }
  if (command === 'export')
    return { name: 'export', options: { notebook, to: formatOf(values.to), output: values.output } }
  const options = {
    notebook,
    params: paramsOf(values.param ?? []),
    timeoutMs: duration('--timeout', values.timeout),
    stopAfterMs: duration('--stop-after', values['stop-after']),
    memoryLimitMb: megabytes(values['memory-limit']),
    check: !values['no-check'],
  }
  if (command === 'test') return { name: 'test', options: { ...options, update: values.update === true } }
  return { name: 'run', options: { ...options, output: values.output } }
}

function formatOf(text: string | undefined): ExportFormat {
  const format = EXPORT_FORMATS.find(known => known === text)
  if (format) return format
  throw new UsageError(
    text === undefined
      ? `export: to what? --to ${EXPORT_FORMATS.join(', --to ')}`
      : `--to ${text}: write one of ${EXPORT_FORMATS.join(', ')}.`,
  )
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
