import { builtinModules } from 'node:module'
import type ts from 'typescript'
import type { CellFile } from '../cellModules.ts'
import type { CellProgram } from '../cellProgram.ts'
import type { CellFormat } from '../messages.ts'

/** Node's modules are imported as `node:fs`, never as `fs`. */
const BARE_NODE_MODULE = `^(${builtinModules.filter(name => !name.includes(':')).join('|')})$`

/** How TypeScript writes what it adds to a cell: in the cell's own quotes, imports as a person would write them. */
export function preferences(program: CellProgram, cell: CellFile): ts.UserPreferences {
  return {
    quotePreference: usesDoubleQuotes(cell.code) ? 'double' : 'single',
    importModuleSpecifierPreference: 'shortest',
    importModuleSpecifierEnding: 'js', // the endings that files have: cells import `./rates.ts`
    allowTextChangesInNewFiles: false,
    providePrefixAndSuffixTextForRename: true,
    includePackageJsonAutoImports: 'on',
    autoImportFileExcludePatterns: program.internalModules,
    autoImportSpecifierExcludeRegexes: [BARE_NODE_MODULE],
  }
}

/** For text that TypeScript writes: with semicolons where the cell has them. */
export function writingSettings(program: CellProgram, cell: CellFile, format: CellFormat): ts.FormatCodeSettings {
  const { Remove, Insert } = program.typescript.SemicolonPreference
  return { ...formatSettings(program, format), semicolons: usesSemicolons(cell.code) ? Insert : Remove }
}

/** For text that is there: its semicolons stay as they are. */
export function formatSettings(
  { typescript }: CellProgram,
  { tabSize, insertSpaces }: CellFormat,
): ts.FormatCodeSettings {
  return {
    ...typescript.getDefaultFormatCodeSettings('\n'),
    tabSize,
    indentSize: tabSize,
    convertTabsToSpaces: insertSpaces,
    semicolons: typescript.SemicolonPreference.Ignore,
  }
}

function usesSemicolons(code: string): boolean {
  const ends = code.match(/[\w)\]}'"`](;?)[ \t]*$/gm) ?? []
  return ends.filter(end => end.includes(';')).length * 2 > ends.length
}

function usesDoubleQuotes(code: string): boolean {
  const count = (quote: string) => code.split(quote).length
  return count('"') > count("'")
}
