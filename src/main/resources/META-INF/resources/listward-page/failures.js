import { core, h, React, router } from './libraries.js'
import { address, get, post, useAnswer } from './api.js'
import { useNames } from './names.js'
import { Asking, Awaited, Freshness, Moment, Records, Refusal } from './parts.js'
import { capitalized, count, plural } from './words.js'

const { Button, Card, CardBody, FormSelect, FormSelectOption, Label, Modal, ModalBody, ModalHeader, Pagination, TextInput, Title, Toolbar, ToolbarContent, ToolbarGroup, ToolbarItem } = core
const { Link, useSearchParams } = router
const { useState } = React

const EVERY_SECONDS = 10
const PER_PAGE = 20
const FILTER = ['dataflow', 'audience', 'reason', 'state', 'from', 'to']
const PEOPLE = { masked: 'People masked', hashed: 'People as hashes', clear: 'People in clear' }

/** The failed changes of a filter, which is in the address; what can be downloaded and sent again. */
export function Failures() {
  const [search, setSearch] = useSearchParams()
  const [identities, setIdentities] = useState('masked')
  const filter = Object.fromEntries(FILTER.map(name => [name, search.get(name) ?? '']))
  const page = Number(search.get('page') ?? 1)
  const set = (name, value) => {
    const next = { ...filter, [name]: value }
    if (name === 'dataflow') {
      next.audience = ''
    }
    setSearch(Object.entries(next).filter(([, each]) => each !== ''))
  }
  const turn = next => setSearch([...Object.entries(filter).filter(([, each]) => each !== ''), ['page', String(next)]])
  const question = { ...filter, identities, limit: PER_PAGE, offset: (page - 1) * PER_PAGE }
  const answer = useAnswer(signal => get(['failures'], question, signal), [JSON.stringify(question)], EVERY_SECONDS)
  const failures = answer.data?.failures
  return h(React.Fragment, null,
    h(Filters, { filter, set, clear: () => setSearch([]), identities, setIdentities }),
    answer.problem && h(Refusal, { problem: answer.problem }),
    failures
      ? h(Card, { isCompact: true }, h(CardBody, { className: 'listward-stack' },
          h(Freshness, { ...answer, problem: undefined, everySeconds: EVERY_SECONDS }, h(Title, { headingLevel: 'h2', size: 'lg' }, 'Failed changes')),
          h(Shared, { filter, identities, again: answer.again }),
          h(FailureTable, { failures: failures, again: answer.again }),
          h(Pages, { page, turn, total: answer.data.total })))
      : !answer.problem && h(Awaited, { what: 'The list of failures' }))
}

function Filters({ filter, set, clear, identities, setIdentities }) {
  const names = useNames()
  const reasons = useAnswer(signal => get(['reasons'], {}, signal), []).data?.reasons ?? []
  const audiences = names.dataflows.filter(each => !filter.dataflow || each.dataflow === filter.dataflow).flatMap(each => each.audiences)
  const choices = (name, label, all, options) =>
    h(ToolbarItem, null, h(FormSelect, { 'aria-label': label, className: 'listward-field', value: filter[name], onChange: (_, value) => set(name, value) },
      h(FormSelectOption, { value: '', label: all }),
      options.map(([value, text]) => h(FormSelectOption, { key: value, value, label: text }))))
  return h(Toolbar, { inset: { default: 'insetNone' } }, h(ToolbarContent, null,
    h(ToolbarGroup, { variant: 'filter-group' },
      choices('dataflow', 'Dataflow', 'Every dataflow', names.dataflows.map(each => [each.dataflow, each.name])),
      choices('audience', 'Audience', 'Every audience', audiences.map(each => [each.audience, each.name])),
      choices('reason', 'Reason', 'Every reason', reasons.filter(each => each.kind === 'FAILED').map(each => [each.code, each.code])),
      choices('state', 'State', 'Every state', Object.entries(STATES).map(([value, [, title]]) => [value, title]))),
    h(ToolbarGroup, { variant: 'filter-group' },
      h(TimeField, { label: 'From', value: filter.from, onChange: value => set('from', value) }),
      h(TimeField, { label: 'To', value: filter.to, onChange: value => set('to', value) })),
    h(ToolbarItem, null, h(FormSelect, { 'aria-label': 'How people are shown', className: 'listward-field', value: identities, onChange: (_, value) => setIdentities(value) },
      Object.entries(PEOPLE).map(([value, label]) => h(FormSelectOption, { key: value, value, label })))),
    h(ToolbarItem, null, h(Button, { variant: 'link', onClick: clear }, 'Clear filter'))))
}

