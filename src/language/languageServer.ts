import type ts from 'typescript'
import { FlinknbError } from '../base/errors.ts'
import { slashed } from './languageFiles.ts'
import type { LanguageCall, LanguageCalls, LanguageFiles, LanguageRequest } from './messages.ts'
import { NotebookProgram } from './notebookProgram.ts'
import { UnsavedFiles } from './unsavedFiles.ts'

type CallRequest = Extract<LanguageRequest, { type: 'call' }>
type Notification = Exclude<LanguageRequest, CallRequest>

/** The open notebooks, and who answers what is asked of them. */
export class LanguageServer {
  private readonly programs = new Map<string, NotebookProgram>()
  private readonly registry: ts.DocumentRegistry
  private readonly unsaved = new UnsavedFiles()

  constructor(
    private readonly typescript: typeof ts,
    private readonly files: LanguageFiles,
    /** Whether nobody waits any more for what is being answered. */
    private readonly isCancelled: () => boolean = () => false,
  ) {
    this.registry = typescript.createDocumentRegistry(typescript.sys.useCaseSensitiveFileNames)
  }

  notify(request: Notification): void {
    if (request.type === 'file') {
      this.unsaved.set(slashed(request.file), request.text)
      return
    }
    if (request.type === 'close') {
      this.programs.get(request.notebook)?.dispose()
      this.programs.delete(request.notebook)
      return
    }
    let program = this.programs.get(request.notebook)
    if (!program) {
      program = new NotebookProgram(this.typescript, request.notebook, this.files, {
        registry: this.registry,
        isCancelled: this.isCancelled,
        unsaved: this.unsaved,
      })
      this.programs.set(request.notebook, program)
    }
    program.update(request.cells)
  }

  answer(request: CallRequest): LanguageCalls[LanguageCall]['answer'] {
    const program = this.programs.get(request.notebook)
    if (!program)
      throw new FlinknbError('INVALID_STATE', `The notebook ${request.notebook} is not open in the language service.`)
    return program.answer(request.call, request.ask)
  }
}
