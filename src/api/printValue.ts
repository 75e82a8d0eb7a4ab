import { DataStream } from '../engine/dataStream.ts'
import { printPlotSink } from './printPlotSink.ts'
import { printSink } from './printSink.ts'
import { progressText } from './progressText.ts'
import { HtmlValue, ImageValue, MarkdownValue, ProgressValue, RowValue, TabsValue } from './richValues.ts'
import { StreamPlot } from './streamPlot.ts'

/** What `display` does in a plain program: text on the console; of a progress bar only its end. */
export function printValue(value: unknown): void {
  if (value instanceof DataStream) value.sinkTo(printSink())
  else if (value instanceof StreamPlot) value.stream.sinkTo(printPlotSink(value.spec))
  else if (value instanceof HtmlValue) console.log(value.html)
  else if (value instanceof MarkdownValue) console.log(value.markdown)
  else if (value instanceof ImageValue) console.log(`[picture: ${value.alt}]`)
  else if (value instanceof RowValue) value.parts.forEach(printValue)
  else if (value instanceof TabsValue) {
    for (const [name, part] of Object.entries(value.tabs)) {
      console.log(`${name}:`)
      printValue(part)
    }
  } else if (!(value instanceof ProgressValue)) console.log(value)
  else if (value.state !== 'running') console.log(progressText(value))
}
