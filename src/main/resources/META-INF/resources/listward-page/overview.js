import { core, h, React, router } from './libraries.js'
import { get, useAnswer } from './api.js'
import { useNames } from './names.js'
import { Age, Awaited, Freshness, Moment, Records, Refusal, Status } from './parts.js'
import { capitalized, count, plural } from './words.js'

const { Alert, AlertGroup, Card, CardBody, CardHeader, CardTitle, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm, Gallery, Progress, Title } = core
const { Link } = router

const EVERY_SECONDS = 5
const SEVERE = ['CREDENTIALS_REFUSED', 'INSTANCE_DOWN', 'BUDGET_USED']

/** How everything is, now. */
export function Overview() {
  const state = useAnswer(signal => get(['overview'], {}, signal), [], EVERY_SECONDS)
  const alerts = useAnswer(signal => get(['alerts'], { state: 'open', limit: 20 }, signal), [], EVERY_SECONDS)
  if (!state.data) {
    return state.problem ? h(Refusal, { problem: state.problem }) : h(Awaited, { what: 'The overview' })
  }
  const { instances, destinations, dataflows } = state.data
  return h(React.Fragment, null,
    alerts.problem && h(Refusal, { problem: alerts.problem }),
    h(Alerts, { alerts: alerts.data?.alerts ?? [] }),
    h(Freshness, { ...state, everySeconds: EVERY_SECONDS }, h(Title, { headingLevel: 'h2', size: 'lg' }, 'Marketo instances')),
    h(Gallery, { hasGutter: true, minWidths: { default: '24rem' } }, instances.map(each => h(Instance, { key: each.instance, instance: each }))),
    h(Card, { isCompact: true }, h(CardTitle, { component: 'h2' }, 'Dataflows'), h(CardBody, null, h(Dataflows, { dataflows }))),
    h(Card, { isCompact: true }, h(CardTitle, { component: 'h2' }, 'Destinations'), h(CardBody, null, h(Destinations, { destinations }))))
}

/** A line each, since there may be many; the rest is for who wants to know. */
const Alerts = ({ alerts }) =>
  h(AlertGroup, { isLiveRegion: true, 'aria-label': 'Open alerts' }, alerts.map(alert =>
    h(Alert, { key: alert.id, isInline: true, isPlain: true, isExpandable: true, variant: SEVERE.includes(alert.rule) ? 'danger' : 'warning', title: `${capitalized(alert.rule)}: ${alert.subject}` },
      alert.message, ' ', h('span', { className: 'listward-aside' }, 'Since ', h(Moment, { time: alert.since }), '.'))))

const Fact = ({ name, children }) =>
  h(DescriptionListGroup, null, h(DescriptionListTerm, null, name), h(DescriptionListDescription, null, children))

function Instance({ instance }) {
  const { budget } = instance
  return h(Card, { isCompact: true, component: 'section', 'aria-label': `Marketo instance ${instance.instance}` },
    h(CardHeader, { actions: { actions: h(Status, { of: instance.status }) } }, h(CardTitle, { component: 'h3' }, instance.instance)),
    h(CardBody, { className: 'listward-stack' },
      instance.cause && h('p', null, instance.cause),
      h(DescriptionList, { isCompact: true, columnModifier: { default: '3Col' } },
        h(Fact, { name: 'Waiting' }, instance.waiting === null ? '–' : plural(instance.waiting, 'change')),
        h(Fact, { name: 'Oldest undelivered' }, h(Age, { since: instance.oldestUndelivered })),
        h(Fact, { name: 'Delivery' }, delivery(instance))),
      budget && h(Budget, { budget })))
}

function delivery({ delivering, restingUntil }) {
  if (!delivering) {
    return 'stopped'
  }
  return restingUntil ? ['gathers until ', h(Moment, { key: 'until', time: restingUntil })] : 'running'
}

const BUDGET_VARIANT = { LOW: 'warning', RESERVE: 'warning', USED: 'danger' }

const Budget = ({ budget }) =>
  h(Progress, {
    title: `Calls of the day: ${count(budget.used)} of ${count(budget.dailyCalls)}`,
    value: Math.min(100, Math.round((100 * budget.used) / Math.max(1, budget.dailyCalls))),
    variant: BUDGET_VARIANT[budget.level],
    size: 'sm',
  })

function Dataflows({ dataflows }) {
  const names = useNames()
  const figure = (name, of) => ({ name, number: true, cell: row => count(of(row)) })
  return h(Records, {
    label: 'Dataflows',
    rows: dataflows,
    keyOf: row => row.dataflow,
    empty: { title: 'There is no dataflow', text: 'Define one under listward.dataflows.' },
    columns: [
      { name: 'Dataflow', cell: row => h(Link, { to: `/listward/dataflows/${encodeURIComponent(row.dataflow)}` }, names.dataflow(row.dataflow)) },
      { name: 'State', cell: row => [h(Status, { key: 'state', of: row.status }), row.paused > 0 && h(Status, { key: 'paused', of: 'PAUSED' }, `${row.paused} paused`)] },
      figure('Audiences', row => row.audiences),
      figure('Received', row => row.received),
      figure('Activated', row => row.activated),
      figure('Excluded', row => row.excluded),
      figure('Failed', row => row.failed),
      figure('Held', row => row.held),
      figure('In flight', row => row.inFlight),
      { name: 'Oldest', number: true, cell: row => h(Age, { since: row.oldestUndelivered }) },
    ],
  })
}

const Destinations = ({ destinations }) =>
  h(Records, {
    label: 'Destinations',
    rows: destinations,
    keyOf: row => row.destination,
    empty: { title: 'There is no destination', text: 'Define one under listward.destinations.' },
    columns: [
      { name: 'Destination', cell: row => row.name || row.destination },
      { name: 'Instance', cell: row => row.instance },
      { name: 'State', cell: row => h(Status, { of: row.status }) },
      { name: 'Since', cell: row => h(Moment, { time: row.since }) },
      { name: 'Cause', cell: row => row.cause ?? '–' },
    ],
  })
