import type { DigestSchedule } from '../digest-schedule.ts'

/** Says in English when a digest is due: `every Monday at 07:00`. @param timeZone that of the publication */
export function describeSchedule(schedule: DigestSchedule, timeZone: string): string {
  const zone = `(${timeZone})`
  switch (schedule.every) {
    case 'minute':
      return 'within a minute of each article'
    case 'hour':
      return schedule.minute === 0
        ? 'every hour, on the hour'
        : `every hour, ${schedule.minute} ${schedule.minute === 1 ? 'minute' : 'minutes'} past`
    case 'day':
      return `every day at ${schedule.at} ${zone}`
    case 'week':
      return `every ${ordinal(schedule.interval)}${capital(schedule.on)} at ${schedule.at} ${zone}`
    case 'month':
      return `on ${dayOf(schedule.on)} of every ${ordinal(schedule.interval)}month at ${schedule.at} ${zone}`
    case 'rule':
      return `by the rule “${schedule.cron}” ${zone}`
  }
}

function dayOf(on: number | string): string {
  if (typeof on === 'number') return `the ${on}${suffixOf(on)}`
  const [which = '', day = ''] = on.split(' ')
  return `the ${which} ${day === 'day' || day === 'workday' ? day : capital(day)}`
}

/** Returns the word for "every other": empty for each. */
function ordinal(interval = 1): string {
  if (interval === 1) return ''
  return interval === 2 ? 'second ' : `${interval}${suffixOf(interval)} `
}

function suffixOf(count: number): string {
  const isTeen = count % 100 >= 11 && count % 100 <= 13
  return (isTeen ? undefined : ['', 'st', 'nd', 'rd'][count % 10]) || 'th'
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`
