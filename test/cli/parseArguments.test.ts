import { expect, test } from 'vitest'
import { parseArguments, UsageError } from '../../src/cli/parseArguments.ts'

test('all options of run', () => {
  const argv =
    'run a.flinknb --param speed=5 --param topic=a=b --output o.flinknb --timeout 60s --stop-after 1min --memory-limit 512 --no-check'
  expect(parseArguments(argv.split(' '))).toEqual({
    name: 'run',
    options: {
      notebook: 'a.flinknb',
      params: { speed: '5', topic: 'a=b' },
      output: 'o.flinknb',
      timeoutMs: 60_000,
      stopAfterMs: 60_000,
      memoryLimitMb: 512,
      check: false,
    },
  })
})

test('help and version', () => {
  expect(parseArguments(['--help']).name).toBe('help')
  expect(parseArguments(['run', '-h']).name).toBe('help')
  expect(parseArguments(['--version']).name).toBe('version')
})

test.each([
  [[], /What should be done/],
  [['rum'], /Unknown command 'rum'/],
  [['run'], /which notebook/],
  [['run', 'a', 'b'], /one notebook at a time/],
  [['run', 'a', '--stop-aftr', '1s'], /Did you mean '--stop-after'/],
  [['run', 'a', '--param', 'x'], /--param name=value/],
  [['run', 'a', '--timeout', 'soon'], /--timeout: "soon" is not a duration/],
  [['run', 'a', '--memory-limit', 'lots'], /number of megabytes/],
  [['run', 'a', '--timeout'], /--timeout/],
])('%j is wrong usage', (argv, message) => {
  expect(() => parseArguments(argv)).toThrow(UsageError)
  expect(() => parseArguments(argv)).toThrow(message)
})
