// Writes ThirdPartyNotices.txt: the licences of the packages that a build took something from.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** @param {readonly { inputs: Record<string, unknown> }[]} metafiles what esbuild says of each bundle */
export function writeThirdPartyNotices(root, metafiles) {
  const folders = new Set(metafiles.flatMap(metafile => Object.keys(metafile.inputs).flatMap(packageFolder)))
  folders.add('node_modules/typescript').add('node_modules/@types/node') // their declarations are copied, not bundled
  const notices = [...folders].sort().map(folder => notice(path.join(root, folder)))
  const head = 'flinknb contains parts of the following packages.'
  writeFileSync(path.join(root, 'ThirdPartyNotices.txt'), [head, ...notices].join(`\n\n${'='.repeat(100)}\n\n`))
}

/** The innermost package that a bundled file belongs to. */
function packageFolder(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll('\\', '/'))
  return match ? [match[1]] : []
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find(entry => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry))
  const text = file && existsSync(path.join(folder, file)) ? readFileSync(path.join(folder, file), 'utf8').trim() : ''
  return `${name} ${version}\nLicence: ${typeof license === 'string' ? license : JSON.stringify(license)}\n\n${text}`.trim()
}
