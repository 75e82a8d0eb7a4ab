import { readFileSync } from 'node:fs'
import path from 'node:path'

const MODULE_SYNTAX = /^\s*(?:import\b(?!\s*\()|export\b)/m

/** Whether a local JavaScript file is CommonJS: by its extension, its syntax, then the `type` of the nearest package.json. */
export function isCommonJs(file: string, extension: string, source: string): boolean {
  if (extension === '.cjs') return true
  if (extension !== '.js' || MODULE_SYNTAX.test(source)) return false
  return packageType(path.dirname(file)) !== 'module'
}

function packageType(directory: string): string {
  try {
    const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as { type?: string }
    return manifest.type ?? 'commonjs'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const parent = path.dirname(directory)
    return parent === directory ? 'commonjs' : packageType(parent)
  }
}
