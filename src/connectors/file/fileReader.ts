import type { CancelTimer } from '../../base/clock.ts'
import type { SourceBatch, SourceContext, SourceReader } from '../../engine/source.ts'
import type { Wakeup } from '../wakeup.ts'
import type { FilePosition, FileSplit } from './fileSplit.ts'
import type { ReplayPacer } from './replayPacer.ts'

/** How often a followed file is looked at again once its end was reached. */
const FOLLOW_EVERY_MS = 200
/** Timers take no longer delays; a longer wait is waited in parts. */
const MAX_TIMER_MS = 2 ** 30

/** What a file source's position is: for each split where it stands, or that all of it has been read. */
export interface FileSourcePosition {
  readonly files: Readonly<Record<string, FilePosition | 'finished'>>
}

/**
 * Reads files, each a split. All are announced at the start, so that the watermark waits for those that come later; they are
 * read one after the other, and all at once where they are followed or replayed by event time.
 */
export class FileReader<T> implements SourceReader<T> {
  private timer: CancelTimer | undefined
  private next = 0
  private readonly announced = new Set<FileSplit<T>>()

  constructor(
    private readonly splits: readonly FileSplit<T>[],
    private readonly context: SourceContext,
    private readonly wakeup: Wakeup,
    private readonly options: { readonly follow: boolean; readonly pacer: ReplayPacer<T> | undefined },
    private readonly finishedBefore: readonly string[],
  ) {}

  async open(): Promise<void> {
    for (const split of this.splits) this.context.splitAdded(split.name)
    const first = this.concurrent ? this.splits : this.splits.slice(0, 1)
    for (const split of first) await split.open()
    if (this.options.follow) this.lookAgainLater()
  }

  get finished(): boolean {
    return this.splits.every(split => split.drained)
  }

  poll(maxRecords: number): SourceBatch<T> | undefined {
    const { pacer } = this.options
    const active = this.active()
    for (const split of active) split.load()
    this.announceFinished()
    if (pacer && !pacer.started) {
      // Time starts with the earliest first record of all files.
      if (active.some(split => !split.drained && split.values.length === 0)) return undefined
      if (!this.finished) pacer.start(active.flatMap(split => split.values.slice(split.cursor, split.cursor + 1)))
    }
    for (let i = 0; i < active.length; i++) {
      const split = active[(this.next + i) % active.length] as FileSplit<T>
      const end = Math.min(split.values.length, split.cursor + maxRecords)
      const count = pacer ? pacer.dueCount(split.values, split.cursor, end) : end - split.cursor
      if (count === 0) continue
      this.next = (this.next + i + 1) % active.length
      return { split: split.name, values: split.shift(count) }
    }
    return undefined
  }

  async available(): Promise<void> {
    if (this.finished || this.context.signal.aborted) return
    const active = this.active()
    if (active.some(split => split.loadable) || (!this.concurrent && active.some(split => split.drained))) return
    const waiting = active.filter(split => split.values.length > 0)
    const { pacer } = this.options
    if (!pacer?.started) return waiting.length > 0 && !pacer ? undefined : this.wakeup.wait()
    const delays = waiting.map(split => pacer.msUntilDue(split.values[split.cursor] as T))
    if (delays.length === 0) return this.wakeup.wait()
    const delay = Math.min(...delays, MAX_TIMER_MS)
    if (delay === 0) return
    const cancel = this.context.clock.schedule(delay, () => this.wakeup.wake())
    await this.wakeup.wait()
    cancel()
  }

  position(): FileSourcePosition {
    const now = this.splits.map(split => [split.name, split.drained ? 'finished' : split.position()] as const)
    const before = this.finishedBefore.map(name => [name, 'finished'] as const)
    return { files: Object.fromEntries([...before, ...now]) }
  }

  async close(): Promise<void> {
    this.timer?.()
    this.timer = undefined
    this.wakeup.wake()
    await Promise.all(this.splits.map(split => split.close()))
  }

  private get concurrent(): boolean {
    return this.options.follow || this.options.pacer !== undefined
  }

  /** The files being read: all of them, or the first that is not read to its end. */
  private active(): readonly FileSplit<T>[] {
    if (this.concurrent) return this.splits
    const current = this.splits.find(split => !split.drained)
    current?.openSoon()
    return current ? [current] : []
  }

  private announceFinished(): void {
    for (const split of this.splits) {
      if (!split.drained || this.announced.has(split)) continue
      this.announced.add(split)
      this.context.splitFinished(split.name)
    }
  }

  private lookAgainLater(): void {
    this.timer = this.context.clock.schedule(FOLLOW_EVERY_MS, () => {
      for (const split of this.splits) split.readAgain()
      this.lookAgainLater()
    })
  }
}
