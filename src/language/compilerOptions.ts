import type ts from 'typescript'
import type { LanguageFiles } from './messages.ts'

/**
 * How cells are checked, whatever tsconfig lies in their folder: strict, less what `isTolerated` lets pass.
 * Nothing of the browser: cells run in Node.
 */
export function compilerOptions(typescript: typeof ts, files: LanguageFiles): ts.CompilerOptions {
  return {
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.Preserve, // `import os = require(…)` is legal in a cell
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    moduleDetection: typescript.ModuleDetectionKind.Force,
    paths: { flinknb: [files.api] }, // for the imports that TypeScript writes
    lib: ['lib.esnext.d.ts'],
    types: ['node'],
    typeRoots: [files.types],
    strict: true,
    allowJs: true,
    checkJs: false,
    maxNodeModuleJsDepth: 0,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    allowUnreachableCode: true,
    allowUnusedLabels: true,
    skipLibCheck: true,
    noEmit: true,
  }
}
