import { FlinknbError } from '../../base/errors.ts'
import { createPlotModel, type PlotModel } from '../../plot/plotModel.ts'
import type { PlotSpec } from '../../plot/plotSpec.ts'
import {
  LIVE_MIME,
  type OutputId,
  PLOTLY_MIME,
  type PlotPatch,
  type PlotState,
  type StreamStatus,
} from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import type { LiveAnswer, LiveQuestion } from '../../protocol/questions.ts'
import type { LiveView } from '../liveView.ts'
import { visibleText } from './cellText.ts'
import { toCellValue } from './cellValue.ts'
import { liveOutput, startingStatus } from './liveOutput.ts'
import { sparkText } from './sparkText.ts'
import { sameStatus, statusText } from './statusText.ts'

/** A live plot. Bounded as its kind of plot is (see `createPlotModel`). */
export class PlotView implements LiveView {
  private readonly model: PlotModel
  private status: StreamStatus = startingStatus
  private statusChanged = false
  private summary: string

  /** @throws FlinknbError later, from `append`, when the first record lacks a column of the spec */
  constructor(
    readonly outputId: OutputId,
    spec: PlotSpec,
  ) {
    this.model = createPlotModel(spec)
    this.summary = this.model.figure().summary
  }

  append(values: readonly unknown[], timestamps: Float64Array | undefined): void {
    this.model.append(values, timestamps)
  }

  setStatus(status: StreamStatus): void {
    if (sameStatus(status, this.status)) return
    this.status = status
    this.statusChanged = true
  }

  state(): PlotState {
    return { kind: 'plot', ...this.model.figure(), status: this.status }
  }

  takePatch(): PlotPatch | undefined {
    const change = this.model.takeChange()
    if (!change && !this.statusChanged) return undefined
    this.statusChanged = false
    if (change) this.summary = change.summary
    return { kind: 'plot', summary: this.summary, ...change, status: this.status }
  }

  answer(question: LiveQuestion): LiveAnswer {
    if (question.kind === 'pointRecord') return { record: toCellValue(this.model.record(question)) }
    throw new FlinknbError('INVALID_STATE', `A plot has no answer to '${question.kind}'.`)
  }

  mimeBundle(): MimeBundle {
    const state = this.state()
    const trend = sparkText(state.data)
    return {
      [LIVE_MIME]: liveOutput(this.outputId, state),
      [PLOTLY_MIME]: { data: state.data, layout: state.layout },
      'text/plain': [visibleText(state.summary), ...trend.map(visibleText), statusText(state.status)].join('\n'),
    }
  }
}
