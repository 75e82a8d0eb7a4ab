import { BarPlot } from './barPlot.ts'
import { CalibrationPlot } from './calibrationPlot.ts'
import { CandlestickPlot } from './candlestickPlot.ts'
import { CoefficientPlot } from './coefficientPlot.ts'
import type { ColorGroups } from './colorGroups.ts'
import { ConfusionPlot } from './confusionPlot.ts'
import { DensityPlot } from './densityPlot.ts'
import { DistributionPlot } from './distributionPlot.ts'
import { FacetPlot } from './facetPlot.ts'
import { HeatmapPlot } from './heatmapPlot.ts'
import { HistogramPlot } from './histogramPlot.ts'
import { MapPlot } from './mapPlot.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import type { PlotKind, PlotSpec } from './plotSpec.ts'
import { ResidualPlot } from './residualPlot.ts'
import { SeriesPlot } from './seriesPlot.ts'

const BUILDERS: Readonly<Record<PlotKind, new (spec: PlotSpec, groups?: ColorGroups) => PlotBuilder>> = {
  line: SeriesPlot,
  area: SeriesPlot,
  scatter: SeriesPlot,
  bar: BarPlot,
  histogram: HistogramPlot,
  heatmap: HeatmapPlot,
  residuals: ResidualPlot,
  coefficients: CoefficientPlot,
  calibration: CalibrationPlot,
  confusionMatrix: ConfusionPlot,
  box: DistributionPlot,
  violin: DistributionPlot,
  density: DensityPlot,
  candlestick: CandlestickPlot,
  map: MapPlot,
}

/** What draws a spec. */
export function plotBuilder(spec: PlotSpec): PlotBuilder {
  const { facet, kind } = spec
  if (facet === undefined) return new BUILDERS[kind](spec)
  return new FacetPlot(spec, (panel, groups) => new BUILDERS[kind](panel, groups))
}
