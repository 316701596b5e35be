import { React } from './libraries.js'

const { useCallback, useEffect, useRef, useState } = React

/** Where the API is: beside this directory, whatever stands before them both. */
const ROOT = new URL('../api/', import.meta.url)

/** What the server refused (RFC 9457), or that it could not be asked. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail)
    this.status = status
  }
}

/**
 * An address of the API.
 *
 * @param path segments, which may hold anything, e.g. ['dataflows', 'a/b', 'runs']
 * @param query values by name; empty ones are left out
 */
export function address(path, query = {}) {
  const url = new URL(path.map(encodeURIComponent).join('/'), ROOT)
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') {
      url.searchParams.set(name, value)
    }
  }
  return url.href
}

async function ask(url, options) {
  let response
  try {
    response = await fetch(url, options)
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure
    }
    throw new Problem(0, 'Listward does not answer.')
  }
  if (response.ok) {
    const text = await response.text()
    return text ? JSON.parse(text) : null
  }
  const body = await response.json().catch(() => ({}))
  const detail = body.detail || `Listward answers ${response.status} ${body.title || response.statusText}`.trim()
  throw new Problem(response.status, detail)
}

export const get = (path, query, signal) => ask(address(path, query), { signal, headers: { Accept: 'application/json' } })

export const post = (path, query, body, signal) =>
  ask(address(path, query), {
    method: 'POST',
    signal,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })

/**
 * What the API says, asked again and again while the tab can be seen.
 *
 * @param load asks, given an AbortSignal
 * @param keys asked at once when one of them changes; what was said before stays until there is an answer
 * @param everySeconds 0 to ask once
 * @returns { data, at, problem, again }: the last answer and when it came; why there was none since; and how to ask at once
 */
export function useAnswer(load, keys, everySeconds = 0) {
  const [answer, setAnswer] = useState({})
  const [turn, setTurn] = useState(0)
  const loading = useRef(load)
  loading.current = load

  useEffect(() => {
    let abort
    let timer
    let over = false

    const look = async () => {
      clearTimeout(timer)
      abort?.abort()
      const mine = (abort = new AbortController())
      try {
        const data = await loading.current(mine.signal)
        if (!mine.signal.aborted) {
          setAnswer({ data, at: new Date() })
        }
      } catch (problem) {
        if (!mine.signal.aborted) {
          setAnswer(before => ({ ...before, problem }))
        }
      }
      if (!over && !mine.signal.aborted && everySeconds > 0 && !document.hidden) {
        timer = setTimeout(look, everySeconds * 1000)
      }
    }
    const whenSeen = () => {
      if (document.hidden) {
        clearTimeout(timer)
      } else if (everySeconds > 0) {
        look()
      }
    }

    look()
    document.addEventListener('visibilitychange', whenSeen)
    return () => {
      over = true
      clearTimeout(timer)
      abort?.abort()
      document.removeEventListener('visibilitychange', whenSeen)
    }
  }, [...keys, everySeconds, turn])

  const again = useCallback(() => setTurn(before => before + 1), [])
  return { ...answer, again }
}
