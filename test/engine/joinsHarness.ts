import { expect } from 'vitest'
import type { Random } from '../../src/base/random.ts'
import { MAX_WATERMARK, NO_WATERMARK } from '../../src/engine/batch.ts'
import type { Operator } from '../../src/engine/operator.ts'

/** A record on one input, with the watermark in force before it; or, without a value, only the watermark. */
export interface Step {
  readonly input: number
  readonly value: unknown
  readonly time: number
  readonly watermark: number
}

export interface Result {
  readonly value: unknown
  readonly time: number
  /** In force before it. */
  readonly watermark: number
}

/**
 * An operator under test: what it is given is cut into batches and watermarks between them, what it gives is held
 * against the rules (watermarks never fall) and kept.
 */
export class OperatorHarness {
  readonly results: Result[] = []
  readonly sides: { readonly tag: string; readonly value: unknown }[] = []
  /** Results and the watermarks the operator itself has made, in order: `value` or `~watermark`. */
  readonly log: string[] = []
  late = 0
  now = 0
  operator: Operator<unknown, unknown>
  private workRequested = false
  private dueAt = MAX_WATERMARK
  private watermark = NO_WATERMARK

  constructor(private readonly create: () => Operator<unknown, unknown>) {
    this.operator = this.made()
  }

  /** Feeds the steps in batches of up to `cut()` records, then the last watermark and the end. */
  run(steps: readonly Step[], cut: () => number, restoreEach = false): this {
    let i = 0
    while (i < steps.length) {
      const first = steps[i] as Step
      let n = 1
      const limit = cut()
      // a watermark alone ends a batch: what it makes must not depend on what follows
      while (n < limit && steps[i + n - 1]?.value !== undefined && steps[i + n]?.input === first.input) n++
      this.batch(steps.slice(i, i + n))
      i += n
      if (restoreEach) this.restore()
    }
    this.advance(MAX_WATERMARK)
    this.operator.endInput()
    this.operator.close()
    return this
  }

  batch(steps: readonly Step[]): void {
    const records = steps.filter(step => step.value !== undefined)
    if (records.length > 0) {
      this.operator.processBatch(
        {
          values: records.map(step => step.value),
          timestamps: Float64Array.from(records, step => step.time),
          watermarks: Float64Array.from(records, step => step.watermark),
        },
        records[0]?.input ?? 0,
      )
    }
    this.advance(steps.at(-1)?.watermark ?? NO_WATERMARK)
  }

  /** Lets promises run, and the operator work if it has asked to. */
  async work(): Promise<void> {
    for (let i = 0; i < 10; i++) await Promise.resolve()
    while (this.workRequested) {
      this.workRequested = false
      this.operator.onWork()
      for (let i = 0; i < 10; i++) await Promise.resolve()
    }
  }

  /** Moves processing time on. */
  async wait(ms: number): Promise<void> {
    this.now += ms
    if (this.dueAt <= this.now) {
      this.dueAt = MAX_WATERMARK
      this.operator.onProcessingTime(this.now)
    }
    await this.work()
  }

  advance(watermark: number): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    this.operator.onWatermark(watermark)
  }

  /** Goes on with another operator that starts from a snapshot of this one. */
  restore(): void {
    const state = structuredClone(this.operator.snapshotState())
    this.operator = this.made()
    this.operator.restoreWatermark(this.watermark)
    if (state !== undefined) this.operator.restoreState(state)
  }

  private made(): Operator<unknown, unknown> {
    const operator = this.create()
    operator.attach(
      {
        batch: ({ values, timestamps, watermarks }) =>
          values.forEach((value, i) => {
            const watermark = watermarks?.[i] ?? this.watermark
            expect(watermark).toBeGreaterThanOrEqual(this.results.at(-1)?.watermark ?? NO_WATERMARK)
            this.results.push({ value, time: timestamps?.[i] ?? Number.NaN, watermark })
            this.log.push(String(value))
          }),
        watermark: watermark => {
          expect(watermark).toBeGreaterThanOrEqual(this.results.at(-1)?.watermark ?? NO_WATERMARK)
          this.log.push(`~${watermark}`)
        },
        side: (tag, value) => void this.sides.push({ tag: tag.id, value }),
      },
      {
        name: 'under test',
        processingTime: () => this.now,
        requestProcessingTime: time => {
          this.dueAt = Math.min(this.dueAt, time)
        },
        requestWork: () => {
          this.workRequested = true
        },
        workUnits: () => Number.POSITIVE_INFINITY,
        countLate: records => {
          this.late += records
        },
      },
    )
    operator.open()
    return operator
  }
}

/** A record of the random streams. */
export interface Keyed {
  readonly key: string
  readonly id: number
}

/**
 * Two random streams as one sequence: out of order, late, with equal times, pauses of one side, sometimes empty; the
 * watermark rises at random moments and often stands right at a record's time.
 */
export function randomSteps(random: Random, options: { readonly keys: number; readonly records: number }): Step[] {
  const steps: Step[] = []
  const count = Math.floor(random() * (options.records + 1))
  const speed = 1 + Math.floor(random() * 6)
  const disorder = Math.floor(random() * 25)
  let clock = Math.floor(random() * 20) - 10
  let watermark = NO_WATERMARK
  let input = 0
  for (let id = 0; id < count; id++) {
    if (random() < 0.4) input = random() < 0.5 ? 0 : 1
    clock += Math.floor(random() * speed)
    const time = clock - Math.floor(random() * (disorder + 1))
    if (random() < 0.3) watermark = Math.max(watermark, clock - Math.floor(random() * (disorder + 2)))
    const value: Keyed = { key: `k${Math.floor(random() * options.keys)}`, id }
    steps.push({ input, value, time, watermark })
    if (random() < 0.05) {
      watermark = Math.max(watermark, clock - Math.floor(random() * 5))
      steps.push({ input, value: undefined, time: 0, watermark })
    }
  }
  return steps
}
