import { FlinknbError } from '../base/errors.ts'
import { show } from '../base/options.ts'
import { DataStream } from '../engine/dataStream.ts'
import { printSink } from './printSink.ts'

declare module '../engine/dataStream.ts' {
  interface DataStream<T> {
    /**
     * Prints every record, as `console.log` does (Flink's `print`). In a notebook `display(stream)` shows a live table instead.
     *
     * @param label stands before each record, to tell streams apart: `label> …`
     */
    print(label?: string): void
  }
}

/** Gives streams their `print`; the engine itself knows no console. Called once, by the module. */
export function installPrintMethod(): void {
  DataStream.prototype.print = function print<T>(this: DataStream<T>, label?: string): void {
    if (label !== undefined && typeof label !== 'string') {
      throw new FlinknbError('INVALID_OPTION', `print: the label ${show(label)} is not text.`)
    }
    this.sinkTo(printSink<T>(label))
  }
}
