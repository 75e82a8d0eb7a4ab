import { escapeHtml } from '../base/escapeHtml.ts'

/** Comments, strings, numbers and words; what matches first counts. */
const TOKEN =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?n?\b)|(?<word>[\p{ID_Start}$_][\p{ID_Continue}$]*)/gu

const KEYWORDS = new Set(
  'abstract as async await break case catch class const continue declare default delete do else enum export extends false finally for from function get if implements import in instanceof interface let namespace new null of private protected public readonly return satisfies set static super switch this throw true try type typeof undefined using var void while yield'.split(
    ' ',
  ),
)

/** TypeScript as HTML with comments, strings, numbers and keywords marked. */
export function highlightCode(code: string): string {
  let html = ''
  let end = 0
  for (const match of code.matchAll(TOKEN)) {
    const [text] = match
    const { comment, string, number } = match.groups ?? {}
    const kind = comment
      ? 'comment'
      : string
        ? 'string'
        : number
          ? 'number'
          : isKeyword(code, match.index, text)
            ? 'keyword'
            : undefined
    html += escapeHtml(code.slice(end, match.index))
    html += kind ? `<span class="${kind}">${escapeHtml(text)}</span>` : escapeHtml(text)
    end = match.index + text.length
  }
  return html + escapeHtml(code.slice(end))
}

/** `of` is a word of the language, in `windows.of('1min')` it is a name. */
function isKeyword(code: string, index: number, word: string): boolean {
  return KEYWORDS.has(word) && code[index - 1] !== '.'
}
