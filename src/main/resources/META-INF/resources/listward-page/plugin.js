import { core, h, hawtio, React } from './libraries.js'

/* Loaded while Hawtio still asks for the login and the MBeans. */
const loading = import('./page.js')
const Listward = React.lazy(async () => ({ default: (await loading).Listward }))

const Page = () => h(React.Suspense, { fallback: h(core.Skeleton, { height: '12rem' }) }, h(Listward))

/** Called by Hawtio once it has loaded this module. */
export function plugin() {
  const style = document.createElement('link')
  style.rel = 'stylesheet'
  style.href = new URL('listward.css', import.meta.url)
  document.head.append(style)

  hawtio.addPlugin({
    id: 'listward',
    title: 'Listward',
    path: '/listward',
    order: -1, // before Hawtio's own, which begin at 0: the page is what one sees after the login
    component: Page,
    isActive: async () => true,
  })
}
