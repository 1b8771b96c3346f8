const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** Reads a time in the past: a duration such as `10m`, `2h` or `3d`, or a date or time in ISO 8601, in UTC without a zone. */
export function readSince(text: string, now: Date): Date | undefined {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(text) ?? []
  if (count !== undefined) return new Date(now.getTime() - Number(count) * units[unit as keyof typeof units]) // the pattern allows only units
  const [, day, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/i.exec(text) ?? []
  if (day === undefined) return undefined
  const midnight = new Date(`${day}T00:00:00Z`)
  // `Date` reads 31 February as a day in March.
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== day) return undefined
  const read = new Date(`${day}T${time}${zone.toUpperCase()}`)
  return Number.isNaN(read.getTime()) ? undefined : read
}
