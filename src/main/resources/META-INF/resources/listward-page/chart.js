import { h } from './libraries.js'
import { count, day, hour, sum } from './words.js'

/* Hawtio shares no charts, and these few bars are no reason for a library. */

const SERIES = [
  ['activated', 'Activated'],
  ['excluded', 'Excluded'],
  ['failed', 'Failed'],
]
const WIDTH = 960
const HEIGHT = 200
const LEFT = 56
const BOTTOM = 22
const TOP = 8
const LABELS = 8

/** A round number that is not below the given one. */
function ceiling(number) {
  const power = 10 ** Math.floor(Math.log10(Math.max(number, 1)))
  return [1, 2, 3, 4, 6, 8, 10].map(step => step * power).find(step => step >= number)
}

/** Sums of a day each, where hours would be too many to see. */
function byDay(points) {
  const days = new Map()
  for (const point of points) {
    const start = new Date(point.start)
    start.setHours(0, 0, 0, 0)
    const known = days.get(start.getTime()) ?? { start: start.toISOString(), activated: 0, excluded: 0, failed: 0 }
    SERIES.forEach(([name]) => (known[name] += point[name]))
    days.set(start.getTime(), known)
  }
  return [...days.values()]
}

/** Every hour from the first point to the last, those without a point at zero. */
function withoutGaps(points) {
  const known = new Map(points.map(point => [new Date(point.start).getTime(), point]))
  const starts = [...known.keys()]
  const all = []
  for (let start = Math.min(...starts); start <= Math.max(...starts); start += 3600_000) {
    all.push(known.get(start) ?? { start: new Date(start).toISOString(), activated: 0, excluded: 0, failed: 0 })
  }
  return all
}

/**
 * What became of the changes over time, as stacked bars; the same figures are to be in a table beside it.
 *
 * @param points each { start, activated, excluded, failed }, of an hour, in any order; hours without anything may be missing
 */
export function OutcomeChart({ points }) {
  const hours = points.length === 0 ? [] : withoutGaps(points)
  const daily = hours.length > 96
  const bars = daily ? byDay(hours) : hours
  const write = daily ? day : hour
  const top = ceiling(Math.max(1, ...bars.map(bar => sum(SERIES.map(([name]) => Math.max(0, bar[name]))))))
  const slot = (WIDTH - LEFT) / Math.max(bars.length, 12)
  const scale = (HEIGHT - TOP - BOTTOM) / top
  const totals = SERIES.map(([name, title]) => `${title.toLowerCase()} ${count(sum(bars.map(bar => bar[name])))}`).join(', ')

  return h('figure', { style: { margin: 0 } },
    h('svg', { className: 'listward-chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `Per ${daily ? 'day' : 'hour'}, in all: ${totals}` },
      [0, 0.5, 1].map(part => {
        const y = HEIGHT - BOTTOM - part * top * scale
        return h('g', { key: part },
          h('line', { className: 'grid', x1: LEFT, x2: WIDTH, y1: y, y2: y }),
          h('text', { x: LEFT - 6, y: y + 4, textAnchor: 'end' }, count(part * top)))
      }),
      bars.map((bar, index) => h(Bar, { key: bar.start, bar, title: write(bar.start), x: LEFT + index * slot, slot, scale })),
      bars.map((bar, index) => index % Math.ceil(bars.length / LABELS) === 0
        && h('text', { key: bar.start, x: LEFT + (index + 0.1) * slot, y: HEIGHT - 6 }, write(bar.start)))),
    h('figcaption', null, h('ul', { className: 'listward-legend' }, SERIES.map(([name, title]) =>
      h('li', { key: name }, h('i', { className: `listward-${name}`, 'aria-hidden': true }), title)))))
}

function Bar({ bar, title, x, slot, scale }) {
  let y = HEIGHT - BOTTOM
  return h('g', null,
    h('title', null, `${title}\n${SERIES.map(([name, label]) => `${label} ${count(bar[name])}`).join('\n')}`),
    h('rect', { x, y: TOP, width: slot, height: HEIGHT - TOP - BOTTOM, fill: 'transparent' }),
    SERIES.map(([name]) => {
      const height = Math.max(0, bar[name]) * scale // replays take failures back
      y -= height
      return h('rect', { key: name, className: `listward-${name}`, x: x + slot * 0.1, y, width: slot * 0.8, height })
    }))
}
