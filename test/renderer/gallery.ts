import * as plot from '../../src/api/plot.ts'
import { seededRandom } from '../../src/base/random.ts'
import type { StaticPlot } from '../../src/plot/staticPlot.ts'

/** One plot of the gallery: what is drawn, and an element that is there once it is. */
export interface GalleryPlot {
  readonly id: string
  readonly figure: StaticPlot
  readonly drawn: string
}

const T0 = 1_717_200_000_000

/** Every kind of plot on figures of a made-up shop, the same ones each time. */
export function gallery(): readonly GalleryPlot[] {
  const random = seededRandom(11)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const scored = Array.from({ length: 400 }, (_, i) => {
    const price = 60 + 25 * Math.sin(i / 30) + (i > 240 ? 30 : 0)
    const prediction = price + 4 * normal() - (i > 240 && i < 290 ? 30 - 0.6 * (i - 240) : 0)
    return {
      event_time: T0 + i * 60_000,
      price: price + 3 * normal(),
      prediction,
      residual: 3 * normal() + (prediction > 80 ? 4 : 0),
      lower: i < 20 ? null : prediction - 9 - 3 * random(),
      upper: i < 20 ? null : prediction + 9 + 3 * random(),
      load: 400 + 300 * Math.sin(i / 55) + 30 * normal(),
      drift: i === 252,
      modelVersion: i < 290 ? 1 : 2,
      product: ['book', 'lamp', 'desk'][i % 3] as string,
      shop: ['north', 'south'][i % 2] as string,
      age: 45 + 14 * normal(),
    }
  })
  const classified = Array.from({ length: 2_000 }, () => {
    const risk = random()
    const defaulted = random() < risk ** 1.3 ? 'yes' : 'no'
    return { defaulted, risk, probabilities: { yes: risk, no: 1 - risk }, prediction: risk > 0.5 ? 'yes' : 'no' }
  })
  const paths = Array.from({ length: 80 }, (_, i) => ({
    learned: i * 10,
    coefficients: [2 + Math.exp(-i / 10) * normal(), -1 + Math.exp(-i / 10) * normal(), 0.3 * (1 - Math.exp(-i / 25))],
    standardErrors: [2, 1.5, 1].map(error => error / Math.sqrt(i + 2)),
  }))
  const candles = Array.from({ length: 50 }, (_, i) => {
    const open = 100 + 8 * Math.sin(i / 6) + normal()
    const close = open + 2 * normal()
    return {
      windowStart: T0 + i * 60_000,
      open,
      close,
      high: Math.max(open, close) + random() * 2,
      low: Math.min(open, close) - random() * 2,
    }
  })
  const places = Array.from({ length: 300 }, (_, i) => ({
    lat: 48.14 + 0.08 * normal(),
    lon: 11.57 + 0.14 * normal(),
    vehicle: ['bike', 'van'][i % 2] as string,
  }))
  const perHour = Array.from({ length: 24 * 7 }, (_, i) => ({
    hour: i % 24,
    weekday: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'][Math.floor(i / 24)] as string,
    orders: Math.round(40 + 30 * Math.sin((i % 24) / 4) + 5 * normal()),
  }))
  const entry = (id: string, figure: StaticPlot, drawn = '.scatterlayer .trace'): GalleryPlot => ({ id, figure, drawn })
  const x = 'event_time' as const
  return [
    entry(
      'band',
      plot.line(scored, {
        x,
        y: ['prediction', 'price'],
        band: ['lower', 'upper'],
        marks: ['drift', { at: 'modelVersion', when: 'changed', label: 'model' }],
        title: 'Line with band and marks',
      }),
    ),
    entry('second-axis', plot.line(scored, { x, y: 'price', y2: 'load', title: 'Second axis' })),
    entry('area', plot.area(scored, { x, y: 'load', color: 'shop', stack: true, title: 'Area, stacked' })),
    entry(
      'facets',
      plot.scatter(scored, { x: 'age', y: 'price', color: 'shop', facet: 'product', title: 'Scatter in panels' }),
      '.xy .point',
    ),
    entry('bar', plot.bar(perHour.slice(0, 24), { x: 'hour', y: 'orders', title: 'Bar' }), '.barlayer .point'),
    entry(
      'histogram',
      plot.histogram(scored, { x: 'residual', color: 'shop', title: 'Histogram' }),
      '.barlayer .point',
    ),
    entry('box', plot.box(scored, { x: 'product', y: 'price', color: 'shop', title: 'Box' }), '.boxlayer path.box'),
    entry('violin', plot.violin(scored, { x: 'product', y: 'price', title: 'Violin' }), '.violinlayer path'),
    entry('density', plot.density(scored, { x: 'price', color: 'product', title: 'Density' })),
    entry(
      'contours',
      plot.density(scored, { x: 'age', y: 'price', title: 'Density of two columns' }),
      '.contourlayer path',
    ),
    entry(
      'heatmap',
      plot.heatmap(perHour, { x: 'hour', y: 'weekday', z: 'orders', title: 'Heat map' }),
      '.heatmaplayer image',
    ),
    entry('candlestick', plot.candlestick(candles, { x: 'windowStart', title: 'Candlestick' }), '.boxlayer path'),
    entry('map', plot.map(places, { lat: 'lat', lon: 'lon', color: 'vehicle', title: 'Map' }), '.scatterlayer .point'),
    entry('residuals', plot.residuals(scored, { title: 'Residuals' }), '.scatterlayer .point'),
    entry('calibration', plot.calibration(classified, { label: 'defaulted', positive: 'yes', title: 'Calibration' })),
    entry(
      'coefficients',
      plot.coefficients(paths, {
        x: 'learned',
        names: ['age', 'income', 'visits'],
        standardErrors: 'standardErrors',
        title: 'Coefficients',
      }),
    ),
    entry(
      'confusion',
      plot.confusionMatrix(classified, { label: 'defaulted', title: 'Confusion matrix' }),
      '.heatmaplayer image',
    ),
    entry(
      'figure',
      plot.figure({
        data: [{ type: 'pie', labels: ['bike', 'van'], values: [62, 38], hole: 0.5 }],
        layout: { title: { text: 'Any plotly figure' } },
      }),
      '.pielayer .slice',
    ),
  ]
}
