import { chain } from './chain.ts'
import { checkpointed } from './checkpointed.ts'
import { type Compared, compare } from './compare.ts'
import { costPerRecord } from './costPerRecord.ts'
import { gradient } from './gradient.ts'
import { intervalJoin } from './intervalJoin.ts'
import { kernelTimes } from './kernelTimes.ts'
import { languageTimes } from './languageTimes.ts'
import { pattern } from './pattern.ts'
import { prequentialRegression } from './prequentialRegression.ts'
import { regressionWidth, regressionWidthOne } from './regressionWidth.ts'
import { sessionWindow } from './sessionWindow.ts'
import { sixSteps } from './sixSteps.ts'
import { slidingWindow } from './slidingWindow.ts'
import { threadHold } from './threadHold.ts'
import { topNProducts, topNPurchases } from './topN.ts'
import { trees } from './trees.ts'
import { tumblingWindow } from './tumblingWindow.ts'

const RECORDS = 1_000_000
/** `npm run bench -- slidingWindow`: one of them. */
const only = process.argv[2]
if (only === 'regressionWidthOne') {
  await regressionWidthOne(process.argv[3] ?? '', Number(process.argv[4]))
  process.exit()
}

console.log(`Node ${process.version}, ${RECORDS.toLocaleString('en')} records; medians of rounds in turn\n`)
console.log(
  `${'work'.padEnd(44)}${'engine'.padStart(12)}${'loop'.padStart(12)}${'ratio'.padStart(8)}${'wanted'.padStart(9)}`,
)
for (const comparison of [
  () => chain(RECORDS),
  () => sixSteps(RECORDS),
  () => tumblingWindow(RECORDS, 1_000),
  () => tumblingWindow(RECORDS, 1_000_000),
  () => slidingWindow(RECORDS, 100),
  () => sessionWindow(RECORDS, 1_000, 10_000),
  () => intervalJoin(RECORDS, 1_000),
  () => topNProducts(RECORDS, 1_000),
  () => topNPurchases(RECORDS, 1_000),
  () => pattern(RECORDS, 1_000),
  () => checkpointed(60, 1_000),
  () => prequentialRegression(RECORDS),
]) {
  if (only && !comparison.toString().includes(only)) continue
  print(await compare(comparison()))
}
if (!only || only === 'costPerRecord') await costPerRecord()
if (!only || only === 'regressionWidth') await regressionWidth()
if (!only || only === 'gradient') await gradient()
if (!only || only === 'trees') trees()
if (!only || only === 'threadHold') await threadHold()
if (!only || only === 'kernelTimes') await kernelTimes()
if (!only || only === 'languageTimes') await languageTimes()

function print({ name, ours, handWritten, ratio, wanted }: Compared): void {
  const speed = (perSecond: number) => `${(perSecond / 1e6).toFixed(2)} M/s`.padStart(12)
  console.log(
    `${name.padEnd(44)}${speed(ours)}${speed(handWritten)}${ratio.toFixed(2).padStart(8)}${wanted.toFixed(1).padStart(9)}`,
  )
}
