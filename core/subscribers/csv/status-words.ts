import type { Suppression } from '../subscriber.ts'

/**
 * Why an imported person must not be mailed: they did not confirm or they unsubscribed in the product that exported the
 * file, or the address is suppressed there.
 */
export type ImportStatus = 'unconfirmed' | 'unsubscribed' | Suppression['reason']

/** What a cell says about a person. `blank`: nothing; `unknown`: it cannot be read, so it is no yes. */
export type Meaning = ImportStatus | 'subscribed' | 'blank' | 'unknown'

/** Words for a state that means that the person receives mail, in normal form (see `normalForm`). */
const subscribed = new Set(
  [
    // `comped`, `author` and the like are subscriptions of Ghost, Substack and Buttondown; `c` is the Newsletter plugin's.
    'subscribed, subscriber, subscribing, active, activated, enabled, confirmed, verified, regular, premium, paid, free, comp, comped',
    'complimentary, gift, gifted, founding, founding member, trial, trialed, trialing, monthly, yearly, annual, author, lifetime',
    'paid subscriber, free subscriber, monthly subscriber, yearly subscriber, annual subscriber, monthly paid, yearly paid, annual paid',
    'opted in, opt in, optin, optedin, double opt in, double opted in, single opt in, double optin, single optin, explicit, express',
    'active subscriber, active subscription, marketing contact, yes, true, c, 1, currently subscribed, subscribed and confirmed',
    'abonniert, aktiv, angemeldet, eingetragen, bestätigt, bestaetigt, aktiviert, abonnent, abonnentin, zugestimmt, ja',
    'abonné, abonnée, abonne, inscrit, inscrite, actif, active, activé, activée, confirmé, confirmée, oui',
    'suscrito, suscrita, subscrito, activo, activa, confirmado, confirmada, inscrito, inscrita, suscriptor, sí, si, activado',
    'iscritto, iscritta, attivo, attiva, confermato, confermata, sì, abilitato, assinante, ativo, ativa, subscrita, sim',
    'ingeschreven, geabonneerd, abonnee, actief, aangemeld, bevestigd, aktywny, aktywna, zapisany, zapisana, potwierdzony, tak',
    'prenumererar, prenumerant, bekräftad, tilmeldt, bekræftet, påmeldt, bekreftet, abonnerer, tilaaja, tilattu, aktiivinen, vahvistettu',
    'přihlášen, přihlášený, aktivní, potvrzený, prihlásený, aktívny, feliratkozott, aktív, abonat, activ, confirmat, abone, aktif, onaylı',
    'подписан, подписана, подписчик, активен, активный, активна, подтвержден, подтверждён, да, підписаний, активний, так',
    'مشترك, مشتركة, نشط, نشطة, مؤكد, مفعل, مفعّل, نعم, εγγεγραμμένος, ενεργός, רשום, פעיל',
    '購読中, 登録済み, 有効, 配信中, はい, 已订阅, 已訂閱, 订阅中, 有效, 活跃, 是, 구독 중, 구독중, 활성, 예',
  ].flatMap((line) => line.split(', ')),
)

/**
 * Words for a state that means that the person must not be mailed. The digits are those of Mailtrain, Moosend and
 * ActiveCampaign, which agree; the letters are those of the Newsletter plugin.
 */
const refused: readonly (readonly [ImportStatus, RegExp])[] = [
  [
    'unconfirmed',
    /^(inactive|pending( confirmation| double opt in| opt in)?|(un|not )confirmed|unactivated|(un|not )verified|awaiting (confirmation|double opt in)|no|false|0|s|nein|non|nee|nie|inaktiv|inactif|inactive?|unbestätigt|ausstehend|non confirmée?|en attente|pendiente|sin confirmar|no confirmado|in attesa|non confermato|pendente|onbevestigd|niepotwierdzony|не подтвержден|غير مؤكد|未確認|未确认)$/,
  ],
  [
    'unsubscribed',
    /^(un ?subscribed?|globally unsubscribed|manually unsubscribed|u|2|1 unsubscribed|cancell?ed|disabled|deactivated|removed|deleted|erased|archived|opt(ed)? ?out|non ?subscribed|not subscribed|left|abgemeldet|abbestellt|ausgetragen|gekündigt|gelöscht|désabonnée?|désinscrite?|desabonne|desinscrit|desuscrit[oa]|dad[oa] de baja|baja|no suscrit[oa]|desinscrit[oa]|cancelad[oa]|anulad[oa]|disiscritt[oa]|cancellat[oa]|descadastrad[oa]|uitgeschreven|afgemeld|avprenumererad|avregistrerad|afmeldt|avmeldt|wypisan[ya]|odhlášen[ý]?|leiratkozott|dezabonat|отписан[а]?|отписал(ся|ась)|відписан[аий]*|غير مشترك|ملغى الاشتراك|退会|購読解除|解除済み|已退订|取消订阅|已取消|구독 취소|구독취소)$/,
  ],
  [
    'bounce',
    /^(cleaned|((hard|soft) ?)?bounc(ed|e|ing)|b|3|undeliverable|invalid|rebotad[oa]|unzustellbar|zurückgewiesen|rejetée?|rimbalzat[oa])$/,
  ],
  ['complaint', /^(complain(ed|t|er)|p|4|spam(my)?|abuse|(marked|reported) as spam|spam complaint)$/],
  [
    'operator',
    /^(blocked|block ?listed|black ?listed|suppressed|banned|operator|gesperrt|bloquée?|bloquead[oa]|bloccat[oa]|заблокирован)$/,
  ],
]

const yes = /^(y|yes|true|t|x|on|1|ja|oui|s[iíì]|sim|tak|да|نعم|はい|是|예|✓|✔)$/
const no =
  /^(n|no|false|f|off|0+([.,]0+)?%?|0000 00 00( [0:]+)?|0001 01 01t?.*|never|none|nein|non|nee|não|nie|нет|لا|いいえ|否|아니요)$/
const blank = /^(|null|nil|undefined|n\/a|na|nan|\\n)$/

/** Lower case, without separators: `Opted-Out` and `opted_out` are the same. */
export function normalForm(cell: string): string {
  return cell
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=\p{L})[\s_\-–.]+(?=\p{L})/gu, ' ')
    .replace(/^[-–—]$/, '')
}

/** Returns what the cell of a column of states means. */
export function readState(cell: string): Meaning {
  const word = normalForm(cell)
  if (blank.test(word)) return 'blank'
  if (subscribed.has(word)) return 'subscribed'
  if (/^-1$/.test(word)) return 'unsubscribed' // AcyMailing
  return refused.find(([, words]) => words.test(word))?.[0] ?? 'unknown'
}

/** Returns what the cell of a yes/no column says. A date or a number other than 0 means yes. */
export function readFlag(cell: string): 'yes' | 'no' | 'blank' | 'unknown' {
  const word = normalForm(cell)
  if (blank.test(word)) return 'blank'
  if (no.test(word.replaceAll('-', ' '))) return 'no'
  if (yes.test(word) || isDate(word)) return 'yes'
  return 'unknown'
}

/** Returns true for a count, such as that of bounces. */
export const isCount = (cell: string): boolean => /^[1-9]\d{0,5}([.,]\d+)?%?$/.test(cell.trim())

function isDate(word: string): boolean {
  return (
    /^(\p{L}{3,9},? )?\d{1,4}[-/. ](\d{1,2}|\p{L}{3,9}\.?)[-/. ,]+\d{1,4}/u.test(word) ||
    /^\p{L}{3,9}\.? \d{1,2},? \d{4}/u.test(word)
  )
}
