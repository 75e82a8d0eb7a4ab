import type { JobSettings } from './jobSettings.ts'
import type { Operator } from './operator.ts'
import type { OutputTag } from './processFunction.ts'
import type { Sink } from './sink.ts'
import type { Source } from './source.ts'
import type { StatelessStep } from './statelessChain.ts'
import type { WatermarkSettings } from './watermarkStrategy.ts'

/**
 * What a stream will be: an immutable description that shares its inputs with others. A job is made from the sinks
 * backwards, so a stream nobody sinks costs nothing, and one that two sinks share is computed once.
 */
export type Transformation =
  | SourceTransformation
  | StatelessTransformation
  | OperatorTransformation
  | SideOutputTransformation

export interface SourceTransformation {
  readonly kind: 'source'
  /** Names its state in checkpoints; without one its name does. */
  readonly uid?: string
  readonly name: string
  readonly source: Source<unknown>
  readonly watermarks: WatermarkSettings<unknown>
}

/** A map, filter or flatMap: fused with its neighbours into one loop. */
export interface StatelessTransformation {
  readonly kind: 'stateless'
  readonly input: Transformation
  readonly step: StatelessStep
}

export interface OperatorTransformation {
  readonly kind: 'operator'
  /** Names its state in checkpoints; without one its name does. */
  readonly uid?: string
  readonly name: string
  readonly inputs: readonly Transformation[]
  /** Makes the operator of one job: each run has its own. */
  readonly create: () => Operator<unknown, unknown>
  /** What `process` was given, for those who show a job. */
  readonly fn?: object
}

export interface SideOutputTransformation {
  readonly kind: 'sideOutput'
  readonly input: Transformation
  readonly tag: OutputTag<unknown>
}

/** The end of a stream. */
export interface SinkTransformation {
  readonly kind: 'sink'
  readonly name: string
  readonly input: Transformation
  readonly sink: Sink<unknown>
  /** Of the environment it was described in. */
  readonly settings?: (jobId: string) => JobSettings
}

/** The dead letters of a source are its side output with this tag's id. */
export const DEAD_LETTERS_ID = 'dead-letters'
