import { execFileSync, spawnSync } from 'node:child_process'

/** Jupyter's validator alone, as strict as it is; prints the numbers of the texts that it refuses, and why. */
const VALIDATOR = `
import json, sys, warnings, nbformat
warnings.simplefilter('error')
for index, text in enumerate(json.load(sys.stdin)):
    try:
        nbformat.validate(json.loads(text))
    except Exception as error:
        print(index, type(error).__name__, str(error).splitlines()[0])
`

export const isNbformatMissing = spawnSync('python3', ['-c', 'import nbformat']).status !== 0
export const NBFORMAT_NEEDED = 'needs python3 with the nbformat package'

/** The files that nbformat's own validator refuses, with its words. */
export function refusedByJupyter(files: readonly { readonly name: string; readonly text: string }[]): string[] {
  const texts = files.map(({ text }) => text.replace(/^\uFEFF/, ''))
  return linesOfPython(VALIDATOR, JSON.stringify(texts)).map(
    line => `${files[Number.parseInt(line, 10)]?.name}: ${line}`,
  )
}

/** What a Python program prints that is given this. */
export function linesOfPython(program: string, input: string): string[] {
  const out = execFileSync('python3', ['-c', program], { input, encoding: 'utf8', maxBuffer: 1 << 28 })
  return out.split('\n').filter(Boolean)
}
