import { BarPlot } from './barPlot.ts'
import { CalibrationPlot } from './calibrationPlot.ts'
import { CoefficientPlot } from './coefficientPlot.ts'
import { ConfusionPlot } from './confusionPlot.ts'
import { HeatmapPlot } from './heatmapPlot.ts'
import { HistogramPlot } from './histogramPlot.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import type { PlotKind, PlotSpec } from './plotSpec.ts'
import { ResidualPlot } from './residualPlot.ts'
import { SeriesPlot } from './seriesPlot.ts'

const BUILDERS: Readonly<Record<PlotKind, new (spec: PlotSpec) => PlotBuilder>> = {
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
}

/** What draws a spec. */
export function plotBuilder(spec: PlotSpec): PlotBuilder {
  return new BUILDERS[spec.kind](spec)
}
