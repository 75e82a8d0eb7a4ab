// Puts into dist/ what the language service reads, so that cells are checked with no node_modules beside them:
//   dist/types/            declarations of 'flinknb' and of what it is made of; the npm package's types too
//   dist/language/lib/     TypeScript's own libraries (ECMAScript; cells run in Node, so nothing of the browser)
//   dist/language/types/   Node's types: node, undici-types
// Run alone: node scripts/buildTypes.mjs. From the build, once dist/ has been emptied: await buildTypes(root).
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Does all three. Throws, with the compiler's words, when the declarations cannot be made. */
export async function buildTypes(root, dist = path.join(root, 'dist')) {
  copyLibraries(root, dist)
  await emitDeclarations(root, dist)
  copyTypePackages(root, dist)
}

/** TypeScript's libraries but those of browsers and script hosts. */
export function copyLibraries(root, dist) {
  const from = path.dirname(createRequire(path.join(root, 'package.json')).resolve('typescript'))
  const to = emptied(path.join(dist, 'language/lib'))
  for (const file of readdirSync(from)) {
    if (/^lib\.(es|decorators)[\w.]*\.d\.ts$/.test(file) && !/\.full\.d\.ts$/.test(file))
      cpSync(path.join(from, file), path.join(to, file))
  }
}

/** The declarations of src/api and of every file that they name. */
export async function emitDeclarations(root, dist) {
  const { default: ts } = await import('typescript')
  const fail = diagnostics => {
    const host = { getCurrentDirectory: () => root, getCanonicalFileName: name => name, getNewLine: () => '\n' }
    throw new Error(`The declarations of 'flinknb' cannot be made:\n${ts.formatDiagnostics(diagnostics, host)}`)
  }
  const configFile = path.join(root, 'tsconfig.types.json')
  const config = ts.getParsedCommandLineOfConfigFile(
    configFile,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: found => fail([found]) },
  )
  if (config.errors.length > 0) fail(config.errors)
  const program = ts.createProgram(config.fileNames, { ...config.options, outDir: emptied(path.join(dist, 'types')) })
  const { diagnostics, emitSkipped } = program.emit()
  if (emitSkipped || diagnostics.length > 0) fail(diagnostics)
  for (const file of program.getSourceFiles()) copyDeclaration(root, dist, file.fileName)
  nameAugmentations(path.join(dist, 'types'))
  keepReachable(path.join(dist, 'types'))
}

/**
 * A file that adds methods to a class of another is imported for its effect on types too, which the compiler leaves
 * out of the entry's declarations where the program imports it for its values alone.
 */
function nameAugmentations(types) {
  const entry = path.join(types, 'api/index.d.ts')
  for (const file of declarationFiles(types)) {
    if (!/^declare module '\./m.test(readFileSync(file, 'utf8'))) continue
    const specifier = path
      .relative(path.dirname(entry), file)
      .replaceAll('\\', '/')
      .replace(/\.d\.ts$/, '.ts')
    appendFileSync(entry, `import '${specifier.startsWith('.') ? specifier : `./${specifier}`}';\n`)
  }
}

/** Of what the compiler wrote, keeps what the entry's types lead to: not the insides, and what those would drag along. */
function keepReachable(types) {
  const reached = new Set()
  const queue = [path.join(types, 'api/index.d.ts')]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    for (const specifier of specifiers(file)) {
      if (specifier.startsWith('.')) queue.push(declarationOf(path.resolve(path.dirname(file), specifier)))
    }
  }
  for (const file of declarationFiles(types)) if (!reached.has(file)) rmSync(file)
}

/** `x.ts` → `x.d.ts`, `x.cjs` → `x.d.cts`. */
const declarationOf = file => file.replace(/\.([mc]?)[jt]s$/, '.d.$1ts')

/** Modules that a declaration file imports, in whichever way. */
function specifiers(file) {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from\s*|import\(\s*|^import\s+)['"]([^'"]+)['"]/gm)].map(match => match[1])
}

/** A hand-written declaration in src (beside a .cjs) is not emitted: it is copied. */
function copyDeclaration(root, dist, file) {
  const relative = path.relative(path.join(root, 'src'), file)
  if (relative.startsWith('..') || !/\.d\.[mc]?ts$/.test(relative)) return
  cpSync(file, path.join(dist, 'types', relative))
}

/**
 * Node's types and what they need. Packages that only the insides of connectors name (a Kafka client) stay out: no type
 * that a cell can reach is made of theirs, and they are many times larger.
 */
export function copyTypePackages(root, dist) {
  const to = emptied(path.join(dist, 'language/types'))
  const wanted = ['node']
  const done = new Set()
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (done.has(name)) continue
    done.add(name)
    const from = typesOf(root, name)
    if (!from)
      throw new Error(
        `The declarations of 'flinknb' name the package '${name}', of which there are no types in node_modules.`,
      )
    const target = path.join(to, name)
    cpSync(from, target, {
      recursive: true,
      filter: file => !/node_modules.+node_modules/.test(file) && isDeclaration(file),
    })
    const needed = Object.keys(JSON.parse(readFileSync(path.join(from, 'package.json'), 'utf8')).dependencies ?? {})
    wanted.push(...needed.map(dependency => dependency.replace(/^@types\//, '')))
  }
}

const isDeclaration = file => statSync(file).isDirectory() || /(\.d\.[mc]?ts|package\.json|LICENSE(\.\w+)?)$/.test(file)

function typesOf(root, name) {
  const folders = [
    path.join(root, 'node_modules/@types', name.replace(/^@(.+)\//, '$1__')),
    path.join(root, 'node_modules', name),
  ]
  return folders.find(folder => existsSync(path.join(folder, 'package.json')))
}

function declarationFiles(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => /\.d\.[mc]?ts$/.test(name))
  return names.map(name => path.join(folder, name))
}

function emptied(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const start = performance.now()
  await buildTypes(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'))
  console.log(`dist/types, dist/language: ${Math.round(performance.now() - start)} ms`)
}
