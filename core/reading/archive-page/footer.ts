import { type ArchiveLine, endsSentence } from './lines.ts'
import { isTopicsLabel } from './topics-line.ts'

/** The shapes of boilerplate. A statement, which ends as a sentence, is only boilerplate where the rule says so. */
const rules: readonly { readonly shape: RegExp; readonly sentence: boolean }[] = [
  // Corrections: "Send us a correction about this article", "Spotted an error? Let us know."
  {
    shape: /\b(send|submit|report|suggest|tell|request)\b.{0,30}\b(corrections?|errors?|mistakes?|typos?|problems?)\b/i,
    sentence: false,
  },
  { shape: /^(spotted|found|noticed|see|seen)\b.{0,25}\b(errors?|mistakes?|typos?|wrong)\b/i, sentence: true },
  {
    shape: /^(if you|something|anything)\b.{0,30}\b(errors?|mistakes?|typos?|wrong|inaccura\w+|amiss)\b/i,
    sentence: true,
  },
  { shape: /^to (report|submit|suggest|request)\b.{0,30}\b(errors?|mistakes?|corrections?|tips?)\b/i, sentence: true },
  { shape: /\b(corrections?|complaints?) (policy|page|desk|form)\b/i, sentence: false },
  {
    shape: /^(corrections?|complaints?|feedback|contact|letters?|tips?|news ?desk)\b.{0,80}(@|https?:|www\.)/i,
    sentence: true,
  },
  // Tips: "Send us a news tip", "Got a story? Tell us."
  { shape: /^(send|submit|share|give)\b.{0,20}\b(tips?|stor(y|ies))\b/i, sentence: false },
  { shape: /^(got|have) an? .{0,25}\b(tip|story|question|comment)\b.{0,3}\?/i, sentence: true },
  // Share: "Share this article on Facebook", "Tweet Email Print"
  {
    shape: /^(share|tweet|e-?mail|print|save|bookmark|like|post|pin)\b.{0,10}\b(this|via|on|with)\b/i,
    sentence: false,
  },
  {
    shape:
      /^((share|tweet|e-?mail|print|save|pin|like|reply|comments?|facebook|twitter|x|bluesky|mastodon|linkedin|reddit|whatsapp|telegram|pinterest|copy link|permalink)(?: \(?\d+\)?)?[\s|·•,/]*)+$/i,
    sentence: false,
  },
  {
    shape:
      /^(follow|like|join|find|contact|e-?mail|write to) us\b|^(subscribe|sign up)\b.{0,20}\b(to|for|now|here|today)\b/i,
    sentence: true,
  },
  { shape: /^(follow|find) (@\w+|\S+ on)\b|^get (our|the)\b.{0,30}\b(newsletter|app|alerts?)\b/i, sentence: true },
  {
    shape:
      /^((\(?\d+\)? )?comments?( \(?\d+\)?)?|leave a (comment|reply)|no comments( yet)?|advertisement|sponsored|page \d+( of \d+)?)\.?$/i,
    sentence: true,
  },
  // Copyright and the like
  { shape: /^(©|\(c\)|copyright\b)|\ball rights reserved\b/i, sentence: true },
  { shape: /(©|\(c\)|\bcopyright) ?(19|20)\d\d\b/i, sentence: false },
  { shape: /\b(terms (of|and) (use|service|conditions)|privacy policy|cookie policy)\b/i, sentence: false },
  {
    shape: /^(back to top|comments are closed\.?|print this (page|article)|return to (the )?(home|index|archive).*)$/i,
    sentence: true,
  },
  // Navigation: "Home | About | Contact"
  {
    shape:
      /^(?:(?:about|home|contact|corrections?|tips?|share|privacy|terms|cookies|legal|imprint|advertis\w+|subscri\w+|newsletters?|help|faqs?|jobs|careers|site ?map|rss|archives?|feedback|search|login|log in|sign in)(?: us)?(?: *[|·•/] *|$)){2,}$/i,
    sentence: false,
  },
  // Where the page was taken from: "Printed from https://…"
  {
    shape:
      /^(printed|retrieved|archived|downloaded|exported|original|originally|permalink|source|url|link)\b.{0,40}(https?:\/\/|www\.)\S+$/i,
    sentence: true,
  },
  // Links to other articles in one line: "Related: …", "Read more: …"
  { shape: /^(related|see also|read (more|next|also)|more (on|from)|further reading)\b.{0,20}:/i, sentence: false },
]

const relatedHeading =
  /^(related\b|see also\b|read (more|next|also)\b|(more|also) (on|from|in|about)\b|more like this\b|further reading\b|you (may|might) also (like|be interested)\b|(most|latest) (read|popular|viewed|news|stories|articles)\b|(recommended|trending|popular)\b|elsewhere\b|links?:|from the archives?\b)/i
/** Who speaks to the reader, where an article speaks of others. */
const callToReader = /\b(us|our|you|your|this (article|page|story))\b/i

/**
 * Whether a line at the end of a page is boilerplate: by one of the shapes, or because it addresses the reader in a last
 * block that more empty lines set off than paragraphs have between them.
 */
export function isFooterLine(lines: readonly ArchiveLine[], index: number): boolean {
  const text = lines[index]?.text ?? ''
  if (hasFooterShape(text)) return true
  return !isSentence(text) && text.length <= 120 && callToReader.test(text) && isSetOff(lines, index)
}

/** Whether a line says by itself that it is boilerplate. */
export function hasFooterShape(text: string): boolean {
  if (text.length > 300 || isTopicsLabel(text)) return false
  return rules.some((rule) => (rule.sentence || !isSentence(text)) && rule.shape.test(text))
}

function isSentence(text: string): boolean {
  return endsSentence(text) && !text.endsWith(':')
}

export function isRelatedHeading(text: string): boolean {
  return text.length <= 40 && !/[.!?]$/.test(text) && relatedHeading.test(text) && !isTopicsLabel(text)
}

function isSetOff(lines: readonly ArchiveLine[], index: number): boolean {
  let start = index
  while (start > 0 && index - start < 10 && lines[start]?.gap === 0) start--
  return (lines[start]?.gap ?? 0) >= 2
}
