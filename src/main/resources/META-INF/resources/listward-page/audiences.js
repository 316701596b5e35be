import { core, h, React, router } from './libraries.js'
import { get, post, useAnswer } from './api.js'
import { OutcomeChart } from './chart.js'
import { useNames } from './names.js'
import { Asking, Awaited, Freshness, Moment, ReasonCounts, Records, Refusal, Status } from './parts.js'
import { since, WindowSelect } from './windows.js'
import { count, plural } from './words.js'

const { Breadcrumb, BreadcrumbItem, Card, CardBody, CardTitle, Flex, FlexItem, Pagination, SearchInput, Title, Toolbar, ToolbarContent, ToolbarItem } = core
const { Link, useParams } = router
const { useState } = React

const EVERY_SECONDS = 5
const PER_PAGE = 20

const path = row => `/listward/audiences/${encodeURIComponent(row.dataflow)}/${encodeURIComponent(row.audience)}`
const figure = (name, of) => ({ name, number: true, cell: row => count(of(row)) })

/** What became of the changes of every audience. */
export function Audiences() {
  const names = useNames()
  const [sought, setSought] = useState('')
  const [page, setPage] = useState(1)
  const answer = useAnswer(signal => get(['audiences'], {}, signal), [], EVERY_SECONDS)
  if (!answer.data) {
    return answer.problem ? h(Refusal, { problem: answer.problem }) : h(Awaited, { what: 'The list of audiences' })
  }
  const words = row => `${names.audience(row.dataflow, row.audience)} ${row.audience} ${names.dataflow(row.dataflow)}`.toLowerCase()
  const found = answer.data.audiences.filter(row => words(row).includes(sought.toLowerCase()))
  const seek = value => {
    setSought(value)
    setPage(1)
  }
  return h(React.Fragment, null,
    h(Toolbar, { inset: { default: 'insetNone' } }, h(ToolbarContent, null,
      h(ToolbarItem, null, h(SearchInput, { 'aria-label': 'Find an audience', placeholder: 'Find an audience', value: sought, onChange: (_, value) => seek(value), onClear: () => seek('') })),
      h(ToolbarItem, { variant: 'pagination' }, h(Pagination, { itemCount: found.length, page, perPage: PER_PAGE, perPageOptions: [], onSetPage: (_, next) => setPage(next), isCompact: true })))),
    h(Card, { isCompact: true }, h(CardBody, null,
      h(Freshness, { ...answer, everySeconds: EVERY_SECONDS }, h(Title, { headingLevel: 'h2', size: 'lg' }, 'Audiences')),
      h(Records, {
        label: 'Audiences',
        rows: found.slice((page - 1) * PER_PAGE, page * PER_PAGE),
        keyOf: row => `${row.dataflow}/${row.audience}`,
        empty: { title: 'No audience', text: sought ? 'None is called like this.' : 'No change of an audience has come yet.' },
        columns: [
          { name: 'Audience', cell: row => h(Audience, { row, name: names.audience(row.dataflow, row.audience), dataflow: names.dataflow(row.dataflow) }) },
          figure('Received', row => row.received),
          figure('Activated', row => row.activated),
          figure('Excluded', row => row.excluded),
          figure('Failed', row => row.failed),
          figure('Held', row => row.held),
          figure('In flight', row => row.inFlight),
          { name: 'Reasons', cell: row => h(ReasonCounts, { counts: row.reasons, limit: 2 }) },
        ],
      }))))
}

const Audience = ({ row, name, dataflow }) =>
  h(React.Fragment, null,
    row.dataflow ? h(Link, { to: path(row) }, name) : name,
    row.paused && [' ', h(Status, { key: 'paused', of: 'PAUSED' })],
    row.dataflow && h('div', { className: 'listward-aside' }, dataflow))

