import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { expect, test } from 'vitest'

/**
 * Who may import whom: the table of ARCHITECTURE.md. `layers` are folders of src/ besides base and the own one;
 * `packages` are npm packages; `node` says whether `node:` modules are allowed; `typesOnly` packages may appear in
 * `import type` alone.
 */
interface Layer {
  readonly layers: readonly string[]
  readonly packages?: readonly string[]
  readonly typesOnly?: readonly string[]
  readonly node?: boolean
}

const LAYERS: Readonly<Record<string, Layer>> = {
  base: { layers: [] },
  protocol: { layers: [] },
  engine: { layers: [] },
  ml: { layers: [] },
  table: { layers: ['engine'] },
  dataframe: { layers: ['engine'], packages: ['danfojs-node'] },
  connectors: {
    layers: ['engine', 'table'],
    packages: ['ws', '@platformatic/kafka', 'papaparse', 'devalue'],
    node: true,
  },
  cluster: { layers: ['engine', 'table'], node: true },
  plot: { layers: ['protocol', 'ml'], typesOnly: ['plotly.js'] },
  api: {
    layers: ['engine', 'ml', 'table', 'dataframe', 'connectors', 'cluster', 'plot', 'protocol'],
    packages: ['protobufjs'],
    node: true,
  },
  nbformat: { layers: ['protocol'], packages: ['jsonc-parser'] },
  // Notebook ↔ program, page and Jupyter file: text in, text out. TypeScript is handed to it, so that nobody loads it
  // who does not export; Markdown and text edits are done by libraries that read no files either.
  programs: {
    layers: ['protocol', 'nbformat'],
    packages: ['magic-string', 'markdown-it'],
    typesOnly: ['typescript'],
  },
  kernel: {
    layers: ['api', 'engine', 'ml', 'dataframe', 'table', 'connectors', 'plot', 'protocol'],
    packages: [
      'sucrase',
      'acorn',
      'magic-string',
      '@jridgewell/sourcemap-codec',
      'typescript',
      '@dagrejs/dagre',
      'parse5',
      'markdown-it',
    ],
    node: true,
  },
  language: { layers: ['protocol'], packages: ['typescript'], node: true },
  cli: {
    layers: ['api', 'plot', 'protocol', 'nbformat', 'language', 'host', 'programs'],
    packages: ['typescript'],
    node: true,
  },
  host: { layers: ['protocol'], node: true },
  notebook: { layers: ['protocol', 'language', 'nbformat', 'host'], packages: ['vscode'], node: true },
  renderer: { layers: ['protocol'], packages: ['plotly.js'], typesOnly: ['vscode-notebook-renderer'] },
  'extension.ts': { layers: ['notebook'], typesOnly: ['vscode'] },
}

const SRC = path.resolve(import.meta.dirname, '../../src')
const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"$]+)['"]|import\(\s*['"]([^'"$]+)['"]\s*\)/gm

function violations(file: string): string[] {
  const relative = path.relative(SRC, file)
  const own = relative.split(path.sep)[0] ?? ''
  const layer = LAYERS[own]
  if (!layer) return [`${relative}: '${own}' is no layer`]
  const found: string[] = []
  for (const match of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const specifier = match[2] ?? match[3] ?? ''
    const typeOnly = match[1] !== undefined
    if (!allowed(file, own, layer, specifier, typeOnly)) found.push(`${relative} imports ${specifier}`)
  }
  return found
}

function allowed(file: string, own: string, layer: Layer, specifier: string, typeOnly: boolean): boolean {
  if (specifier.startsWith('.')) {
    const target = path.relative(SRC, path.resolve(path.dirname(file), specifier)).split(path.sep)[0] ?? ''
    return target === own || target === 'base' || layer.layers.includes(target)
  }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return layer.node === true
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  return (layer.packages ?? []).includes(name) || (typeOnly && (layer.typesOnly ?? []).includes(name))
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name))
  .map(name => path.join(SRC, name))

test('every import keeps to the table of layers', () => {
  expect(files.length).toBeGreaterThan(10)
  expect(files.flatMap(violations)).toEqual([])
})

test('the check sees what it forbids', () => {
  const engine = LAYERS.engine as Layer
  const file = path.join(SRC, 'engine/x.ts')
  expect(allowed(file, 'engine', engine, '../ml/y.ts', false)).toBe(false)
  expect(allowed(file, 'engine', engine, 'node:fs', false)).toBe(false)
  expect(allowed(file, 'engine', engine, '../base/clock.ts', false)).toBe(true)
})

test('engine and ml know no clock, timer or chance of their own', () => {
  const forbidden = /\b(Date\.now|performance\.now|setTimeout|setInterval|setImmediate|Math\.random)\b/
  const bad = files
    .filter(file => /^(engine|ml|table)[/\\]/.test(path.relative(SRC, file)))
    .filter(file => forbidden.test(readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
  expect(bad.map(file => path.relative(SRC, file))).toEqual([])
})
