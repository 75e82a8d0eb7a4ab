import type { PlotlyLayout, PlotlyTrace } from '../protocol/live.ts'
import { toNumber } from './axisValue.ts'
import type { Row } from './checkColumns.ts'
import { countOf, formatNumber } from './formatNumber.ts'
import { NewestByX } from './newestByX.ts'
import { paletteColor } from './palette.ts'
import type { PlotBuilder } from './plotBuilder.ts'
import { plotLayout } from './plotLayout.ts'
import type { PlotSpec } from './plotSpec.ts'

const FIGURES = ['open', 'high', 'low', 'close'] as const

type Candle = Record<(typeof FIGURES)[number], number | null>

/**
 * A candle for each value of x, as the newest record with that x says: hollow where it closes higher than it opens, so that
 * colour only repeats what the shape says. Bounded as {@link NewestByX} is.
 */
export class CandlestickPlot implements PlotBuilder {
  readonly maxPoints = null
  private readonly candles: NewestByX<Candle>

  constructor(private readonly spec: PlotSpec) {
    this.candles = new NewestByX(spec, () => ({ open: null, high: null, low: null, close: null }))
  }

  append(rows: readonly Row[]): void {
    const { x, y } = this.spec
    for (const row of rows) {
      const candle = this.candles.at(row[x])
      if (!candle) continue
      for (const [index, figure] of FIGURES.entries()) candle[figure] = toNumber(row[y[index] as string]) ?? null
    }
  }

  traces(): readonly PlotlyTrace[] {
    const candles = this.candles.entries()
    const up = paletteColor(2)
    const down = paletteColor(7)
    return [
      {
        type: 'candlestick',
        name: 'price',
        x: candles.map(([x]) => x),
        ...Object.fromEntries(FIGURES.map(figure => [figure, candles.map(([, candle]) => candle[figure])])),
        increasing: { line: { color: up, width: 1.25 }, fillcolor: 'rgba(0,0,0,0)' },
        decreasing: { line: { color: down, width: 1.25 }, fillcolor: down },
      },
    ]
  }

  layout(): PlotlyLayout {
    const layout = plotLayout(this.spec, { xKind: this.candles.xKind, yTitle: 'price', traces: 1 })
    return { ...layout, hovermode: 'x', xaxis: { ...(layout.xaxis as object), rangeslider: { visible: false } } }
  }

  summary(): string {
    const candles = this.candles.entries()
    const last = candles.at(-1)?.[1].close
    const subject = `Candlesticks over ${this.spec.x}`
    if (candles.length === 0) return `${subject}, none yet.`
    const closes = typeof last === 'number' ? `, last close ${formatNumber(last)}` : ''
    return `${subject}, ${countOf(candles.length, 'candle')}${closes}.`
  }
}
