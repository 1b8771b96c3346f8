/** Words by which programs and people keep a text from the public, as `simpleWord` returns them. */
const hidden = new Set(
  (
    'draft drafts drafted autodraft autosave private unlisted unpublished unpublish hidden internal secret confidential ' +
    'pending pendingreview pendingpublish future scheduled trash trashed deleted archived archive inherit sent expired ' +
    'withdrawn embargo embargoed idea ideas wip workinprogress inprogress todo tbd planned planning backlog outline ' +
    'outlined writing drafting editing review inreview underreview needsreview readyforreview toreview reviewed ' +
    'needsedit needswork revise revision onhold hold waiting blocked paused notstarted new started doing ongoing ready ' +
    'readytopublish queued submitted proposed proposal approved rejected cancelled canceled incomplete unfinished ' +
    'rough roughdraft firstdraft stub seed seedling fleeting inbox members membersonly member paid paidonly onlypaid ' +
    'founding tiers filter subscribers subscribersonly subscriber premium paywall paywalled locked restricted protected ' +
    'password passwordprotected private team staff company friends followers onlyme nobody emailonly newsletteronly ' +
    'entwurf entwürfe inarbeit inbearbeitung geplant privat vertraulich geheim intern unveröffentlicht papierkorb ' +
    'brouillon brouillons encours àrelire planifié privé privée confidentiel nonpublié corbeille enattente ' +
    'borrador borradores pendiente enprogreso enrevisión privado privada oculto papelera nopublicado ' +
    'bozza bozze privato privata inlavorazione inattesa nascosto cestino concept concepten klad privé verborgen ' +
    'inbehandeling prullenbak rascunho rascunhos privado particular emrevisão agendado lixeira utkast privat dold ' +
    'kladde udkast skjult luonnos yksityinen szkic prywatny koncept návrh soukromé vázlat ciornă taslak gizli özel ' +
    'черновик чернетка приватно личное скрыто 草稿 私密 下書き 非公開 초안 비공개 مسودة خاص טיוטה'
  ).split(' '),
)

const open = new Set(
  (
    'published publish public live online released posted open free everyone all anyone any everybody world ' +
    'veröffentlicht öffentlich publié publiée publie public enligne publicado publicada público pública pubblicato ' +
    'pubblicata pubblico gepubliceerd openbaar publicerad offentlig offentliggjort udgivet publisert julkaistu ' +
    'opublikowany opublikowane publikováno zverejnené yayında yayınlandı опубликовано опубликован опубліковано ' +
    'доступно 已发布 已發布 发布 公开 公開 公開済み 공개 발행 منشور פורסם'
  ).split(' '),
)

const affirmative =
  /^(?:true|yes|on|1|y|t|x|✓|✔|✅|☑|ja|jawohl|oui|vrai|s[íi]|sim|da|wahr|verdadero|verdadeiro|vero|waar|да|так|是|はい|예)$/iu
const negative =
  /^(?:false|no|off|0|n|f|❌|✗|nein|non|faux|n[ãa]o|nee|nej|nei|falsch|falso|onwaar|нет|ні|否|いいえ|아니요)$/iu

/** Returns a word in small letters, without spaces, signs and pictures: "🚧 In progress" is `inprogress`. */
export function simpleWord(text: string): string {
  return text
    .slice(0, 100)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** Returns whether a word of a status or visibility keeps a text from the public; undefined for an unfamiliar word. */
export function isHiddenWord(text: string): boolean | undefined {
  const word = simpleWord(text)
  return hidden.has(word) ? true : open.has(word) ? false : undefined
}

/** Returns whether a text means yes; undefined if it means neither yes nor no. */
export function isYes(text: string): boolean | undefined {
  const word = text.trim().replace(/^["'“”‘’«»„[]+|["'“”‘’«»\].!]+$/gu, '')
  return affirmative.test(word) ? true : negative.test(word) ? false : undefined
}

/** Tags by which authors mark a note, in any tool, as not yet or not for the public. */
const hiddenTags = new Set(
  (
    'draft drafts private wip unpublished unlisted hidden internal confidential secret membersonly nopublish dontpublish ' +
    'donotpublish notpublic notpublished workinprogress entwurf privat brouillon privé borrador privado bozza privato rascunho utkast kladde'
  ).split(' '),
)

/** Returns true for a tag such as `draft`, `#wip` or `status/draft`. */
export function isHiddenTag(tag: string): boolean {
  return hiddenTags.has(simpleWord(tag.slice(tag.lastIndexOf('/') + 1)))
}
