import { FlinknbError, messageOf } from '../../base/errors.ts'
import type { Job } from '../../engine/job.ts'
import type { RendererMessage } from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import type { LiveQuestion } from '../../protocol/questions.ts'
import type { LiveView } from '../liveView.ts'
import { deadLettersOf } from '../views/newestRecords.ts'
import { StreamStatusTracker } from './streamStatusTracker.ts'
import type { ViewCount } from './viewSink.ts'

/** Where a live output's news go. */
export interface LivePorts {
  toRenderers(message: RendererMessage): void
  /** The whole output, for the notebook's file. */
  save(displayId: string, data: MimeBundle): void
}

/** How often the whole of a changing output is sent for the file. */
const SAVE_INTERVAL_MS = 2_000

/** One view on screen: patches go to renderers that show it, now and then the whole goes to the file. */
export class LiveOutput {
  readonly count: ViewCount = { records: 0 }
  private readonly tracker = new StreamStatusTracker(this.count, () => performance.now())
  private job: Job | undefined
  private attached = 0
  private savedAt = performance.now()
  private changedSinceSave = false
  /** The notebook takes what is saved only while the cell runs. */
  private cellEnded = false

  constructor(
    readonly view: LiveView,
    private readonly ports: LivePorts,
  ) {}

  /** The job that feeds it has been submitted. */
  follow(job: Job): void {
    this.job = job
    this.view.follow?.(job)
  }

  attach(): void {
    this.attached++
    this.ports.toRenderers({ type: 'state', outputId: this.view.outputId, state: this.view.state() })
  }

  detach(): void {
    this.attached = Math.max(0, this.attached - 1)
  }

  /** Answers a question of a renderer, with an error where it cannot be answered. */
  async answer(askId: string, question: LiveQuestion): Promise<void> {
    const { outputId } = this.view
    try {
      if (question.kind === 'deadLetters' && this.job && !this.view.outlivesCell) {
        this.ports.toRenderers({ type: 'answer', outputId, askId, answer: deadLettersOf([this.job]) })
        return
      }
      if (!this.view.answer) throw new FlinknbError('INVALID_STATE', `This output has no answer to '${question.kind}'.`)
      const answer = await this.view.answer(question)
      this.ports.toRenderers({ type: 'answer', outputId, askId, answer })
    } catch (error) {
      this.ports.toRenderers({ type: 'answer', outputId, askId, error: messageOf(error) })
    }
  }

  /** Sends what changed since the last time. */
  tick(): void {
    this.view.setStatus(this.tracker.status(this.job))
    // Taken also when nobody looks: that is what keeps a view's memory bounded.
    const patch = this.view.takePatch()
    if (!patch) return
    this.changedSinceSave = true
    if (this.attached > 0) this.ports.toRenderers({ type: 'patch', outputId: this.view.outputId, patch })
    if (!this.cellEnded && performance.now() - this.savedAt >= SAVE_INTERVAL_MS) this.save()
  }

  /** The last word: sent and saved whatever the time. */
  finish(): void {
    this.tick()
    if (this.changedSinceSave && !this.cellEnded) this.save()
    this.cellEnded = true
  }

  private save(): void {
    this.savedAt = performance.now()
    this.changedSinceSave = false
    this.ports.save(this.view.outputId, this.view.mimeBundle())
  }
}
