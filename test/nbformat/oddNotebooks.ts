/** Notebook files written by many hands: the same kinds of content in 64 layouts. Deterministic: a seed picks each trait. */
export interface OddNotebook {
  readonly name: string
  readonly text: string
  readonly minor: number
}

const INDENTS = [' ', '  ', '    ', '\t', '   ', null] as const
const ESCAPES: readonly ((text: string) => string)[] = [
  text => text,
  text => text.replaceAll('é', '\\u00e9').replaceAll('😀', '\\ud83d\\ude00'),
  text => text.replaceAll('/', '\\/'),
  text => text.replaceAll('é', '\\u00E9').replaceAll('a', '\\u0061'),
]

export const oddNotebooks: readonly OddNotebook[] = Array.from({ length: 64 }, (_, seed) => oddNotebook(seed))

function oddNotebook(seed: number): OddNotebook {
  const indent = INDENTS[seed % INDENTS.length] as string | null
  const minor = seed % 7 === 3 ? seed % 5 : 5
  const crlf = seed % 5 === 1 && indent !== null
  const spacedColon = seed % 9 === 4
  const reversed = seed % 4 === 2
  const sourceAsText = seed % 3 === 1
  const ending = ['\n', '', '\n\n', '  \n'][seed % 4] as string
  const mark = seed % 11 === 5 ? '\uFEFF' : ''
  const value = content(seed, minor, sourceAsText)
  let text = JSON.stringify(reversed ? reverseKeys(value) : value, null, indent ?? undefined)
  text = text.replaceAll('"@one"', '1.0').replaceAll('"@big"', '12345678901234567890').replaceAll('"@exp"', '1E+2')
  if (indent === null && seed % 2 === 0) text = text.replaceAll('","', '", "')
  if (spacedColon) text = text.replaceAll('": ', '" :  ')
  text = (ESCAPES[(seed >> 2) % ESCAPES.length] as (text: string) => string)(text)
  if (crlf) text = text.replaceAll('\n', '\r\n')
  const name = `odd-${seed} (indent ${JSON.stringify(indent)}, 4.${minor}${crlf ? ', CRLF' : ''}${reversed ? ', reversed' : ''})`
  return { name, text: mark + text + ending, minor }
}

function content(seed: number, minor: number, sourceAsText: boolean): unknown {
  const source = (text: string) => (sourceAsText ? text : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []))
  const id = (n: number) => (minor >= 5 ? { id: `c${seed}-${n}` } : {})
  return {
    metadata: {
      kernelspec: { name: 'flinknb', display_name: 'flinknb', language: 'typescript' },
      language_info: { name: 'typescript' },
      'x/unknown': { deep: [{ ratio: '@one', id: '@big', e: '@exp' }], empty: {}, none: null },
    },
    nbformat: 4,
    nbformat_minor: minor,
    'of another tool': [1, [], {}, 'é 😀 a/b'],
    cells: [
      {
        cell_type: 'markdown',
        ...id(0),
        metadata: {},
        source: source('# Café 😀 a/b\n\n![x](attachment:x.png)'),
        attachments: { 'x.png': { 'image/png': 'aGVsbG8=\n' } },
      },
      {
        cell_type: 'code',
        ...id(1),
        metadata: { tags: ['é'], 'other/tool': { k: '@one' } },
        execution_count: seed % 2 ? 3 : null,
        source: source('const a = "é\\n/" // a/b\na'),
        unknownMember: { kept: true },
        outputs: [
          { output_type: 'stream', name: 'stdout', text: sourceAsText ? ['a\n', 'b\n'] : 'a\nb\n' },
          {
            output_type: 'display_data',
            metadata: { w: '@one' },
            data: {
              'text/plain': ['x'],
              'image/png': 'aGVsbG8=\n',
              'application/json': { v: '@one', lines: ['a', 'b'] },
              'text/html': '<b>é</b>',
            },
          },
          { output_type: 'execute_result', execution_count: 3, metadata: {}, data: { 'text/plain': 'é' } },
          { output_type: 'error', ename: 'Error', evalue: 'no', traceback: ['Error: no', '  at cell 1:2'] },
        ],
      },
      { cell_type: 'raw', ...id(2), metadata: { format: 'text/latex' }, source: source('') },
      { cell_type: 'code', ...id(3), metadata: {}, execution_count: null, source: source(''), outputs: [] },
      { cell_type: 'code', ...id(4), metadata: {}, execution_count: null, source: source('1\n2\n3\n'), outputs: [] },
    ],
  }
}

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reverseKeys(item)]),
  )
}
