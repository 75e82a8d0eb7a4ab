import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ml } from '../../../src/api/index.ts'
import { runOnnx } from '../../ml/onnx/runOnnx.ts'

const folder = () => mkdtempSync(path.join(tmpdir(), 'flinknb-onnx-'))
const line = () => new ml.LinearRegression().fit([{ x: 0 }, { x: 1 }], [1, 3])

test('a file holds what toOnnx gives, replaces the one before, and runs', async () => {
  const file = path.join(folder(), 'models', 'price.onnx')
  expect(ml.saveOnnx(line(), file)).toBe(file)
  ml.saveOnnx(line(), file)
  expect(readdirSync(path.dirname(file))).toEqual(['price.onnx'])
  const bytes = new Uint8Array(readFileSync(file))
  expect(bytes).toEqual(ml.toOnnx(line()))
  expect((await runOnnx(bytes, [[10]])).prediction?.[0]).toBeCloseTo(21, 12)
})

test('a live model is exported as the version it stands for', async () => {
  const store = ml.modelStore(folder())
  store.save('price', line())
  const { prediction } = await runOnnx(ml.toOnnx(store.live('price')), [[2]])
  expect(prediction?.[0]).toBeCloseTo(5, 12)
})

test('what is no path, and where nothing can be written, is said', () => {
  expect(() => ml.saveOnnx(line(), '')).toThrow(/is no path of a file/)
  const notAFolder = path.join(folder(), 'file')
  writeFileSync(notAFolder, '')
  expect(() => ml.saveOnnx(line(), path.join(notAFolder, 'price.onnx'))).toThrow(/price\.onnx cannot be written/)
})
