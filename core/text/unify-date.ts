/** The zeros of scripts whose digits are common in dates. The nine other digits follow each of them. */
const zeros = '٠۰०০੦૦୦௦౦೦൦๐໐༠၀០０'

/** The years before the first of Japanese eras, and of the calendar of Taiwan. */
const eras: Readonly<Record<string, number>> = {
  明治: 1867,
  大正: 1911,
  昭和: 1925,
  平成: 1988,
  令和: 2018,
  民國: 1911,
}

const weekdays = ['月一월', '火二화', '水三수', '木四목', '金五금', '土六토', '日天일']
const englishWeekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const easternDay = String.raw`^(\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일])`

type Replacement = readonly [RegExp, (...parts: string[]) => string]

const replacements: readonly Replacement[] = [
  [/[^\P{Nd}0-9]/gu, latinDigit],
  [/[\u200E\u200F]/g, () => ''],
  [/[（）]/g, (bracket) => (bracket === '（' ? '(' : ')')],
  [
    new RegExp(`^(${Object.keys(eras).join('|')})\\s?(\\d{1,3}|元)年`),
    (_all, era = '', year) => `${(eras[era] ?? 0) + (year === '元' ? 1 : Number(year))}年`,
  ],
  [
    new RegExp(
      `${easternDay}\\s?\\(?(?:星期|[周週])?([${weekdays.join('')}])(?:曜日?|요일)?\\)?(?=[\\s\\d午上下凌早晚]|$)`,
    ),
    (_all, day, weekday = '') => `${day} ${englishWeekdays[weekdays.findIndex((names) => names.includes(weekday))]} `,
  ],
  // "วันอังคารที่ 17": the word for "on" belongs to the weekday.
  [/^(วัน[\p{L}\p{M}]{2,12})ที่ ?(?=\d)/u, (_all, weekday) => `${weekday} `],
  [/^(?:the|le|den|el) (?=\d)/i, () => ''],
  // "2026 г." in Russian, "2026 r." in Polish, "2026." in Serbian, "17. 11. 2026" in Czech, "2026. gada 17. novembris" in Latvian.
  [
    /(\d{4})(?:\s?(?:г|год[ау]?|р|року|r|roku?)\.?(?=[\s,]|$)|\.(?=\s[^\d\s]|\s\d{1,2}[:.]\d\d|,|$))/iu,
    (_all, year = '') => year,
  ],
  [/^(\d{1,2})\. (\d{1,2})\. (\d{4})(?!\d)/, (_all, day, month, year) => `${day}.${month}.${year}`],
  [/(\d{4}) gada (\d{1,2}\. [\p{L}.]+)/u, (_all, year, day) => `${day} ${year}`],
  // Timestamps of Org mode, years of six digits in JavaScript, the monotonic clock of Go, calendars of ISO 8601 extensions.
  [/^[<[](\d[^<>[\]]*)[>\]]$/, (_all, date = '') => date],
  [/^\+00(?=\d{4}-)/, () => ''],
  [/ m=[+-][\d.]+$|\[u-ca=[a-z]+\]$/, () => ''],
  // The basic format of ISO 8601, and numbers such as 20261117140000.
  [
    /^((?:19|20)\d\d)(\d\d)(\d\d)(?:[T_ ]?(\d\d)(\d\d)(\d\d)?)?(?=$|[TZ\s_.,+-])/,
    (_all, year, month, day, ...[hours, minutes, seconds]) =>
      `${year}-${month}-${day}${hours ? `T${hours}:${minutes}${seconds ? `:${seconds}` : ''}` : ''}`,
  ],
  // "14:00, 17 November 2026 (UTC)"
  [
    /^(?:lúc )?(\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?: [A-Z]{2,5})?)(?:,\s?|\s[-–—|·]\s|\s)(?:on )?(\S[^()]*?)(\s?\([^()]*\))?$/iu,
    (_all, time, day, zone = '') => `${day} ${time}${zone}`,
  ],
  // "Tue Nov 17 14:00:00 UTC 2026", and "Tue Nov 17 14:00:00 2026 +0100" of Git
  [
    /^(\D{0,30}?\d{1,2}\.? ?(?:[\p{L}\p{M}]+\.?)?),? (\d{1,2}:\d\d.{0,40}?) (\d{4})( [+-]\d{4})?$/u,
    (_all, day, time, year, zone = '') => `${day} ${year} ${time}${zone}`,
  ],
]

/** Rewrites a date so that the day comes first, then the time, with the digits 0 to 9. Other lines stay as they are. */
export function unifyDate(line: string): string {
  return replacements.reduce((text, [pattern, replace]) => text.replace(pattern, replace), line).trimEnd()
}

function latinDigit(digit: string): string {
  const value = (zero: string) => (digit.codePointAt(0) ?? 0) - (zero.codePointAt(0) ?? 0)
  const zero = [...zeros].find((candidate) => value(candidate) >= 0 && value(candidate) <= 9)
  return zero === undefined ? digit : String(value(zero))
}
