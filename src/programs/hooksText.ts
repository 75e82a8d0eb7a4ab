import { freshName } from './usedNames.ts'

/**
 * Code that lets Node load local files as cells do: without endings, with all of TypeScript. Only programs that import such
 * files have it.
 *
 * @param used names of the program
 */
export function hooksText(used: ReadonlySet<string>): string {
  const node = freshName('nodeModule', used)
  const fs = freshName('nodeFs', used)
  return `import * as ${node} from 'node:module'\nimport * as ${fs} from 'node:fs'
// Local files import each other without endings, and may hold what Node does not erase by itself.
${node}.registerHooks({
  resolve(specifier, context, next) {
    const found = /^\\.{1,2}\\//.test(specifier)
      ? [specifier, specifier.replace(/\\.([mc]?)js$/, '.$1ts'), ...['.ts', '.mts', '.js', '.mjs', '/index.ts'].map(end => specifier + end)]
          .map(name => new URL(name, context.parentURL))
          .find(url => ${fs}.statSync(url, { throwIfNoEntry: false })?.isFile())
      : undefined
    return next(found?.href ?? specifier, context)
  },
  load(url, context, next) {
    if (!/\\.m?ts$/.test(url) || url.includes('/node_modules/')) return next(url, context)
    const source = ${node}.stripTypeScriptTypes(${fs}.readFileSync(new URL(url), 'utf8'), { mode: 'transform' })
    return { format: 'module', source, shortCircuit: true }
  },
})`
}
