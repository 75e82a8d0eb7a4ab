import type ts from 'typescript'
import type { CellSyntaxError } from './cellSyntaxError.ts'
import { type CompiledCell, type CompileOptions, compileCell } from './compileCell.ts'
import { mayNeedTypeScript } from './eraseWithTypeScript.ts'

/**
 * Compiles cells and local modules by the quick road, and what that cannot read (decorators) by TypeScript, which is
 * loaded when first needed: that takes as long as starting the kernel.
 */
export class CellCompiler {
  private typescript: typeof ts | undefined
  /** Errors that may be gone with TypeScript. */
  private readonly curable = new WeakSet<CellSyntaxError>()

  /** @throws CellSyntaxError; within {@link retrying} also for code that another attempt could compile */
  compile(source: string, options: Omit<CompileOptions, 'typescript'>): CompiledCell {
    try {
      return compileCell(source, options)
    } catch (error) {
      if (!mayNeedTypeScript(source)) throw error
      if (this.typescript) return compileCell(source, { ...options, typescript: this.typescript })
      this.curable.add(error as CellSyntaxError)
      throw error
    }
  }

  /** Runs `body`, which compiles something; where that fails for want of TypeScript, loads it and runs `body` again. */
  async retrying<R>(body: () => R): Promise<R> {
    try {
      return body()
    } catch (error) {
      if (this.typescript || !this.curable.has(error as CellSyntaxError)) throw error
      this.typescript = (await import('typescript')).default
      return body()
    }
  }
}
