import { React } from './libraries.js'
import { get, useAnswer } from './api.js'

const { createContext, useContext } = React

const Names = createContext([])

export const NamesProvider = Names.Provider

/** The dataflows with their audiences, as they are defined; they change with a restart only. */
export const useDefinitions = () => useAnswer(signal => get(['dataflows'], {}, signal), []).data?.dataflows ?? []

/** What a marketer calls what the API knows by id. */
export function useNames() {
  const dataflows = useContext(Names)
  const audience = (dataflow, id) => {
    if (!id) {
      return 'Unreadable events'
    }
    if (!dataflow) {
      return `Not activated: ${id}`
    }
    return dataflows.find(each => each.dataflow === dataflow)?.audiences.find(each => each.audience === id)?.name || id
  }
  return {
    dataflows,
    dataflow: id => dataflows.find(each => each.dataflow === id)?.name || id || '–',
    audience,
  }
}
