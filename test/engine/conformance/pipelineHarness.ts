import { expect } from 'vitest'
import type { Clock } from '../../../src/base/clock.ts'
import { type Batch, MAX_WATERMARK, NO_WATERMARK } from '../../../src/engine/batch.ts'
import { DataStream } from '../../../src/engine/dataStream.ts'
import type { StreamHost } from '../../../src/engine/environment.ts'
import { type Channel, FanOut } from '../../../src/engine/runtime/channel.ts'
import { BusyMeter } from '../../../src/engine/runtime/nodeMetrics.ts'
import { OperatorNode } from '../../../src/engine/runtime/operatorNode.ts'
import { ProcessingTimers } from '../../../src/engine/runtime/processingTimers.ts'
import { WorkRequests } from '../../../src/engine/runtime/workRequests.ts'
import { collectionSource } from '../../../src/engine/sources/collectionSource.ts'
import { StatelessChain } from '../../../src/engine/statelessChain.ts'
import type { Transformation } from '../../../src/engine/transformation.ts'
import { WatermarkStrategy } from '../../../src/engine/watermarkStrategy.ts'

/** What happens to a pipeline, in order. */
export type Item<T> =
  | { readonly kind: 'record'; readonly input: number; readonly value: T; readonly time: number }
  | { readonly kind: 'watermark'; readonly input: number; readonly watermark: number }
  | { readonly kind: 'idle'; readonly input: number; readonly idle: boolean }
  /** Processing time goes on. */
  | { readonly kind: 'now'; readonly now: number }

export interface Result {
  readonly value: unknown
  /** NaN where the record has none. */
  readonly time: number
}

/** Streams to look at: the main one, then side outputs. */
export type Pipeline<T> = (inputs: readonly DataStream<T>[]) => readonly AnyStream[]

/** A stream of whatever type. */
export type AnyStream = Pick<DataStream<unknown>, 'transformation'>

/**
 * The operators of a pipeline, run by the runtime's own nodes under virtual time: records, watermarks and processing
 * time are pushed in by hand, and all of it can be stopped, cloned and gone on with at any item. What comes out is held
 * against the rules: watermarks never fall, nothing follows the end. With `units`, work is cut into slices as the runtime does.
 */
export class PipelineHarness<T> {
  readonly outputs: GuardedOutput[]
  private readonly nodes: OperatorNode[] = []
  private readonly inputs: FanOut[]
  private readonly made = new Map<Transformation, OperatorNode | FanOut>()
  private readonly timers: ProcessingTimers
  private readonly work: WorkRequests
  private readonly meter = new BusyMeter(() => 0)
  private now = 0
  /** In force on each input, and what the pipeline has been told of it. */
  private readonly inForce: number[]
  private readonly told: number[]

  constructor(
    private readonly pipeline: Pipeline<T>,
    private readonly inputCount: number,
    private readonly timed: boolean,
    private readonly units: () => number = () => Number.POSITIVE_INFINITY,
  ) {
    this.work = new WorkRequests(() => {}, units)
    const clock: Clock = {
      now: () => this.now,
      monotonic: () => 0,
      schedule: () => () => {},
      yield: async () => {},
    }
    this.timers = new ProcessingTimers(clock, () => {})
    this.inputs = Array.from({ length: inputCount }, () => new FanOut())
    this.inForce = this.inputs.map(() => NO_WATERMARK)
    this.told = this.inputs.map(() => NO_WATERMARK)
    const streams = this.inputs.map(input => this.source(input))
    this.outputs = pipeline(streams).map(stream => {
      const output = new GuardedOutput()
      this.outputOf(stream.transformation).add(output)
      return output
    })
    for (const node of this.nodes) node.operator.open()
  }

  get results(): Result[][] {
    return this.outputs.map(output => output.results)
  }

  /** Whether results are still to come by themselves. */
  get inFlight(): boolean {
    return this.nodes.some(node => node.inFlight)
  }

  /** Lowest watermark in force over the inputs. */
  get expectedWatermark(): number {
    return Math.min(...this.inForce)
  }

  /** Items of one input in a row, as one batch; watermarks between records stand inside of it. */
  batch(items: readonly Item<T>[]): void {
    const [first] = items
    if (first?.kind === 'now') this.advanceTo(first.now)
    if (first?.kind === 'idle') this.inputs[first.input]?.idle(first.idle)
    if (first?.kind !== 'record' && first?.kind !== 'watermark') return
    const { input } = first
    const values: T[] = []
    const times: number[] = []
    const watermarks: number[] = []
    for (const item of items) {
      if (item.kind === 'watermark') this.inForce[input] = Math.max(this.inForce[input] as number, item.watermark)
      if (item.kind !== 'record') continue
      values.push(item.value)
      times.push(item.time)
      watermarks.push(this.inForce[input] as number)
    }
    if (values.length > 0) this.sendBatch(input, values, times, watermarks)
    this.tell(input)
  }

  /** Every input ends. */
  end(): void {
    this.inputs.forEach((input, i) => {
      this.inForce[i] = MAX_WATERMARK
      this.tell(i)
      input.end()
    })
  }

  /** Lets operators go on with what a slice had no room for, once; returns whether any had something. */
  goOn(): boolean {
    return this.work.run()
  }

