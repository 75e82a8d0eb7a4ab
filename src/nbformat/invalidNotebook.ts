import { findNodeAtLocation, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { FlinknbError, messageOf } from '../base/errors.ts'

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false }

/** What the first syntax error of a text that `JSON.parse` refused is, and where. */
export function brokenJson(name: string, text: string, cause: unknown): FlinknbError {
  const errors: ParseError[] = []
  parseTree(text, errors, STRICT)
  const first = errors[0]
  const offset = first?.offset ?? offsetIn(messageOf(cause)) ?? 0
  const what =
    text.trim() === '' ? 'the file is empty' : first ? words(printParseErrorCode(first.error)) : messageOf(cause)
  const fix =
    text.trim() === ''
      ? 'Restore it, or delete it and create a new notebook. It was not changed.'
      : 'Mend the JSON there (open it as text), or restore an earlier version. The file was not changed.'
  return new FlinknbError('NOTEBOOK_INVALID', `${name}:${position(text, offset)}: not JSON: ${what}.`, { fix, cause })
}

/** A text that is JSON but no notebook: what is wrong at `path`, with its line and column. */
export function notANotebook(
  name: string,
  text: string,
  path: readonly (string | number)[],
  what: string,
  fix = 'Correct it there (open the file as text). The file was not changed.',
): FlinknbError {
  const tree = parseTree(text)
  let node = tree
  // The nearest ancestor that exists: a missing member is reported where it should stand.
  for (let length = path.length; tree && length >= 0; length--) {
    node = findNodeAtLocation(tree, path.slice(0, length))
    if (node) break
  }
  return new FlinknbError(
    'NOTEBOOK_INVALID',
    `${name}:${position(text, node?.offset ?? 0)}: not a notebook: ${what}.`,
    { fix },
  )
}

/** `line:column`, 1-based. */
function position(text: string, offset: number): string {
  const before = text.slice(0, offset)
  return `${before.split('\n').length}:${offset - before.lastIndexOf('\n')}`
}

function offsetIn(message: string): number | undefined {
  const match = /position (\d+)/.exec(message)
  return match ? Number(match[1]) : undefined
}

/** `CommaExpected` → `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
}
