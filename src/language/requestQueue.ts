import type { LanguageCall, LanguageRequest } from './messages.ts'

type CallRequest = Extract<LanguageRequest, { type: 'call' }>

/** What a person waits for with the caret standing still. */
const URGENT: ReadonlySet<LanguageCall> = new Set(['complete', 'completionDetails', 'signatureHelp', 'hover'])

/**
 * Requests that have come and are not worked on yet. Calls that were cancelled, and cells and files that newer ones replace, are
 * left out, and of the calls that were asked of the same cells the urgent ones come first. Bounded by what an editor asks
 * between two answers.
 */
export class RequestQueue {
  private waiting: LanguageRequest[] = []

  /** @param isCancelled whether a call is one that nobody waits for any more */
  constructor(private readonly isCancelled: (requestId: number) => boolean) {}

  add(request: LanguageRequest): void {
    this.waiting.push(request)
  }

  /** Takes the request to work on next; undefined when there is none. */
  next(): LanguageRequest | undefined {
    const live = this.waiting.filter(one => one.type !== 'call' || !this.isCancelled(one.requestId))
    this.waiting = live.filter((one, i) => !isReplaced(one, live.slice(i + 1)))
    const at = mostUrgent(this.waiting)
    return this.waiting.splice(at, 1)[0]
  }
}

/** Whether the same cells, or the same file, are told anew before anything is asked about them. */
function isReplaced(request: LanguageRequest, later: readonly LanguageRequest[]): boolean {
  if (request.type === 'call' || request.type === 'close') return false
  const next = later.find(one => one.type === 'file' || request.type === 'file' || one.notebook === request.notebook)
  if (next?.type === 'file') return request.type === 'file' && next.file === request.file
  return request.type !== 'file' && (next?.type === 'open' || next?.type === 'update')
}

/** Of the calls at the front, which all see the same cells. */
function mostUrgent(waiting: readonly LanguageRequest[]): number {
  const isUrgent = (one: LanguageRequest): one is CallRequest => one.type === 'call' && URGENT.has(one.call)
  const end = waiting.findIndex(one => one.type !== 'call')
  const at = (end < 0 ? waiting : waiting.slice(0, end)).findIndex(isUrgent)
  return Math.max(0, at)
}
