import { core, h, React, router } from './libraries.js'
import { get, useAnswer } from './api.js'
import { Awaited, Records, Refusal, Status } from './parts.js'

const { Card, CardBody, FormSelect, FormSelectOption, SearchInput, Toolbar, ToolbarContent, ToolbarItem } = core
const { useSearchParams } = router
const { useState } = React

const KINDS = { FAILED: 'Failed', EXCLUDED: 'Excluded', HELD: 'Held' }

/** What the reason codes mean, who acts, and what there is to do. */
export function Reasons() {
  const [search, setSearch] = useSearchParams()
  const [kind, setKind] = useState('')
  const sought = search.get('code') ?? ''
  const seek = value => setSearch(value ? [['code', value]] : [])
  const { data, problem } = useAnswer(signal => get(['reasons'], {}, signal), [])
  if (!data) {
    return problem ? h(Refusal, { problem }) : h(Awaited, { what: 'The catalogue' })
  }
  const found = data.reasons.filter(each => (!kind || each.kind === kind) && `${each.code} ${each.meaning}`.toLowerCase().includes(sought.toLowerCase()))
  return h(React.Fragment, null,
    h(Toolbar, { inset: { default: 'insetNone' } }, h(ToolbarContent, null,
      h(ToolbarItem, null, h(SearchInput, { 'aria-label': 'Find a reason', placeholder: 'Find a reason', value: sought, onChange: (_, value) => seek(value), onClear: () => seek('') })),
      h(ToolbarItem, null, h(FormSelect, { 'aria-label': 'Kind', className: 'listward-field', value: kind, onChange: (_, value) => setKind(value) },
        h(FormSelectOption, { value: '', label: 'Every kind' }),
        Object.entries(KINDS).map(([value, label]) => h(FormSelectOption, { key: value, value, label })))))),
    h(Card, { isCompact: true }, h(CardBody, null, h(Records, {
      label: 'Reasons',
      rows: found,
      keyOf: each => each.code,
      empty: { title: 'No reason', text: 'No reason is called like this.' },
      columns: [
        { name: 'Reason', cell: each => h('code', { className: 'listward-code' }, each.code) },
        { name: 'Kind', cell: each => h(Status, { of: each.kind }) },
        { name: 'Meaning', cell: each => each.meaning },
        { name: 'Who acts', cell: each => each.whoActs },
        { name: 'What to do', cell: each => each.whatToDo },
        { name: 'Replay helps', cell: each => (each.replayHelps ? 'yes' : 'no') },
      ],
    }))))
}
