import { hawtio } from './libraries.js'
import { Listward } from './page.js'

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
    component: Listward,
    isActive: async () => true,
  })
}
