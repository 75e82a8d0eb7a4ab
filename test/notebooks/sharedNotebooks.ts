import { cpSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.resolve(import.meta.dirname, '../../examples')

/** Copies the example notebooks, which must run unmodified, and their data into a folder. */
export function copyNotebooks(directory: string): void {
  cpSync(FOLDER, directory, { recursive: true })
}

/** Whether an example is, byte for byte, the notebook it was copied from, where that one is at hand. */
export function isUnmodified(name: string): boolean {
  const original = path.resolve(import.meta.dirname, '../../../shared/notebooks', name)
  if (!existsSync(original)) return true
  return readFileSync(original).equals(readFileSync(path.join(FOLDER, name)))
}

/** Rows of a CSV file whose fields are all numbers. */
export function readNumbers(file: string): Record<string, number>[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const names = header.split(',')
  return lines.map(line => Object.fromEntries(line.split(',').map((field, i) => [names[i], Number(field)])))
}
