import { core, h, React } from './libraries.js'
import { post } from './api.js'
import { useNames } from './names.js'
import { Awaited, Moment, Records, Refusal, Status } from './parts.js'
import { moment } from './words.js'

const { ActionGroup, Alert, Button, Card, CardBody, CardTitle, EmptyState, EmptyStateBody, Form, FormGroup, FormSelect, FormSelectOption, Grid, GridItem, ProgressStep, ProgressStepper, Spinner, TextInput } = core
const { useEffect, useRef, useState } = React

const ASK_AGAIN_MILLIS = 2000
const LONGEST_WAIT_MILLIS = 60_000

/** Why somebody is in a list, or is not. The identity is in no address, and is not kept. */
export function Trace() {
  const names = useNames()
  const [namespace, setNamespace] = useState('Email')
  const [id, setId] = useState('')
  const [audience, setAudience] = useState('')
  const [asked, setAsked] = useState(null)
  const ask = event => {
    event.preventDefault()
    setAsked({ namespace: namespace.trim(), id: id.trim(), audience: audience || null, turn: (asked?.turn ?? 0) + 1 })
  }
  const audiences = names.dataflows.flatMap(each => each.audiences)
  return h(React.Fragment, null,
    h(Card, { isCompact: true },
      h(CardTitle, { component: 'h2' }, 'Why is this person in the list, or not?'),
      h(CardBody, null, h(Form, { onSubmit: ask, autoComplete: 'off' },
        h(Grid, { hasGutter: true, md: 4 },
          h(GridItem, null, h(FormGroup, { label: 'Namespace', isRequired: true, fieldId: 'listward-namespace' },
            h(TextInput, { id: 'listward-namespace', isRequired: true, value: namespace, onChange: (_, value) => setNamespace(value) }))),
          h(GridItem, null, h(FormGroup, { label: 'Identity', isRequired: true, fieldId: 'listward-identity' },
            h(TextInput, { id: 'listward-identity', isRequired: true, value: id, placeholder: 'ada@example.com', onChange: (_, value) => setId(value) }))),
          h(GridItem, null, h(FormGroup, { label: 'Audience', fieldId: 'listward-audience' },
            h(FormSelect, { id: 'listward-audience', value: audience, onChange: (_, value) => setAudience(value) },
              h(FormSelectOption, { value: '', label: 'Every audience of the person' }),
              audiences.map(each => h(FormSelectOption, { key: each.audience, value: each.audience, label: each.name })))))),
        h(ActionGroup, null, h(Button, { type: 'submit', isDisabled: !namespace.trim() || !id.trim() }, 'Trace'))))),
    h('div', { 'aria-live': 'polite', className: 'listward-stack' }, asked && h(Answer, { key: asked.turn, asked })))
}

