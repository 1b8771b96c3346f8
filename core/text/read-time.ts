import { readZone, type Zone } from './time-zone.ts'

/** A time of day. It is in the publication's time zone if it has no zone. */
export type Time = { readonly minutes: number; readonly milliseconds: number; readonly zone: Zone | undefined }

/** A whole day is midnight UTC. */
const wholeDay: Time = { minutes: 0, milliseconds: 0, zone: { offset: 0 } }

/** What may stand between a day and a time. */
const separator =
  /^(?:T(?=\d)|[_:](?=\d)|[\s,،、]*\s(?:at|um|à|a las|às|om|kl\.?|klo|(?:alle )?ore|alle|o|godz\.?|в|о|об|у|v|o|u|la|a les|kell|في|בשעה|ساعت|เวลา|को|रोजी|এ|அன்று|ob|saat|στις|pukul|lúc)\s+|[\s,،、|·–—-]+)/i
const morning = '午前|上午|凌晨|早上|오전'
const afternoon = '午後|下午|晚上|오후'
const clock = new RegExp(
  String.raw`^(?<before>${morning}|${afternoon})?\s?(?<hours>\d{1,2})` +
    String.raw`(?:[:.](?<minutes>\d{2})(?:[:.](?<seconds>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?)?` +
    String.raw`\s?(?<after>[ap]\.?\s?m\b\.?|[πμ]\.?\s?μ\.?|[صم](?!\p{L}))?\s?(?:(?:Uhr|uur|hrs?|h|ч|बजे|वाजता)(?![\p{L}\p{M}])\.?)?\s?(?<zone>.*)$`,
  'iu',
)

/** Reads the text after the day: nothing, or a time with or without a zone. Returns undefined for anything else. */
export function readTime(rest: string, ownZone: string): Time | 'impossible' | undefined {
  if (/^(?:Z|[+-]\d{2}:\d{2})?$/.test(rest)) return wholeDay
  const match = clock.exec(withColons(withMinutes(rest).replace(separator, '').trim()))
  const { hours, minutes, seconds, fraction, before, after, zone = '' } = match?.groups ?? {}
  const half = before ?? after
  if (match === null || (minutes === undefined && half === undefined)) return undefined
  const offset = zone === '' ? undefined : readZone(zone.replace(/^[\u2212–]/, '-'), ownZone)
  if (zone !== '' && offset === undefined) return undefined
  const isAfternoon = half !== undefined && (new RegExp(afternoon).test(half) || /^[pμم]/i.test(half))
  const isTooLarge = Number(hours) > (after === undefined ? 23 : 12) || Number(minutes ?? 0) > 59
  if (isTooLarge || Number(seconds ?? 0) > 60) return 'impossible'
  const hour = half === undefined || Number(hours) > 12 ? Number(hours) : (Number(hours) % 12) + (isAfternoon ? 12 : 0)
  const milliseconds = Math.floor((Number(seconds ?? 0) + Number(`0.${fraction ?? 0}`)) * 1000)
  return { minutes: hour * 60 + Number(minutes ?? 0), milliseconds, zone: offset }
}

/** ISO 8601 allows T14. Elsewhere, a number is too little for a time. */
function withMinutes(rest: string): string {
  return rest.replace(/^T(\d{2})(?=Z|[+-]\d|$)/i, 'T$1:00')
}

/** Writes 140000, 14 Uhr, 14h30 and 14時30分 as 14:00:00, 14:00 and 14:30. */
function withColons(text: string): string {
  return text
    .replace(/^(\d{2})(\d{2})(\d{2})?(?!\d)/, (_all, ...parts) => parts.slice(0, 3).filter(Boolean).join(':'))
    .replace(
      /^(\d{1,2})\s?(?:h|Uhr|uur)\s?(\d{2})?(?![\p{L}\d])/iu,
      (_all, hours, minutes = '00') => `${hours}:${minutes}`,
    )
    .replace(/(\d{1,2})\s?[時时點点시](?:\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?)?/, (_all, ...parts) =>
      parts
        .slice(0, 3)
        .map((part = '0') => String(part).padStart(2, '0'))
        .join(':'),
    )
    .replace(/^(\D{0,3}):/, '$1')
}
