import { chain } from './chain.ts'
import { type Compared, compare } from './compare.ts'
import { kernelTimes } from './kernelTimes.ts'
import { prequentialRegression } from './prequentialRegression.ts'
import { tumblingWindow } from './tumblingWindow.ts'

const RECORDS = 1_000_000

console.log(`Node ${process.version}, ${RECORDS.toLocaleString('en')} records; medians of rounds in turn\n`)
console.log(
  `${'work'.padEnd(44)}${'engine'.padStart(12)}${'loop'.padStart(12)}${'ratio'.padStart(8)}${'wanted'.padStart(9)}`,
)
for (const comparison of [
  () => chain(RECORDS),
  () => tumblingWindow(RECORDS, 1_000),
  () => tumblingWindow(RECORDS, 1_000_000),
  () => prequentialRegression(RECORDS),
]) {
  print(await compare(comparison()))
}
await kernelTimes()

function print({ name, ours, handWritten, ratio, wanted }: Compared): void {
  const speed = (perSecond: number) => `${(perSecond / 1e6).toFixed(2)} M/s`.padStart(12)
  console.log(
    `${name.padEnd(44)}${speed(ours)}${speed(handWritten)}${ratio.toFixed(2).padStart(8)}${wanted.toFixed(1).padStart(9)}`,
  )
}