/** What Listward knows, and what Marketo says, which is asked for until it is there. */
function Answer({ asked }) {
  const [{ data, problem }, setAnswer] = useState({})
  const began = useRef(Date.now())
  useEffect(() => {
    const abort = new AbortController()
    let timer
    const look = async () => {
      try {
        const { namespace, id, audience } = asked
        const answer = await post(['trace'], {}, { namespace, id, ...(audience ? { audience } : {}), askMarketo: true }, abort.signal)
        setAnswer({ data: answer })
        const pending = answer.audiences.some(each => each.marketo?.state === 'PENDING')
        if (pending && Date.now() - began.current < LONGEST_WAIT_MILLIS) {
          timer = setTimeout(look, ASK_AGAIN_MILLIS)
        }
      } catch (refused) {
        if (!abort.signal.aborted) {
          setAnswer({ problem: refused })
        }
      }
    }
    look()
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [])
  if (problem) {
    return h(Refusal, { problem })
  }
  if (!data) {
    return h(Awaited, { what: 'The answer' })
  }
  return h(React.Fragment, null,
    !data.known && h(EmptyState, { titleText: 'Nothing is known of this person', headingLevel: 'h2', variant: 'sm' }, h(EmptyStateBody, null, data.why)),
    data.audiences.map(each => h(Verdict, { key: `${each.dataflow}/${each.audience}`, each })))
}

const VERDICTS = {
  IN_LIST: ['success', 'In the list'],
  NOT_IN_LIST: ['warning', 'Not in the list'],
  NOT_ACTIVATED: ['info', 'The audience is not activated'],
  HELD: ['warning', 'Held'],
  IN_FLIGHT: ['info', 'On the way'],
  UNKNOWN: ['info', 'Not known'],
}

function Verdict({ each }) {
  const names = useNames()
  const [variant, title] = VERDICTS[each.verdict] ?? ['info', each.verdict]
  return h(Card, { isCompact: true, component: 'section' },
    h(CardTitle, { component: 'h2' }, each.audienceName ?? each.audience, ' ',
      h('span', { className: 'listward-aside' }, names.dataflow(each.dataflow))),
    h(CardBody, { className: 'listward-stack' },
      h(Alert, { isInline: true, variant, title }, each.why),
      h(Steps, { each }),
      h('div', { className: 'listward-actions' },
        each.listUrl && h(Outside, { href: each.listUrl }, 'The list in Marketo'),
        each.personUrl && h(Outside, { href: each.personUrl }, 'The person in Marketo')),
      each.failures?.length > 0 && h(FailedBefore, { failures: each.failures })))
}

const Outside = ({ href, children }) =>
  h(Button, { component: 'a', variant: 'link', isInline: true, href, target: '_blank', rel: 'noopener noreferrer' }, children)

/** What came when: wanted, the last outcome, delivered, and what Marketo says. */
function Steps({ each }) {
  const { wanted, lastOutcome, delivered, marketo } = each
  const step = (key, variant, title, description) =>
    h(ProgressStep, { key, id: `${each.dataflow}-${each.audience}-${key}`, titleId: `${each.dataflow}-${each.audience}-${key}-title`, variant, description, 'aria-label': title }, title)
  return h(ProgressStepper, { isVertical: true, 'aria-label': 'What happened' },
    wanted
      ? step('wanted', 'success', wanted.qualified ? 'AEP wants the person in the list' : 'AEP wants the person out of the list', [`Since `, h(Moment, { key: 't', time: wanted.since }), `, event ${wanted.source}`])
      : step('wanted', 'pending', 'AEP has said nothing of the person and this audience'),
    lastOutcome && step('outcome', OUTCOMES[lastOutcome.outcome] ?? 'info', `Last change: ${lastOutcome.outcome.toLowerCase()}`, outcome(lastOutcome)),
    delivered
      ? step('delivered', delivered.member ? 'success' : 'info', delivered.member ? 'Marketo has confirmed the membership' : 'Marketo has confirmed that the person is not in the list',
          `${moment(delivered.at)}, list ${delivered.listName ?? delivered.listId}${delivered.leadId ? `, lead ${delivered.leadId}` : ''}`)
      : step('delivered', 'pending', 'Nothing of it is confirmed by Marketo'),
    marketo && step('marketo', SAYS[marketo.state]?.[0] ?? 'info', SAYS[marketo.state]?.[1] ?? marketo.state, says(marketo)))
}

const OUTCOMES = { ACTIVATED: 'success', EXCLUDED: 'info', FAILED: 'danger', HELD: 'warning' }

const outcome = ({ reason, code, requestId, at, source }) =>
  [moment(at), reason, code && `Marketo ${code}`, requestId && `request ${requestId}`, source && `event ${source}`].filter(Boolean).join(', ')

const SAYS = {
  MEMBER: ['success', 'Marketo says now: in the list'],
  NOT_MEMBER: ['warning', 'Marketo says now: not in the list'],
  NOT_FOUND: ['warning', 'Marketo says now: there is no such lead'],
  PENDING: ['info', 'Marketo is being asked'],
  UNANSWERED: ['warning', 'Marketo did not answer'],
  NOT_ASKED: ['pending', 'Marketo was not asked'],
}

function says({ state, answeredAt, requestId }) {
  if (state === 'PENDING') {
    return h(Spinner, { size: 'sm', 'aria-label': 'Marketo is being asked' })
  }
  return answeredAt ? [moment(answeredAt), requestId && `request ${requestId}`].filter(Boolean).join(', ') : undefined
}

const FailedBefore = ({ failures }) =>
  h(Records, {
    label: 'Failures',
    rows: failures,
    keyOf: row => `${row.origin} ${row.attempt}`,
    empty: {},
    columns: [
      { name: 'Failed at', cell: row => h(Moment, { time: row.occurredAt }) },
      { name: 'Reason', cell: row => h(Status, { of: 'FAILED' }, row.reason) },
      { name: 'Message', cell: row => row.message ?? '–' },
      { name: 'Marketo', cell: row => [row.marketoCode, row.requestId && `request ${row.requestId}`].filter(Boolean).join(', ') || '–' },
    ],
  })