/** A moment where the browser is, kept as one of UTC. */
function TimeField({ label, value, onChange }) {
  const local = time => new Date(new Date(time).getTime() - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  const id = `listward-${label.toLowerCase()}`
  return h(ToolbarItem, { className: 'listward-time' },
    h('label', { htmlFor: id }, label),
    h(TextInput, { id, type: 'datetime-local', value: value ? local(value) : '', onChange: (_, typed) => onChange(typed ? new Date(typed).toISOString() : '') }))
}

/** What is done with all failures of the filter. */
const Shared = ({ filter, identities, again }) =>
  h(Toolbar, { inset: { default: 'insetNone' } }, h(ToolbarContent, null,
    h(ToolbarItem, null, h(Button, { component: 'a', variant: 'secondary', href: address(['failures.csv'], { ...filter, identities }), download: 'failures.csv' }, 'Download CSV')),
    h(ToolbarItem, null, h(Button, { component: 'a', variant: 'secondary', href: address(['failures.jsonl'], { ...filter, identities }), download: 'failures.jsonl' }, 'Download JSON Lines')),
    h(ToolbarItem, null, h(Asking, {
      label: 'Replay all', describe: 'Replay all failures of the filter', done: again,
      ask: 'Every failed change of the filter is sent again, within seconds. One that a newer change of the same person and audience has overtaken does nothing.',
      act: async () => asked(await post(['failures', 'replay'], filter)),
    }))))

const asked = ({ requested, refused, refusal }) =>
  `${plural(requested, 'failure')} will be sent again.${refused > 0 ? ` ${plural(refused, 'failure')} cannot be: ${refusal}` : ''}`

function FailureTable({ failures, again }) {
  const names = useNames()
  const [looked, setLooked] = useState(null)
  return h(React.Fragment, null,
    h(Records, {
      label: 'Failed changes',
      rows: failures,
      keyOf: row => [row.origin, row.dataflow, row.audience, row.identity].join(' '),
      empty: { title: 'No failure', text: 'Nothing that failed matches the filter.' },
      columns: [
        { name: 'Failed at', cell: row => h(Moment, { time: row.occurredAt }) },
        { name: 'Person', cell: row => h('span', { className: 'listward-code' }, row.person ?? (row.identity || '–')) },
        { name: 'Audience', cell: row => [names.audience(row.dataflow, row.audience), h('div', { key: 'dataflow', className: 'listward-aside' }, names.dataflow(row.dataflow))] },
        { name: 'Reason', cell: row => h(Why, { row }) },
        { name: 'State', cell: row => h(State, { row }) },
        { name: 'Actions', silent: true, cell: row => h(RowActions, { row, again, look: () => setLooked(row) }) },
      ],
    }),
    looked && h(Attempts, { failure: looked, close: () => setLooked(null) }))
}

const Why = ({ row }) =>
  h(React.Fragment, null,
    h(Link, { to: `/listward/reasons?code=${row.reason}` }, row.reason),
    h('div', { className: 'listward-aside' },
      [row.message, row.marketoCode && `Marketo ${row.marketoCode}`, row.requestId && `request ${row.requestId}`].filter(Boolean).join(' · ')))

const STATES = {
  OPEN: [{ color: 'grey' }, 'Open'],
  REPLAY_REQUESTED: [{ status: 'info' }, 'Will be sent again'],
  REPLAYED: [{ status: 'info' }, 'Sent again'],
  RESOLVED: [{ status: 'success' }, 'Resolved'],
}

/** Where the failure stands: a replay that failed again leaves it open. */
function State({ row }) {
  const [look, title] = STATES[row.state] ?? [{ color: 'grey' }, row.state]
  return h(React.Fragment, null,
    h(Label, { isCompact: true, ...look }, title),
    row.resolvedAs && h('div', { className: 'listward-aside' }, capitalized(row.resolvedAs), ' ', h(Moment, { time: row.resolvedAt })),
    row.replays > 0 && h('div', { className: 'listward-aside' }, plural(row.replays, 'replay')))
}

function RowActions({ row, again, look }) {
  const { origin, dataflow, audience, identity } = row
  return h('div', { className: 'listward-actions' },
    h(Button, { variant: 'link', size: 'sm', onClick: look }, 'Attempts'),
    h(Asking, {
      label: 'Replay', describe: 'Replay this failure', size: 'sm', done: again, disabled: !identity,
      ask: 'The change is sent again, within seconds.',
      act: async () => asked(await post(['failures', 'replay'], { origin, dataflow, audience, identity })),
    }))
}

/** Each time the change failed. */
function Attempts({ failure, close }) {
  const { origin, dataflow, audience, identity } = failure
  const { data, problem } = useAnswer(signal => get(['failures', 'attempts'], { origin, dataflow, audience, identity }, signal), [])
  return h(Modal, { isOpen: true, variant: 'medium', onClose: close, 'aria-label': 'Attempts' },
    h(ModalHeader, { title: 'Attempts', description: `Each time the change of event ${origin} failed. A replay that did not fail is none.` }),
    h(ModalBody, null,
      data ? h(Records, {
        label: 'Attempts',
        rows: data.attempts,
        keyOf: row => row.attempt,
        empty: { title: 'No attempt', text: 'Nothing of this event failed.' },
        columns: [
          { name: 'Attempt', cell: row => (row.attempt === 0 ? 'First' : `Replay ${row.attempt}`) },
          { name: 'Failed at', cell: row => h(Moment, { time: row.occurredAt }) },
          { name: 'Reason', cell: row => h(Why, { row }) },
          { name: 'Dead letter', cell: row => `${row.deadLetterPartition}@${row.deadLetterOffset}` },
        ],
      }) : problem ? h(Refusal, { problem }) : h(Awaited, { what: 'The list of attempts' })))
}

/** @param total null for too many to be counted each time */
const Pages = ({ page, turn, total }) =>
  h(Pagination, {
    isCompact: true, variant: 'bottom', page, perPage: PER_PAGE, perPageOptions: [],
    itemCount: total ?? undefined,
    toggleTemplate: ({ firstIndex, lastIndex }) => `${firstIndex} to ${lastIndex} of ${total === null ? 'more' : count(total)}`,
    onSetPage: (_, next) => turn(next),
  })
