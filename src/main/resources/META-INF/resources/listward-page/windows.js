import { core, h } from './libraries.js'

const { FormSelect, FormSelectOption } = core

const HOUR = 3600_000

/** Windows to look at, by hours. */
const WINDOWS = { 24: 'Last 24 hours', 72: 'Last 3 days', 168: 'Last 7 days', 720: 'Last 30 days', 2160: 'Last 90 days' }

/** Of the hours that begin in a window which ends now, as the API wants it. */
export const since = hours => new Date(Math.floor(Date.now() / HOUR) * HOUR - (hours - 1) * HOUR).toISOString()

export const WindowSelect = ({ hours, onChange }) =>
  h(FormSelect, { 'aria-label': 'Window', className: 'listward-field', value: hours, onChange: (_, value) => onChange(Number(value)) },
    Object.entries(WINDOWS).map(([value, label]) => h(FormSelectOption, { key: value, value, label })))
