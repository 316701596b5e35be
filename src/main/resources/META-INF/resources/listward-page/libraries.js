/* The libraries Hawtio shares, so that there is one React, one router and one PatternFly in the browser. */

const load = async name => {
  const [version] = Object.values(window.listward.shared[name])
  const library = await version.get()
  return library()
}

export const [React, router, core, table, { hawtio }] = await Promise.all(
  ['react', 'react-router-dom', '@patternfly/react-core', '@patternfly/react-table', '@hawtio/react'].map(load),
)

/** Makes an element: h(type, properties, ...children). Text among the children is text in the page, whatever it holds. */
export const h = React.createElement
