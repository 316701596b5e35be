/*
 * What Hawtio loads first: the container of one remote module, by the contract of Webpack's Module Federation, written by
 * hand so that the page needs no build. Hawtio hands over the libraries it shares, and gets what registers the page.
 */
window.listward = (() => {
  const here = document.currentScript.src
  const container = {
    /** By name and version, each with get(), which promises a factory of the library. */
    shared: {},
    init(shared) {
      container.shared = shared
    },
    async get() {
      const plugin = await import(new URL('plugin.js', here))
      return () => plugin
    },
  }
  return container
})()