/** One audience of a dataflow: its figures over time, what holds it, and what can be done with it. */
export function AudiencePage() {
  const names = useNames()
  const { dataflow, audience } = useParams()
  const [hours, setHours] = useState(24)
  const counts = useAnswer(signal => get(['audiences'], {}, signal), [], EVERY_SECONDS)
  const holds = useAnswer(signal => get(['holds'], {}, signal), [], EVERY_SECONDS)
  const name = names.audience(dataflow, audience)
  const row = counts.data?.audiences.find(each => each.dataflow === dataflow && each.audience === audience)
  const held = holds.data?.holds.filter(each => each.dataflow === dataflow && each.audience === audience) ?? []
  return h(React.Fragment, null,
    h(Breadcrumb, { 'aria-label': 'Where this is' },
      h(BreadcrumbItem, { render: ({ className }) => h(Link, { className, to: '/listward/audiences' }, 'Audiences') }),
      h(BreadcrumbItem, { isActive: true }, name)),
    h(Flex, { justifyContent: { default: 'justifyContentSpaceBetween' } },
      h(FlexItem, null, h(Title, { headingLevel: 'h2', size: 'lg' }, name, ' ', row?.paused && h(Status, { of: 'PAUSED' }))),
      h(FlexItem, null, h(Actions, { dataflow, audience, name, paused: row?.paused ?? false, done: counts.again }))),
    counts.problem && !counts.data && h(Refusal, { problem: counts.problem }),
    h(Card, { isCompact: true }, h(CardBody, null,
      h(Freshness, { ...counts, everySeconds: EVERY_SECONDS }, 'From the beginning'),
      h(Records, {
        label: 'Figures of the audience',
        rows: row ? [row] : [],
        keyOf: () => 'audience',
        empty: { title: 'Nothing yet', text: 'No change of this audience has come.' },
        columns: [
          figure('Received', each => each.received),
          figure('Activated', each => each.activated),
          figure('Excluded', each => each.excluded),
          figure('Failed', each => each.failed),
          figure('Held', each => each.held),
          figure('In flight', each => each.inFlight),
          { name: 'Reasons', cell: each => h(ReasonCounts, { counts: each.reasons, limit: 4 }) },
        ],
      }))),
    held.length > 0 && h(Holds, { holds: held }),
    h(Card, { isCompact: true },
      h(CardTitle, { component: 'h3' }, 'Over time'),
      h(CardBody, { className: 'listward-stack' },
        h(WindowSelect, { hours, onChange: setHours }),
        h(Metrics, { key: `${dataflow}/${audience}/${hours}`, dataflow, audience, hours }))))
}

function Metrics({ dataflow, audience, hours }) {
  const { data, problem } = useAnswer(signal => get(['audiences', audience, 'metrics'], { dataflow, from: since(hours), step: 'hour' }, signal), [], 10)
  if (!data) {
    return problem ? h(Refusal, { problem }) : h(Awaited, { what: 'The chart' })
  }
  const points = data.dataflows.find(each => each.dataflow === dataflow)?.points ?? []
  const busy = points.filter(point => point.received + point.activated + point.excluded + point.failed > 0)
  return h(React.Fragment, null,
    h(OutcomeChart, { points }),
    h(Records, {
      label: 'Hours of the audience',
      rows: busy.slice(-PER_PAGE).reverse(),
      keyOf: point => point.start,
      empty: { title: 'Nothing happened', text: 'There was no change of this audience in the window.' },
      columns: [
        { name: 'Hour', cell: point => h(Moment, { time: point.start }) },
        figure('Profiles', point => point.profilesReceived),
        figure('Received', point => point.received),
        figure('Activated', point => point.activated),
        figure('Excluded', point => point.excluded),
        figure('Failed', point => point.failed),
        figure('Held', point => point.heldChange),
        figure('Calls', point => point.calls),
      ],
    }))
}

const Holds = ({ holds }) =>
  h(Card, { isCompact: true },
    h(CardTitle, { component: 'h3' }, 'Held changes'),
    h(CardBody, null, h(Records, {
      label: 'Held changes',
      rows: holds,
      keyOf: hold => hold.number,
      empty: {},
      columns: [
        { name: 'Hold', cell: hold => count(hold.number) },
        { name: 'Reason', cell: hold => h(ReasonCounts, { counts: { [hold.reason]: hold.changes } }) },
        { name: 'What is wrong', cell: hold => hold.message },
        { name: 'Since', cell: hold => h(Moment, { time: hold.since }) },
        { name: 'State', cell: hold => hold.state.toLowerCase() },
        {
          name: 'Release', silent: true,
          cell: hold => h(Asking, {
            label: 'Release', describe: `Release hold ${hold.number}`, size: 'sm',
            ask: `${plural(hold.changes - hold.released, 'change')} will be queued again, in order. If the cause is still there, they will be held again.`,
            act: async () => {
              await post(['holds', String(hold.number), 'release'])
              return 'Its changes are queued again within seconds.'
            },
          }),
        },
      ],
    })))

function Actions({ dataflow, audience, name, paused, done }) {
  const act = (operation, result) => async () => {
    const answer = await post(['dataflows', dataflow, 'audiences', audience, operation])
    return result(answer)
  }
  return h(Flex, { gap: { default: 'gapSm' } },
    paused
      ? h(Asking, {
          label: 'Resume', describe: `Resume ${name}`, done,
          ask: 'Who came meanwhile and is still in the audience gets into its list. The list is settled for that.',
          act: act('resume', () => 'It is resumed, and its list is being settled.'),
        })
      : h(Asking, {
          label: 'Pause', describe: `Pause ${name}`, done,
          ask: 'Nobody gets into its list any more until it is resumed; who exits still leaves it. Who qualifies meanwhile is remembered.',
          act: act('pause', () => 'It is paused.'),
        }),
    h(Asking, {
      label: 'Settle', describe: `Settle ${name}`, done,
      ask: 'Whatever is remembered of the audience is queued again, so that its list holds exactly those who are in it. This costs calls where Marketo has to be asked.',
      act: act('settle', () => 'It will be settled within minutes.'),
    }))
}
