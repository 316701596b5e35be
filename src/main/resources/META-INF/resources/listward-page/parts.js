import { core, h, React, router, table } from './libraries.js'
import { age, capitalized, clock, count, moment } from './words.js'

const { Alert, Button, Content, EmptyState, EmptyStateBody, Flex, FlexItem, Label, LabelGroup, Modal, ModalBody, ModalFooter, ModalHeader, Skeleton } = core
const { Table, Tbody, Td, Th, Thead, Tr } = table
const { Link } = router
const { useEffect, useState } = React

/** PatternFly's status, by what the API says of instances, destinations, dataflows, budgets, runs and traces. */
const STATUS = {
  UP: 'success', AMPLE: 'success', COMPLETED: 'success', IN_LIST: 'success', ACTIVATED: 'success', MEMBER: 'success',
  PROCESSING: 'info', IN_FLIGHT: 'info', PENDING: 'info',
  DEGRADED: 'warning', LOW: 'warning', RESERVE: 'warning', HELD: 'warning', PAUSED: 'warning',
  DOWN: 'danger', USED: 'danger', FAILED: 'danger',
}

export const Status = ({ of, children }) =>
  h(Label, { isCompact: true, ...(STATUS[of] ? { status: STATUS[of] } : { color: 'grey' }) }, children ?? capitalized(of))

/** A moment where the browser is; in UTC when pointed at. */
export const Moment = ({ time, write = moment }) => (time ? h('time', { dateTime: time, title: time }, write(time)) : '–')

export const Age = ({ since }) => (since ? h('time', { dateTime: since, title: since }, age(since)) : '–')

/**
 * A table of records.
 *
 * @param columns each { name, cell: row => node } and perhaps number: true; the first names the row
 */
export function Records({ label, columns, rows, keyOf, empty }) {
  if (rows.length === 0) {
    return h(EmptyState, { titleText: empty.title, headingLevel: 'h3', variant: 'sm' }, h(EmptyStateBody, null, empty.text))
  }
  const style = column => (column.number ? 'listward-number' : undefined)
  return h('div', { className: 'listward-scroll' },
    h(Table, { 'aria-label': label, variant: 'compact' },
      h(Thead, null, h(Tr, null, columns.map(column =>
        h(Th, { key: column.name, className: style(column), scope: 'col', modifier: 'nowrap', screenReaderText: column.silent ? column.name : undefined }, column.silent ? null : column.name)))),
      h(Tbody, null, rows.map(row => h(Tr, { key: keyOf(row) }, columns.map((column, index) =>
        h(index === 0 ? Th : Td, { key: column.name, dataLabel: column.name, className: style(column), ...(index === 0 ? { scope: 'row' } : {}) }, column.cell(row))))))))
}

/** What comes while the first answer is awaited. */
export const Awaited = ({ what }) => h(Skeleton, { height: '12rem', screenreaderText: `${what} is being loaded` })

/** Why something could not be shown or done. */
export const Refusal = ({ problem, title = 'This could not be read' }) =>
  h(Alert, { variant: problem.status === 403 ? 'warning' : 'danger', isInline: true, title: problem.status === 403 ? 'You lack a permission for this' : title },
    problem.message)

/**
 * When the figures are of. Says aloud only when they begin or cease to be stale, not every few seconds.
 *
 * @param everySeconds how often they are asked for; after three times as long they are stale
 */
export function Freshness({ at, problem, everySeconds, children }) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick(before => before + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  const stale = Boolean(problem) || (at && Date.now() - at > 3000 * everySeconds)
  return h(Flex, { justifyContent: { default: 'justifyContentSpaceBetween' }, alignItems: { default: 'alignItemsCenter' }, className: 'listward-freshness' },
    h(FlexItem, null, children),
    h(FlexItem, null,
      h('span', { 'aria-live': 'polite' }, stale && h(Label, { status: 'warning', isCompact: true }, 'Stale'), ' '),
      h('small', null, at ? `As of ${clock(at)}${problem ? `: ${problem.message}` : ''}` : '')))
}

/** Counts by reason, the most frequent first; each leads to what the reason means. */
export const ReasonCounts = ({ counts, limit = 3 }) => {
  const sorted = Object.entries(counts ?? {}).sort(([, one], [, other]) => other - one)
  if (sorted.length === 0) {
    return '–'
  }
  return h(LabelGroup, { numLabels: limit, 'aria-label': 'Reasons' }, sorted.map(([reason, number]) =>
    h(Label, { key: reason, isCompact: true, variant: 'outline', render: ({ className, content }) => h(Link, { className, to: `/listward/reasons?code=${reason}` }, content) },
      `${reason} ${count(number)}`)))
}

/**
 * A button that asks before it acts, and says what came of it.
 *
 * @param act does it; resolves to a sentence about what came of it
 */
export function Asking({ label, ask, act, done = () => {}, danger = false, disabled = false, variant = 'secondary', size, describe }) {
  const [step, setStep] = useState(null)
  const close = () => setStep(null)
  const go = async () => {
    setStep({ busy: true })
    try {
      setStep({ result: await act() })
      done()
    } catch (problem) {
      setStep({ problem })
    }
  }
  const over = step && (step.result || step.problem)
  return h(React.Fragment, null,
    h(Button, { variant, size, isDisabled: disabled, onClick: () => setStep({}), 'aria-label': describe }, label),
    step && h(Modal, { isOpen: true, variant: 'small', onClose: close, 'aria-label': describe ?? label },
      h(ModalHeader, { title: `${describe ?? label}?` }),
      h(ModalBody, null,
        step.result ? h(Alert, { variant: 'success', isInline: true, isLiveRegion: true, title: step.result })
          : step.problem ? h(Refusal, { problem: step.problem, title: 'This was not done' })
            : h(Content, { component: 'p' }, ask)),
      h(ModalFooter, null, over
        ? h(Button, { key: 'close', variant: 'primary', onClick: close, autoFocus: true }, 'Close')
        : [
            h(Button, { key: 'go', variant: danger ? 'danger' : 'primary', isLoading: step.busy, isDisabled: step.busy, onClick: go }, label),
            h(Button, { key: 'cancel', variant: 'link', onClick: close }, 'Cancel'),
          ])))
}
