import type ts from 'typescript'

/** What one line may take; a type of more than this says nothing. */
const MAX_LINE = 200
const MAX_LINES = 6

/**
 * What a finding says, without what nobody reads: of overloads none of which fits, the reason of each and not its
 * signature; of a long chain of reasons, the first ones and the last.
 */
export function readableMessage(typescript: typeof ts, message: string | ts.DiagnosticMessageChain): string {
  if (typeof message === 'string') return cut(message)
  if (message.code === 2769) {
    const reasons = (message.next ?? []).map(one => innermost(one))
    return [message.messageText, ...new Set(reasons.map(reason => `  ${cut(reason)}`))].join('\n')
  }
  const lines = typescript.flattenDiagnosticMessageText(message, '\n').split('\n').map(cut)
  if (lines.length <= MAX_LINES) return lines.join('\n')
  return [...lines.slice(0, 3), '    …', ...lines.slice(-2)].join('\n')
}

function innermost(chain: ts.DiagnosticMessageChain): string {
  const [first] = chain.next ?? []
  return first ? innermost(first) : chain.messageText
}

/** Types within quotes are cut first, as what stands behind them is the point. */
function cut(line: string): string {
  if (line.length <= MAX_LINE) return line
  const shorter = line.replace(/'([^']{60})[^']+'/g, "'$1…'")
  return shorter.length <= MAX_LINE ? shorter : `${shorter.slice(0, MAX_LINE - 1)}…`
}
