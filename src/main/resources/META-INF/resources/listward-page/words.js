/* How figures and moments are written. */

export const count = number => (number === null || number === undefined ? '–' : number.toLocaleString('en-US'))

export const percent = share => (share === null || share === undefined ? '–' : `${(share * 100).toFixed(1)} %`)

export const sum = numbers => numbers.reduce((all, each) => all + each, 0)

/** Day and time where the browser is. */
export const moment = time =>
  new Date(time).toLocaleString('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })

export const clock = time => new Date(time).toLocaleTimeString('en-GB')

/** The hour a run is of, e.g. "24 Nov, 10:00". */
export const hour = time => new Date(time).toLocaleString('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit' })

export const day = time => new Date(time).toLocaleDateString('en-GB', { day: '2-digit', month: 'short' })

/** How long ago, in the two largest units, e.g. "3 min 20 s". */
export function age(time, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - new Date(time)) / 1000))
  if (seconds < 60) {
    return `${seconds} s`
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  }
  const hours = Math.floor(seconds / 3600)
  return hours < 48 ? `${hours} h ${Math.floor((seconds % 3600) / 60)} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`

/** A name of the API as a label, e.g. INSTANCE_DOWN as "Instance down". */
export const capitalized = name => name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ')
