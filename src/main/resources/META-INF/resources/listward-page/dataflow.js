import { core, h, React, router } from './libraries.js'
import { get, useAnswer } from './api.js'
import { OutcomeChart } from './chart.js'
import { useNames } from './names.js'
import { Awaited, Freshness, Moment, ReasonCounts, Records, Refusal, Status } from './parts.js'
import { since, WindowSelect } from './windows.js'
import { count, hour, percent } from './words.js'

const { Breadcrumb, BreadcrumbItem, Card, CardBody, CardTitle, DescriptionList, DescriptionListDescription, DescriptionListGroup, DescriptionListTerm, EmptyState, FormSelect, FormSelectOption, Pagination, Title, Toolbar, ToolbarContent, ToolbarItem } = core
const { Link, useNavigate, useParams } = router
const { useState } = React

const EVERY_SECONDS = 10
const PER_PAGE = 12

const path = dataflow => `/listward/dataflows/${encodeURIComponent(dataflow)}`
const figure = (name, of) => ({ name, number: true, cell: row => count(of(row)) })

/** The runs of the dataflow in the address, or of the first. */
export function Dataflow() {
  const names = useNames()
  const navigate = useNavigate()
  const [hours, setHours] = useState(24)
  const dataflow = useParams().dataflow ?? names.dataflows[0]?.dataflow
  if (!dataflow) {
    return h(EmptyState, { titleText: 'There is no dataflow', headingLevel: 'h2' })
  }
  return h(React.Fragment, null,
    h(Toolbar, { inset: { default: 'insetNone' } }, h(ToolbarContent, null,
      h(ToolbarItem, null, h(FormSelect, { 'aria-label': 'Dataflow', className: 'listward-field', value: dataflow, onChange: (_, value) => navigate(path(value)) },
        names.dataflows.map(each => h(FormSelectOption, { key: each.dataflow, value: each.dataflow, label: each.name })))),
      h(ToolbarItem, null, h(WindowSelect, { hours, onChange: setHours })))),
    h(Runs, { key: `${dataflow} ${hours}`, dataflow, hours }))
}

function Runs({ dataflow, hours }) {
  const names = useNames()
  const [page, setPage] = useState(1)
  const answer = useAnswer(signal => get(['dataflows', dataflow, 'runs'], { from: since(hours), limit: hours }, signal), [dataflow, hours], EVERY_SECONDS)
  if (!answer.data) {
    return answer.problem ? h(Refusal, { problem: answer.problem }) : h(Awaited, { what: 'The runs' })
  }
  const { runs } = answer.data
  return h(React.Fragment, null,
    h(Freshness, { ...answer, everySeconds: EVERY_SECONDS }, h(Title, { headingLevel: 'h2', size: 'lg' }, names.dataflow(dataflow))),
    h(Card, { isCompact: true },
      h(CardTitle, { component: 'h3' }, 'What became of the changes'),
      h(CardBody, null, h(OutcomeChart, { points: runs }))),
    h(Card, { isCompact: true },
      h(CardTitle, { component: 'h3' }, 'Runs, of an hour each'),
      h(CardBody, null,
        h(Records, {
          label: 'Runs',
          rows: runs.slice((page - 1) * PER_PAGE, page * PER_PAGE),
          keyOf: run => run.id,
          empty: { title: 'Nothing happened', text: 'There was no change of this dataflow in the window.' },
          columns: [
            { name: 'Hour', cell: run => h(Link, { to: `${path(dataflow)}/runs/${run.id}` }, h(Moment, { time: run.start, write: hour })) },
            { name: 'State', cell: run => h(Status, { of: run.status }) },
            figure('Profiles', run => run.profilesReceived),
            figure('Received', run => run.received),
            figure('Activated', run => run.activated),
            figure('Excluded', run => run.excluded),
            figure('Failed', run => run.failed),
            figure('In flight', run => run.inFlight),
            figure('Calls', run => run.calls),
            { name: 'Rate', number: true, cell: run => percent(run.activationRate) },
          ],
        }),
        runs.length > PER_PAGE && h(Pagination, { itemCount: runs.length, page, perPage: PER_PAGE, perPageOptions: [], onSetPage: (_, next) => setPage(next), isCompact: true }))))
}

/** One run: its balance, and what became of each audience's changes. */
export function RunPage() {
  const names = useNames()
  const { dataflow, run } = useParams()
  const { data, problem } = useAnswer(signal => get(['dataflows', dataflow, 'runs', run], {}, signal), [dataflow, run], EVERY_SECONDS)
  return h(React.Fragment, null,
    h(Breadcrumb, { 'aria-label': 'Where this is' },
      h(BreadcrumbItem, { render: ({ className }) => h(Link, { className, to: path(dataflow) }, names.dataflow(dataflow)) }),
      h(BreadcrumbItem, { isActive: true }, data ? h(Moment, { time: data.start, write: hour }) : run)),
    data ? h(RunDetails, { run: data }) : problem ? h(Refusal, { problem }) : h(Awaited, { what: 'The run' }))
}

const Fact = ({ name, children }) =>
  h(DescriptionListGroup, null, h(DescriptionListTerm, null, name), h(DescriptionListDescription, null, children))

function RunDetails({ run }) {
  const { effects, lanes } = run
  return h(React.Fragment, null,
    h(Card, { isCompact: true },
      h(CardTitle, { component: 'h2' }, 'Run ', h(Status, { of: run.status })),
      h(CardBody, null, h(DescriptionList, { isCompact: true, columnModifier: { default: '3Col' } },
        h(Fact, { name: 'Came in' }, `${count(run.carriedOver)} in flight before + ${count(run.received)} received, of ${count(run.profilesReceived)} profiles`),
        h(Fact, { name: 'Ended' }, `${count(run.activated)} activated, ${count(run.excluded)} excluded, ${count(run.failed)} failed`),
        h(Fact, { name: 'Left' }, `${count(run.inFlight)} in flight, ${count(run.heldChange)} more held`),
        h(Fact, { name: 'In Marketo' }, `${count(effects.created)} created, ${count(effects.updated)} updated, ${count(effects.added)} added, ${count(effects.removed)} removed, ${count(effects.imported)} imported`),
        h(Fact, { name: 'Lanes' }, `${count(lanes.sync)} one by one, ${count(lanes.import)} in bulk`),
        h(Fact, { name: 'Calls' }, count(run.calls))))),
    h(Card, { isCompact: true },
      h(CardTitle, { component: 'h2' }, 'By audience'),
      h(CardBody, null, h(Records, {
        label: 'By audience',
        rows: run.byAudience,
        keyOf: row => row.audience,
        empty: { title: 'No audience', text: 'No audience of this dataflow had a change in this hour.' },
        columns: [
          { name: 'Audience', cell: row => h(Link, { to: `/listward/audiences/${encodeURIComponent(run.dataflow)}/${encodeURIComponent(row.audience)}` }, row.name ?? row.audience) },
          figure('Received', row => row.received),
          figure('Activated', row => row.activated),
          figure('Excluded', row => row.excluded),
          { name: 'Why', cell: row => h(ReasonCounts, { counts: row.excludedReasons, limit: 2 }) },
          figure('Failed', row => row.failed),
          { name: 'Why failed', cell: row => h(ReasonCounts, { counts: row.failedReasons, limit: 2 }) },
          figure('Calls', row => row.calls),
        ],
      }))))
}
