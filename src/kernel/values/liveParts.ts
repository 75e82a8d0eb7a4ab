import type { OutputId, LiveOutput as SavedOutput } from '../../protocol/live.ts'
import type { MimeBundle } from '../../protocol/messages.ts'
import type { RichContent } from '../../protocol/richValue.ts'
import type { LiveOutput } from '../live/liveOutput.ts'
import { liveOutput } from '../views/liveOutput.ts'
import type { ValueParts } from './valueView.ts'

/** Streams and plots of them within a value, each an output of its own. */
export class LiveParts implements ValueParts {
  private readonly outputs = new Map<string, { readonly output: LiveOutput; forget(): void }>()

  constructor(
    /** Makes an output of what is alive. */
    private readonly follow: (value: unknown) => { readonly output: LiveOutput; forget(): void } | undefined,
  ) {}

  readonly show = (value: unknown): RichContent | undefined => {
    const part = this.follow(value)
    if (!part) return undefined
    const { outputId } = part.output.view
    this.outputs.set(outputId, part)
    return { type: 'live', output: liveOutput(outputId, part.output.view.state()) }
  }

  newest(outputId: string): SavedOutput | undefined {
    const state = this.outputs.get(outputId)?.output.view.state()
    return state && liveOutput(outputId as OutputId, state)
  }

  bundle(outputId: string): MimeBundle {
    return this.outputs.get(outputId)?.output.view.mimeBundle() ?? {}
  }

  forget(): void {
    for (const part of this.outputs.values()) part.forget()
    this.outputs.clear()
  }
}
