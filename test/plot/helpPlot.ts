import { expect } from 'vitest'
import { createPlotModel, type PlotChange, type PlotFigure } from '../../src/plot/plotModel.ts'
import type { PlotSpec } from '../../src/plot/plotSpec.ts'
import { applyPatch } from '../../src/protocol/applyPatch.ts'
import type { PlotState, StreamStatus } from '../../src/protocol/live.ts'

export const STATUS: StreamStatus = {
  phase: 'running',
  records: 0,
  recordsPerSecond: 0,
  watermark: null,
  late: 0,
  malformed: 0,
}

export function asState(figure: PlotFigure): PlotState {
  return { kind: 'plot', ...figure, status: STATUS }
}

export function applyChange(state: PlotState, change: PlotChange): PlotState {
  return applyPatch(state, { kind: 'plot', ...change, status: STATUS }) as PlotState
}

/**
 * Feeds batches, holding after each that the changes, applied one by one, give the figure; `lookEvery` asks for whole
 * figures in between, as attaching renderers do. Returns the last figure and the changes.
 */
export function feed(
  spec: PlotSpec,
  batches: readonly (readonly unknown[])[],
  { lookEvery = 0, timestamps = [] as readonly Float64Array[] } = {},
): { figure: PlotState; changes: PlotChange[] } {
  const model = createPlotModel(spec)
  let followed = asState(model.figure())
  const changes: PlotChange[] = []
  for (const [index, batch] of batches.entries()) {
    model.append(batch, timestamps[index])
    if (lookEvery > 0 && index % lookEvery === 0) model.figure()
    const change = model.takeChange()
    if (!change) continue
    changes.push(change)
    followed = applyChange(followed, change)
  }
  expect(model.takeChange()).toBeUndefined()
  const figure = asState(model.figure())
  expect(followed).toEqual(figure)
  return { figure, changes }
}

/** The rows in batches of `size`. */
export function batchesOf<T>(rows: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size))
}
