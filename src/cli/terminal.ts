import type { CellError } from '../protocol/messages.ts'

/** What the command line needs of the process's streams. */
export interface TextOutput {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** Prints what cells print and, on a terminal, keeps one line of progress below it. */
export class Terminal {
  private progressText = ''
  private shown = false
  private atLineStart = true

  constructor(
    private readonly stdout: TextOutput,
    private readonly stderr: TextOutput,
  ) {}

  print(name: 'stdout' | 'stderr', text: string): void {
    if (text === '') return
    this.clearProgress()
    this[name].write(text)
    this.atLineStart = text.endsWith('\n')
    this.showProgress()
  }

  /** A text of its own lines. */
  printBlock(name: 'stdout' | 'stderr', text: string): void {
    this.print(name, `${this.atLineStart ? '' : '\n'}${text}${text.endsWith('\n') ? '' : '\n'}`)
  }

  error(cellNumber: number, error: CellError): void {
    const cell = error.cellNumber ?? cellNumber
    const place = error.line === undefined ? `cell ${cell}` : `cell ${cell}:${error.line}`
    const stack = error.stack ? `\n${error.stack.replace(/^/gm, '    ')}` : ''
    const name = error.name === 'FlinknbError' ? (error.code ?? error.name) : error.name
    this.printBlock('stderr', `${place} ${name}: ${error.message}${stack}`)
  }

  /** Replaces the line of progress; without a terminal there is none. */
  progress(text: string): void {
    if (!this.stderr.isTTY) return
    this.clearProgress()
    this.progressText = text
    this.showProgress()
  }

  private clearProgress(): void {
    if (this.shown) this.stderr.write('\r\x1b[2K')
    this.shown = false
  }

  private showProgress(): void {
    // A line that is not finished yet would be overwritten.
    if (!this.stderr.isTTY || this.progressText === '' || !this.atLineStart) return
    this.stderr.write(this.progressText.slice(0, (this.stderr.columns || 80) - 1))
    this.shown = true
  }
}
