/** `'flinknb'`: the one module that cells, and plain Node programs, import. */
import { installDataFrameMethods } from './dataFrameMethods.ts'
import { installPrintMethod } from './printMethod.ts'

installDataFrameMethods()
installPrintMethod()

// ------------------------------------------------------------------ streams
export type { Duration } from '../base/duration.ts'
export { type ErrorCode, FlinknbError } from '../base/errors.ts'
export { csv } from '../connectors/csv/csv.ts'
export type { Format } from '../connectors/format.ts'
export { json } from '../connectors/formats/json.ts'
export { raw } from '../connectors/formats/raw.ts'
export { text } from '../connectors/formats/text.ts'
export type { Danfo } from '../dataframe/danfo.ts'
export type { DataFrame } from '../dataframe/dataFrame.ts'
// ------------------------------------------------------------------ dataframes and learning
export { dfd } from '../dataframe/dfd.ts'
export type { Row } from '../dataframe/row.ts'
export type { Series } from '../dataframe/series.ts'
export type { Aggregate, AggregateResults } from '../engine/aggregates/aggregate.ts'
export type { AggregateFunction } from '../engine/aggregates/aggregator.ts'
export { avg } from '../engine/aggregates/avg.ts'
export { collect } from '../engine/aggregates/collect.ts'
export { count } from '../engine/aggregates/count.ts'
export { countDistinct } from '../engine/aggregates/countDistinct.ts'
export { maxBy, minBy } from '../engine/aggregates/extremeRow.ts'
export { first, last } from '../engine/aggregates/firstLast.ts'
export { max } from '../engine/aggregates/max.ts'
export { min } from '../engine/aggregates/min.ts'
export { quantile } from '../engine/aggregates/quantile.ts'
export { sum } from '../engine/aggregates/sum.ts'
export { topN } from '../engine/aggregates/topN.ts'
export { stddev, variance } from '../engine/aggregates/variance.ts'
export { AllWindowedStream, type AllWindowRow } from '../engine/allWindowedStream.ts'
export type { AsyncContext, AsyncOptions, AsyncRetry } from '../engine/asyncOptions.ts'
export type {
  BroadcastProcessFunction,
  KeyedBroadcastContext,
  KeyedBroadcastProcessFunction,
  ReadsBroadcastState,
  WritesBroadcastState,
} from '../engine/broadcastProcessFunction.ts'
export { BroadcastConnectedStream, BroadcastStream, KeyedBroadcastConnectedStream } from '../engine/broadcastStream.ts'
// ------------------------------------------------------------------ patterns
export { AfterMatchSkipStrategy } from '../engine/cep/afterMatchSkipStrategy.ts'
export { CEP } from '../engine/cep/cep.ts'
export type { ConditionContext } from '../engine/cep/condition.ts'
export { Pattern, type PatternSequence, type PatternStart } from '../engine/cep/pattern.ts'
export type { PatternContext, PatternMatch, PatternProcessFunction } from '../engine/cep/patternProcessFunction.ts'
export { PatternStream } from '../engine/cep/patternStream.ts'
export { ConnectedStreams, KeyedConnectedStreams } from '../engine/connectedStreams.ts'
export type { CoProcessFunction, KeyedCoProcessFunction } from '../engine/coProcessFunction.ts'
export { DataStream } from '../engine/dataStream.ts'
export { type CheckpointOptions, StreamExecutionEnvironment } from '../engine/environment.ts'
// ------------------------------------------------------------------ joins
export { type CoGroupedStreams, type CoGroupFunction, WindowCoGroup } from '../engine/joins/coGroup.ts'
export { IntervalJoin, IntervalJoined } from '../engine/joins/intervalJoin.ts'
export type { LookupCacheOptions } from '../engine/joins/lookupCache.ts'
export { type Looked, type LookupFunction, LookupJoin, type LookupJoinOptions } from '../engine/joins/lookupJoin.ts'
export type { JoinContext, ProcessJoinFunction } from '../engine/joins/processJoinFunction.ts'
export type { SignedDuration } from '../engine/joins/signedDuration.ts'
export { TemporalJoin } from '../engine/joins/temporalJoin.ts'
export { type FlatJoinFunction, type JoinedStreams, type JoinFunction, WindowJoin } from '../engine/joins/windowJoin.ts'
export type {
  KeyedContext,
  KeyedProcessFunction,
  OnTimerContext,
  TimerService,
} from '../engine/keyedProcessFunction.ts'
export { KeyedStream } from '../engine/keyedStream.ts'
export { type Collector, OutputTag, type ProcessContext, type ProcessFunction } from '../engine/processFunction.ts'
export {
  type ExponentialDelayOptions,
  exponentialDelayRestart,
  fixedDelayRestart,
  noRestart,
  type RestartStrategy,
} from '../engine/restartStrategy.ts'
export type { Committable, Sink, SinkContext, SinkWriter } from '../engine/sink.ts'
// ------------------------------------------------------------------ sources, sinks, formats
export type { DeadLetter, Source, SourceBatch, SourceContext, SourceReader } from '../engine/source.ts'
export {
  type BroadcastState,
  MapStateDescriptor,
  type ReadOnlyBroadcastState,
} from '../engine/state/broadcastState.ts'
export type {
  AggregatingState,
  ListState,
  MapState,
  ReducingState,
  StateAccess,
  ValueState,
} from '../engine/state/keyedState.ts'
export type { StateOptions, StateTtlConfig } from '../engine/state/stateTtl.ts'
export {
  type TimestampAssigner,
  type WatermarkGenerator,
  WatermarkStrategy,
} from '../engine/watermarkStrategy.ts'
export { type ProcessWindowFunction, WindowedStream, type WindowRow } from '../engine/windowedStream.ts'
// ------------------------------------------------------------------ windows and aggregates
export { CumulateEventTimeWindows, CumulateProcessingTimeWindows } from '../engine/windows/cumulateWindows.ts'
export type { Evictor, EvictorContext, TimestampedValue } from '../engine/windows/evictor.ts'
export { CountEvictor } from '../engine/windows/evictors/countEvictor.ts'
export { DeltaEvictor } from '../engine/windows/evictors/deltaEvictor.ts'
export { TimeEvictor } from '../engine/windows/evictors/timeEvictor.ts'
export { GlobalWindows } from '../engine/windows/globalWindows.ts'
export { EventTimeSessionWindows, ProcessingTimeSessionWindows } from '../engine/windows/sessionWindows.ts'
export { type OnMergeContext, type Trigger, type TriggerContext, TriggerResult } from '../engine/windows/trigger.ts'
export { ContinuousEventTimeTrigger } from '../engine/windows/triggers/continuousEventTimeTrigger.ts'
export { ContinuousProcessingTimeTrigger } from '../engine/windows/triggers/continuousProcessingTimeTrigger.ts'
export { CountTrigger } from '../engine/windows/triggers/countTrigger.ts'
export { DeltaTrigger } from '../engine/windows/triggers/deltaTrigger.ts'
export { EventTimeTrigger } from '../engine/windows/triggers/eventTimeTrigger.ts'
export { ProcessingTimeTrigger } from '../engine/windows/triggers/processingTimeTrigger.ts'
export { PurgingTrigger } from '../engine/windows/triggers/purgingTrigger.ts'
export type { WindowAssigner, WindowAssignerContext, Windows } from '../engine/windows/windowAssigner.ts'
export {
  SlidingEventTimeWindows,
  SlidingProcessingTimeWindows,
  type TimeWindow,
  type TimeWindows,
  TumblingEventTimeWindows,
  TumblingProcessingTimeWindows,
} from '../engine/windows/windowAssigners.ts'
export type { ProcessAllWindowFunction, WindowContext } from '../engine/windows/windowFunction.ts'
export { display } from './display.ts'
export type { ProgressBar, ProgressOptions } from './displayProgress.ts'
// ------------------------------------------------------------------ environment, parameters, showing
export { env } from './env.ts'
export * as ml from './ml.ts'
export { param, type Widened } from './param.ts'
export * as plot from './plot.ts'
export { progress } from './progress.ts'
export { type ReplayOptions, record, replay } from './recording.ts'
export * as rich from './rich.ts'
export type { DisplayHandle } from './session.ts'
export { fileSink, kafkaSink, webSocketSink } from './sinks.ts'
export { dataGenSource, fileSource, httpSource, kafkaSource, webSocketSource } from './sources.ts'
export { StreamPlot } from './streamPlot.ts'
