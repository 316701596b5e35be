import { core, h, React, router } from './libraries.js'
import { AudiencePage, Audiences } from './audiences.js'
import { Dataflow, RunPage } from './dataflow.js'
import { Failures } from './failures.js'
import { NamesProvider, useDefinitions } from './names.js'
import { Overview } from './overview.js'
import { Refusal } from './parts.js'
import { Reasons } from './reasons.js'
import { Trace } from './trace.js'

const { Nav, NavItem, NavList, PageSection, Title } = core
const { NavLink, Route, Routes, useLocation } = router

const ROOT = '/listward'

const VIEWS = [
  ['', 'Overview'],
  ['dataflows', 'Dataflows'],
  ['audiences', 'Audiences'],
  ['failures', 'Failures'],
  ['trace', 'Trace a person'],
  ['reasons', 'Reasons'],
]

/** Keeps an error of one view from taking all of Hawtio down. */
class Guarded extends React.Component {
  state = {}

  static getDerivedStateFromError(error) {
    return { error }
  }

  render() {
    return this.state.error ? h(Refusal, { problem: this.state.error, title: 'This could not be shown' }) : this.props.children
  }
}

/** The page: a heading, a bar of views, and the view the address names. */
export function Listward() {
  const { pathname } = useLocation()
  const [, , shown = ''] = pathname.split('/')
  return h(NamesProvider, { value: useDefinitions() },
    h(PageSection, { hasBodyWrapper: false, className: 'listward-heading' }, h(Title, { headingLevel: 'h1' }, 'Listward')),
    h(PageSection, { type: 'tabs', hasBodyWrapper: false },
      h(Nav, { 'aria-label': 'Views of Listward', variant: 'horizontal-subnav' },
        h(NavList, null, VIEWS.map(([path, title]) =>
          h(NavItem, { key: path, isActive: path === shown },
            h(NavLink, { to: `${ROOT}/${path}`, end: path === '', 'aria-current': path === shown ? 'page' : undefined }, title)))))),
    h(PageSection, { hasBodyWrapper: false, 'aria-label': 'Listward', className: 'listward' },
      h(Guarded, { key: shown }, h(Routes, null,
        h(Route, { index: true, element: h(Overview) }),
        h(Route, { path: 'dataflows', element: h(Dataflow) }),
        h(Route, { path: 'dataflows/:dataflow', element: h(Dataflow) }),
        h(Route, { path: 'dataflows/:dataflow/runs/:run', element: h(RunPage) }),
        h(Route, { path: 'audiences', element: h(Audiences) }),
        h(Route, { path: 'audiences/:dataflow/:audience', element: h(AudiencePage) }),
        h(Route, { path: 'failures', element: h(Failures) }),
        h(Route, { path: 'trace', element: h(Trace) }),
        h(Route, { path: 'reasons', element: h(Reasons) }),
        h(Route, { path: '*', element: h(Overview) })))))
}
