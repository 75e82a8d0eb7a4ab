import { typeScriptCells } from '../nbformat/cellLanguage.ts'
import type { NotebookCell, NotebookDocument } from '../nbformat/notebookDocument.ts'
import { type CellProgram, cellProgram, type ProgramContext, type ResolvedImport } from './cellProgram.ts'
import { type DeclaredValue, declaredValues, nestedNames, redeclaredNames } from './declaredValues.ts'
import { hooksText } from './hooksText.ts'
import { holdsCompiled } from './lowerSyntax.ts'
import { CELL_MARK, HELPERS_MARK, MARKDOWN_MARK, RAW_MARK, SHARED_MARK } from './programMarks.ts'
import { type CellSource, parseCell, type TypeScript } from './programSource.ts'
import { repeatedTypes } from './repeatedTypes.ts'
import { freshName, sharedNames, usedNames } from './usedNames.ts'

export interface ProgramOptions {
  readonly typescript: TypeScript
  /** What the notebook and the program's file are called in the first line. */
  readonly notebookName: string
  readonly programName: string
  /** The notebook's folder, as the program's folder sees it: `.` when it is the same. */
  readonly folder: string
  /** Leads imports of cells to where Node finds the modules from the program's folder. */
  readonly resolveImport: (specifier: string) => ResolvedImport
}

/**
 * A notebook as one TypeScript program that Node 24 runs as it is, with the results that the notebook has. Cells stay apart
 * and readable; names that several cells declare become one variable, last values are shown, and after a cell the job of
 * what it sank runs.
 *
 * @throws FlinknbError `SYNTAX` for a cell that is no TypeScript
 */
export function exportProgram(notebook: NotebookDocument, options: ProgramOptions): string {
  const { typescript } = options
  const codeCells = typeScriptCells(notebook)
  const sources = codeCells.map((cell, index) => parseCell(typescript, cell.source, index + 1))
  const used = usedNames(typescript, sources)
  const declared = sources.map(source => declaredValues(typescript, source))
  const shared = sharedNames(typescript, sources)
  const hoisted = redeclaredNames(declared)
  for (const name of nestedNames(typescript, sources)) if (shared.has(name)) hoisted.add(name)
  const valueName = freshName('cellValue', used.all)
  const endName = freshName('endOfCell', used.all)
  let needsHooks = false
  const context: ProgramContext = {
    typescript,
    hoisted,
    usedValues: used.values,
    types: repeatedTypes(typescript, sources, used.all),
    shared,
    imported: new Set(),
    resolveImport(specifier) {
      const resolved = options.resolveImport(specifier)
      needsHooks ||= resolved.needsHooks === true
      return resolved
    },
    valueName,
  }
  const programs = new Map(codeCells.map((cell, i) => [cell, cellProgram(context, sources[i] as CellSource)]))
  const cells = notebook.cells.map(cell => cellText(cell, programs.get(cell), endName))
  // A cell may have a `process` of its own.
  const process = declared.flat().some(({ name }) => name === 'process') ? 'globalThis.process' : 'process'
  const needsRequire = used.values.has('require') || sources.some(({ code }) => /=\s*require\s*\(/.test(code))
  const head = [
    ...headComment(
      options,
      sources.some(({ tree }) => holdsCompiled(typescript, tree)),
    ),
    ...(needsRequire ? [`import { ${renamed('createRequire', used.all)} } from 'node:module'`] : []),
    `${process}.chdir(${options.folder === '.' ? 'import.meta.dirname' : `\`\${import.meta.dirname}/${options.folder}\``})`,
    ...parameterLines(notebook, process),
    ...(needsRequire ? [`const require = ${freshName('createRequire', used.all)}(import.meta.url)`] : []),
    ...(needsHooks ? [hooksText(used.all)] : []),
    ...(hoisted.size > 0 ? [`${SHARED_MARK}\nlet ${declarations(hoisted)}`] : []),
    ...hoistedTypes(hoisted, declared.flat()).map(name => `type ${name} = any`),
  ]
  return `${[head.join('\n'), ...cells, helpers(valueName, endName, process, used.all)].join('\n\n')}\n`
}

function headComment({ notebookName, programName }: ProgramOptions, isCompiled: boolean): string[] {
  return [
    ...(isCompiled
      ? ['// @ts-nocheck Node runs no decorators: classes that have some are compiled here, without their types.']
      : []),
    `// ${notebookName} as a program, made by flinknb export. Run it with Node 24: node ${programName}`,
    '// Parameters come from the environment: FLINKNB_PARAM_name=value',
  ]
}

/** What the notebook itself gives its parameters; the environment goes first. */
function parameterLines({ metadata }: NotebookDocument, process: string): string[] {
  const { params } = (metadata.flinknb ?? {}) as { params?: unknown }
  if (typeof params !== 'object' || params === null) return []
  return Object.entries(params).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return `${process}.env[${JSON.stringify(`FLINKNB_PARAM_${name}`)}] ??= ${JSON.stringify(text)}`
  })
}

/** Classes and enums are types too. */
function hoistedTypes(hoisted: ReadonlySet<string>, declared: readonly DeclaredValue[]): string[] {
  const types = declared.filter(({ name, kind }) => hoisted.has(name) && (kind === 'class' || kind === 'enum'))
  return [...new Set(types.map(({ name }) => name))]
}

function declarations(names: ReadonlySet<string>): string {
  return [...names].map(name => `${name}: any`).join(', ')
}

function cellText(cell: NotebookCell, program: CellProgram | undefined, endName: string): string {
  if (program) {
    const lines = [CELL_MARK, program.text, program.calls ? `await ${endName}()` : '']
    return lines.filter(Boolean).join('\n')
  }
  const lines = cell.source.split(/\r\n?|\n/).map(line => (line === '' ? '//' : `// ${line}`))
  return [cell.kind === 'markdown' ? MARKDOWN_MARK : RAW_MARK, ...lines].join('\n')
}

/** What a notebook does around its cells. */
function helpers(valueName: string, endName: string, process: string, used: ReadonlySet<string>): string {
  const display = freshName('displayValue', used)
  const environment = freshName('environment', used)
  return `${HELPERS_MARK}\nimport { display as ${display}, env as ${environment} } from 'flinknb'

/** Shows the value that a cell ends with. */
function ${valueName}(value: unknown): void {
  if (value !== undefined) ${display}(value)
}

/** Runs what a cell has sunk: to its end or, where it has none, until it runs; then Ctrl-C stops it. */
async function ${endName}(): Promise<void> {
  const before = ${environment}.jobs()
  const ended = ${environment}.execute()
  const job = ${environment}.jobs().find(one => !before.includes(one))
  if (job?.boundedness !== 'unbounded') return ended
  ${process}.once('SIGINT', () => void job.stop())
  await job.started
  if (job.state === 'failed') return ended
}`
}

/** `createRequire`, or `createRequire as createRequire$` where the program has that name. */
function renamed(name: string, used: ReadonlySet<string>): string {
  const fresh = freshName(name, used)
  return fresh === name ? name : `${name} as ${fresh}`
}
