import path from 'node:path'
import type ts from 'typescript'
import { ANSWERS } from './answers.ts'
import { CellModules } from './cellModules.ts'
import type { CellProgram } from './cellProgram.ts'
import { compilerOptions } from './compilerOptions.ts'
import { internalModules } from './internalModules.ts'
import { slashed } from './languageFiles.ts'
import { languageHost } from './languageHost.ts'
import type { CheckedCell, LanguageCall, LanguageCalls, LanguageCell, LanguageFiles } from './messages.ts'
import type { UnsavedFiles } from './unsavedFiles.ts'

/** What the program of a notebook shares with those of others. */
export interface Surroundings {
  /** Parsed files: TypeScript's libraries, Node's types. */
  readonly registry?: ts.DocumentRegistry | undefined
  /** Whether what is being answered is not needed any more: then TypeScript breaks off and throws. */
  readonly isCancelled?: (() => boolean) | undefined
  readonly unsaved?: UnsavedFiles | undefined
}

/** The TypeScript program of one notebook: a module a cell, names visible downwards. */
export class NotebookProgram {
  private readonly program: CellProgram

  /**
   * @param notebook absolute path of the notebook's file; imports start at its folder
   * @param surroundings what it shares with other notebooks
   */
  constructor(typescript: typeof ts, notebook: string, files: LanguageFiles, surroundings: Surroundings = {}) {
    const { registry = typescript.createDocumentRegistry(), isCancelled = () => false, unsaved } = surroundings
    const cells = new CellModules(typescript, slashed(notebook))
    const options = compilerOptions(typescript, files)
    const folder = path.posix.dirname(slashed(notebook))
    const host = languageHost(typescript, options, files, folder, cells, () => service.getProgram(), unsaved)
    host.getCancellationToken = () => ({ isCancellationRequested: isCancelled })
    const service: ts.LanguageService = typescript.createLanguageService(host, registry)
    this.program = { typescript, service, cells, files, internalModules: internalModules(files, cells) }
  }

  /** Takes the notebook's TypeScript cells as they stand now, in order. */
  update(cells: readonly LanguageCell[]): void {
    this.program.cells.update(cells)
  }

  /** @throws FlinknbError where the call cannot be done (a name that cannot be renamed) */
  answer<C extends LanguageCall>(call: C, ask: LanguageCalls[C]['ask']): LanguageCalls[C]['answer'] {
    return ANSWERS[call](this.program, ask)
  }

  /** What is wrong in one cell, or in each. A cell that is not there has no findings. */
  check(cellId?: string): readonly CheckedCell[] {
    return this.answer('check', { cellId })
  }

  dispose(): void {
    this.program.service.dispose()
  }
}
