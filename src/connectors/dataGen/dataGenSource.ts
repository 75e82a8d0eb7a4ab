import { FlinknbError, messageOf } from '../../base/errors.ts'
import { checkOptionNames } from '../../base/options.ts'
import { type Random, seededRandom } from '../../base/random.ts'
import type { Boundedness, Source, SourceBatch, SourceContext, SourceReader } from '../../engine/source.ts'
import { checkPositive, invalidOption } from '../sourceOptions.ts'
import { Wakeup } from '../wakeup.ts'

export interface DataGenOptions {
  /** How many rows are due in a second; without it, as fast as they are taken. */
  rowsPerSecond?: number | undefined
  /** How many rows there are; without it the source never ends. */
  count?: number | undefined
  /** Seed of the random numbers that `rows` is given. Default 0. */
  seed?: number | undefined
}

const SPLIT = 'dataGen'

/**
 * Makes rows by calling `rows(index, random)` for 0, 1, 2 …, paced by the clock. `random` gives uniform numbers in [0, 1) that
 * depend on seed and index only, so a restored source, and any second run, gives the same rows.
 *
 * @throws FlinknbError `INVALID_OPTION`; `USER_CODE`, from polling, when `rows` throws
 * @example createDataGenSource((i, random) => ({ id: i, price: 10 * random() }), { rowsPerSecond: 100, seed: 42 })
 */
export function createDataGenSource<T>(
  rows: (index: number, random: Random) => T,
  options: DataGenOptions = {},
): Source<T> {
  const call = 'dataGenSource()'
  if (typeof rows !== 'function')
    invalidOption(call, 'its first argument', rows, 'Give a function: index => ({ id: index }).')
  checkOptionNames(call, options, ['rowsPerSecond', 'count', 'seed'])
  const { rowsPerSecond = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY, seed = 0 } = options
  checkPositive(call, 'rowsPerSecond', rowsPerSecond, true)
  if (count !== Number.POSITIVE_INFINITY && (!Number.isSafeInteger(count) || count < 0)) {
    invalidOption(call, 'count', count, 'Give a whole number, 0 or more.')
  }
  if (!Number.isSafeInteger(seed)) invalidOption(call, 'seed', seed, 'Give a whole number.')
  return new DataGenSource(rows, { rowsPerSecond, count, seed })
}

interface Checked {
  readonly rowsPerSecond: number
  readonly count: number
  readonly seed: number
}

class DataGenSource<T> implements Source<T> {
  readonly kind = 'dataGen'
  readonly description: string
  readonly boundedness: Boundedness

  constructor(
    private readonly rows: (index: number, random: Random) => T,
    private readonly options: Checked,
  ) {
    const rate = Number.isFinite(options.rowsPerSecond) ? ` ${options.rowsPerSecond}/s` : ''
    this.boundedness = Number.isFinite(options.count) ? 'bounded' : 'unbounded'
    this.description = `dataGen${rate}${this.boundedness === 'bounded' ? ` ${options.count} rows` : ''}`
  }

  async open(context: SourceContext): Promise<SourceReader<T>> {
    context.splitAdded(SPLIT)
    return new DataGenReader(this.rows, this.options, context)
  }
}

class DataGenReader<T> implements SourceReader<T> {
  private index: number
  private readonly firstIndex: number
  private readonly startedAt: number
  private readonly wakeup = new Wakeup()
  private announced = false

  constructor(
    private readonly rows: (index: number, random: Random) => T,
    private readonly options: Checked,
    private readonly context: SourceContext,
  ) {
    this.index = this.firstIndex = (context.restoredPosition as number | undefined) ?? 0
    this.startedAt = context.clock.monotonic()
    context.signal.addEventListener('abort', () => this.wakeup.wake(), { once: true })
  }

  get finished(): boolean {
    return this.index >= this.options.count
  }

  poll(maxRecords: number): SourceBatch<T> | undefined {
    if (this.finished && !this.announced) {
      this.announced = true
      this.context.splitFinished(SPLIT)
    }
    const end = Math.min(this.index + maxRecords, this.options.count, this.dueEnd())
    if (end <= this.index) return undefined
    const values: T[] = []
    for (; this.index < end; this.index++) values.push(this.row(this.index))
    return { split: SPLIT, values }
  }

  async available(): Promise<void> {
    if (this.finished || this.context.signal.aborted || this.dueEnd() > this.index) return
    const dueInMs = ((this.index - this.firstIndex) / this.options.rowsPerSecond) * 1000 - this.elapsedMs()
    const cancel = this.context.clock.schedule(Math.max(0, dueInMs), () => this.wakeup.wake())
    await this.wakeup.wait()
    cancel()
  }

  position(): number {
    return this.index
  }

  async close(): Promise<void> {
    this.wakeup.wake()
  }

  /** The index after the last row that is due: the first is due at once. */
  private dueEnd(): number {
    const { rowsPerSecond } = this.options
    if (rowsPerSecond === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY
    return this.firstIndex + Math.floor((this.elapsedMs() / 1000) * rowsPerSecond + 1e-9) + 1
  }

  private elapsedMs(): number {
    return this.context.clock.monotonic() - this.startedAt
  }

  private row(index: number): T {
    try {
      // Each row has a generator of its own: the state of one for all would have to stand in the checkpoint.
      return this.rows(index, seededRandom(Math.imul(index + 1, 0x9e3779b1) ^ this.options.seed))
    } catch (error) {
      throw new FlinknbError(
        'USER_CODE',
        `dataGenSource(): the function threw at index ${index}: ${messageOf(error)}`,
        {
          cause: error,
        },
      )
    }
  }
}