  /** Lets calls of the outside world return, and what they bring be emitted. */
  async settle(): Promise<void> {
    do for (let i = 0; i < 12; i++) await Promise.resolve()
    while (this.work.run())
  }

  close(): void {
    for (const node of this.nodes) node.operator.close()
  }

  /** What every operator remembers, upstream before downstream. */
  snapshot(): ReturnType<OperatorNode['snapshot']>[] {
    return this.nodes.map(node => node.snapshot())
  }

  /** Another harness that goes on from here, as a job does that starts from a checkpoint. */
  restored(): PipelineHarness<T> {
    const snapshots = structuredClone(this.snapshot())
    this.close()
    const next = new PipelineHarness(this.pipeline, this.inputCount, this.timed, this.units)
    next.now = this.now
    this.inForce.forEach((watermark, i) => {
      next.inForce[i] = watermark
    })
    this.told.forEach((watermark, i) => {
      next.told[i] = watermark
    })
    next.nodes.forEach((node, k) => {
      node.restore(snapshots[k] as ReturnType<OperatorNode['snapshot']>)
    })
    this.outputs.forEach((output, k) => {
      next.outputs[k]?.goOnFrom(output)
    })
    return next
  }

  private sendBatch(input: number, values: T[], times: number[], watermarks: number[]): void {
    const unchanged = watermarks.every(watermark => watermark === this.told[input])
    const batch: Batch<T> = {
      values,
      timestamps: this.timed ? Float64Array.from(times) : undefined,
      watermarks: unchanged ? undefined : Float64Array.from(watermarks),
    }
    this.inputs[input]?.batch(batch)
  }

  private tell(input: number): void {
    const watermark = this.inForce[input] as number
    if (watermark <= (this.told[input] as number)) return
    this.told[input] = watermark
    this.inputs[input]?.watermark(watermark)
  }

  private advanceTo(now: number): void {
    while (this.now < now) {
      this.now++
      this.timers.fire()
    }
  }

  // ------------------------------------------------------------------ building

  private source(input: FanOut): DataStream<T> {
    const host = { addSink: () => {}, submit: refuse, execute: refuse, jobSettings: refuse } as StreamHost
    const transformation: Transformation = {
      kind: 'source',
      name: 'input',
      source: collectionSource<unknown>([]),
      watermarks: WatermarkStrategy.noWatermarks<unknown>().settings,
    }
    this.made.set(transformation, input)
    return new DataStream<T>(host, transformation)
  }

  private outputOf(transformation: Transformation): FanOut {
    if (transformation.kind !== 'sideOutput') {
      const node = this.nodeOf(transformation)
      return node instanceof FanOut ? node : node.main
    }
    const node = this.nodeOf(transformation.input)
    if (node instanceof FanOut) throw new Error('a source has no side outputs here')
    return node.sides.consumers(transformation.tag.id)
  }

  private nodeOf(transformation: Transformation): OperatorNode | FanOut {
    const known = this.made.get(transformation)
    if (known) return known
    const node = this.makeNode(transformation)
    this.made.set(transformation, node)
    return node
  }

  private makeNode(transformation: Transformation): OperatorNode {
    if (transformation.kind !== 'stateless' && transformation.kind !== 'operator') {
      throw new Error(`a ${transformation.kind} has no node here`)
    }
    const stateless = transformation.kind === 'stateless'
    const inputs = stateless ? [transformation.input] : transformation.inputs
    const outputs = inputs.map(input => this.outputOf(input))
    const operator = stateless ? new StatelessChain([transformation.step]) : transformation.create()
    const id = `operator-${this.nodes.length}`
    const name = stateless ? transformation.step.name : transformation.name
    const node = new OperatorNode(id, name, operator, inputs.length, this.meter, this.timers, this.work)
    this.nodes.push(node)
    outputs.forEach((output, k) => {
      output.add(node.input(k))
    })
    return node
  }
}

/** Keeps what comes out, and fails when it breaks a rule. */
export class GuardedOutput implements Channel {
  results: Result[] = []
  watermarkNow = NO_WATERMARK
  ended = false

  batch({ values, timestamps, watermarks }: Batch<unknown>): void {
    expect(this.ended, 'a record after the end').toBe(false)
    expect(values.length, 'an empty batch').toBeGreaterThan(0)
    values.forEach((value, i) => {
      if (watermarks) this.rise(watermarks[i] as number, 'within a batch')
      this.results.push({ value, time: timestamps ? (timestamps[i] as number) : Number.NaN })
    })
  }

  watermark(watermark: number): void {
    expect(this.ended, 'a watermark after the end').toBe(false)
    this.rise(watermark, 'between batches')
  }

  idle(): void {}

  end(): void {
    expect(this.ended, 'a second end').toBe(false)
    expect(this.watermarkNow, 'the watermark at the end').toBe(MAX_WATERMARK)
    this.ended = true
  }

  goOnFrom({ results, watermarkNow, ended }: GuardedOutput): void {
    this.results = results
    this.watermarkNow = watermarkNow
    this.ended = ended
  }

  private rise(watermark: number, where: string): void {
    if (watermark < this.watermarkNow) {
      throw new Error(`the watermark went back from ${this.watermarkNow} to ${watermark} ${where}`)
    }
    this.watermarkNow = watermark
  }
}

function refuse(): never {
  throw new Error('nothing is executed here')
}
