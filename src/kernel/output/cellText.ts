import { TextBudget } from './textBudget.ts'

export type TextStream = 'stdout' | 'stderr'
export type PostText = (name: TextStream, text: string) => void

/** Text waits at most so long for more of it, and at most so much. */
const FLUSH_AFTER_MS = 30
const FLUSH_AT_CHARACTERS = 65_536
/** A gap is reported when it is over, or after this time. */
const REPORT_GAP_AFTER_MS = 1_000

/** What a cell prints, in batches: one message for the lines of a moment. Bounded by {@link TextBudget}. */
export class CellText {
  private readonly budget = new TextBudget(() => performance.now())
  private name: TextStream = 'stdout'
  private pending = ''
  private flushTimer: NodeJS.Timeout | undefined
  private gapTimer: NodeJS.Timeout | undefined

  constructor(private readonly post: PostText) {}

  write(name: TextStream, text: string): void {
    const gap = this.budget.leftOut
    const admitted = this.budget.admit(text)
    if (admitted !== '') {
      if (gap > 0) this.reportGap(gap)
      this.append(name, admitted)
    }
    if (this.budget.leftOut > 0)
      this.gapTimer ??= setTimeout(() => this.reportGap(this.budget.leftOut), REPORT_GAP_AFTER_MS)
  }

  /** Sends what waits. */
  flush(): void {
    clearTimeout(this.flushTimer)
    this.flushTimer = undefined
    if (this.pending === '') return
    const text = this.pending
    this.pending = ''
    this.post(this.name, text)
  }

  /** Sends what waits, and says what was left out. */
  end(): void {
    if (this.budget.leftOut > 0) this.reportGap(this.budget.leftOut)
    this.flush()
  }

  private reportGap(characters: number): void {
    clearTimeout(this.gapTimer)
    this.gapTimer = undefined
    this.budget.leftOut -= characters
    this.append(
      'stderr',
      `\n[${characters.toLocaleString('en')} characters left out: the cell printed too much at once. To keep all of it, write it to a file]\n`,
    )
  }

  private append(name: TextStream, text: string): void {
    if (name !== this.name) this.flush()
    this.name = name
    this.pending += text
    if (this.pending.length >= FLUSH_AT_CHARACTERS) this.flush()
    else this.flushTimer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS)
  }
}
