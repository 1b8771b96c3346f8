import * as z from 'zod/mini'
import { isLanguage, isTimeZone, longestDigestName, reservedDigestNames } from './configured-names.ts'
import { defaultDigests, digestSettings, replyAddress, translatedText } from './digest-settings.ts'
import { domainSettings } from './domain-settings.ts'
import { findDuplicateKeys } from './duplicate-keys.ts'
import { describeIssue, PublicationError } from './publication-mistakes.ts'
import { findTranslation, type TranslatedText } from './translated-text.ts'
import { findOccupiedDomain, unsubscribeMailSettings } from './unsubscribe-mail-settings.ts'
import { wordingSettings } from './wording-settings.ts'

/**
 * The schema of publication.json, the one file that an operator edits. publication.schema.json is generated from it.
 * Synth and start report every mistake in the file at once.
 */
const text = (maximum: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(maximum))
const slug = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens'))
/** A topic's slug, in any script. */
const topicSlug = z
  .string()
  .check(
    z.regex(
      /^[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+(-[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{N}]+)*$/u,
      'use lower-case letters, digits and single hyphens',
    ),
    z.maxLength(60),
  )
const language = z.string().check(z.refine(isLanguage, 'use a BCP 47 language tag such as "en-GB"'))
const timeZone = z.string().check(z.refine(isTimeZone, 'use an IANA time zone such as "Europe/Berlin"'))
const percentage = z.number().check(z.gte(0), z.lte(100))
/** An address in ASCII without query and fragment. Edge functions contain it between single quotes. */
const addressPattern = /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._~%/-]*)?$/
/** An image in mails. An address without an ending may be that of any format. */
const mailImage = z
  .url({ protocol: /^https?$/, error: 'use a full address such as "https://example.org/icon.png"' })
  .check(
    z.refine(
      (address) => !/\.(svgz?|webp|avif|ico|bmp|tiff?|heic|jxl)$/i.test(URL.parse(address)?.pathname ?? ''),
      'use a PNG, JPEG or GIF image: mail programs such as Gmail and Outlook show no other formats, and no SVG',
    ),
  )
/** Pixels of a logo. */
const logoSide = z.int().check(z.gte(16), z.lte(4000))
const digestName = z.string().check(
  z.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/),
  z.maxLength(longestDigestName),
  z.refine((name) => !reservedDigestNames.includes(name)),
)
/** The rows of an article and its marks for all digests change in one transaction, of at most 100 items. */
const mostDigests = 10
/** CloudFormation allows 128. The rest is for what CDK adds to names of resources and further stacks. */
const longestStackName = 100

const publicationFields = z.strictObject({
  $schema: z.optional(z.string()),
  title: text(200),
  description: text(500),
  /** The domain of the site. Without one, the site is served at the distribution's own address. */
  domain: z.optional(domainSettings),
  /** The address of the deployed site, if another server forwards to the distribution. Local mode uses its own address. */
  siteUrl: z.optional(
    z.string().check(z.regex(addressPattern, 'use a full address without query such as "https://news.example.org"')),
  ),
  /** The name of the CloudFormation stack. Two publications in one account need different names. */
  stack: z._default(
    z
      .string()
      .check(
        z.regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'use letters, digits and hyphens, beginning with a letter'),
        z.maxLength(longestStackName),
      ),
    'Postrider',
  ),
  /** Authority and date of the `tag:` URIs that identify articles permanently (RFC 4151). Never change it. */
  tag: z
    .string()
    .check(
      z.regex(
        /^[a-z0-9.-]+(@[a-z0-9.-]+)?,\d{4}(-\d{2}(-\d{2})?)?$/i,
        'use "<domain>,<year>" such as "example.org,2026"',
      ),
    ),
  language: z._default(language, 'en'),
  timeZone: z._default(timeZone, 'UTC'),
  sender: z.strictObject({
    name: text(100),
    address: z.email(),
    replyTo: z.optional(
      replyAddress.check(
        z.describe(
          'The address that gets replies to mails. Without it, replies go to the address of the sender. SES does not have to verify it.',
        ),
      ),
    ),
    identity: z._default(
      z
        .enum(['create', 'exists'])
        .check(
          z.describe(
            'Whether the stack creates the SES identity of the address\'s domain ("create"). Use "exists" if SES can already send from the address because the address, its domain or a parent domain is verified in the stack\'s region; for example, because another stack created the identity. The stack then changes nothing about it.',
          ),
        ),
      'create',
    ),
    mailFrom: z._default(
      slug.check(
        z.describe(
          'The subdomain of the sender\'s domain to which bounces return (SMTP\'s MAIL FROM), such as "bounces" for bounces.example.org. It must not receive any other mail. It has no effect if the identity exists already.',
        ),
      ),
      'bounces',
    ),
  }),
  /** The address that gets alarms. AWS sends it a mail with a link that confirms the subscription. */
  operator: z.optional(z.email()),
  /** Printed in every mail, because the law of many countries requires it. */
  postalAddress: text(300),
  /** The first line of archive pages (`.txt`), if it differs from the title. */
  masthead: z.optional(text(200)),
  /** The vocabulary of topics. It fixes their spelling and separates topics of several words in a topics line. */
  topics: z._default(z.array(z.union([text(60), z.strictObject({ slug: topicSlug, name: translatedText(60) })])), []),
  /** Number of articles in a feed. */
  feedWindow: z._default(z.int().check(z.gte(1), z.lte(200)), 50),
  /** Whether feeds contain whole articles or their summaries. */
  feedContent: z._default(z.enum(['full', 'excerpt']), 'full'),
  /** Whether the readers of feeds are counted, from access logs that are deleted after three days (docs/feed-audience.md). */
  feedAudience: z._default(z.boolean(), false),
  /** The WebSub hub that is pinged when a feed changes. Feeds name it. */
  hub: z.optional(z.url({ protocol: /^https?$/, error: 'use a full address such as "https://hub.example.org/"' })),
  icon: z.optional(
    mailImage.check(
      z.describe(
        'The address of a square PNG, JPEG or GIF that feed readers show for the publication. Mails show it above the title, 64 pixels wide.',
      ),
    ),
  ),
  logo: z.optional(
    z
      .strictObject({ url: mailImage, width: logoSide, height: logoSide })
      .check(
        z.describe(
          'A PNG, JPEG or GIF with the name of the publication, and its width and height in pixels. Mails show it instead of the title and the icon, at most 400 pixels wide and 120 high. An image of twice that size is sharp on every screen.',
        ),
      ),
  ),
  /** The digests, by name. The name is in addresses and keys: a digest of another name is another digest. */
  digests: z._default(
    z
      .record(digestName, digestSettings)
      .check(z.refine((digests) => Object.keys(digests).length <= mostDigests, `use at most ${mostDigests} digests`)),
    defaultDigests,
  ),
  /** Which addresses may subscribe. A refusal is reported at once; it does not reveal who is subscribed. */
  addresses: z._default(
    z.strictObject({
      /** Role mailboxes, such as `info@` and `noreply@`. */
      roles: z._default(z.enum(['accept', 'refuse']), 'accept'),
      /** Throwaway mailboxes, which exist only for some minutes. */
      disposable: z._default(z.enum(['accept', 'refuse']), 'accept'),
      /** Other domains to refuse, including their subdomains. */
      refusedDomains: z._default(
        z.array(z.string().check(z.regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/, 'use a domain in lower-case ASCII'))),
        [],
      ),
    }),
    { roles: 'accept', disposable: 'accept', refusedDomains: [] },
  ),
  /** The form with which people subscribe. */
  form: z._default(
    z.strictObject({
      /** Whether it asks for the name of the reader, for `{name|reader}` in mails. */
      name: z._default(z.enum(['none', 'optional']), 'none'),
    }),
    { name: 'none' },
  ),
  /**
   * Whether the browser has to compute for about a second before it may subscribe. Subscribing without JavaScript still
   * works, but only a few times an hour from one network.
   */
  proofOfWork: z._default(z.boolean(), false),
  /** Whether people who have just confirmed get a mail that says so and links to the latest issue. */
  welcome: z._default(z.boolean(), false),
  /** Whether people who unsubscribe with the button on our page get one last mail that confirms it. */
  goodbye: z._default(z.boolean(), false),
  /** Whether the page after unsubscribing asks people why they leave. They need not answer. */
  askWhy: z._default(z.boolean(), true),
  /**
   * Asks readers whether they still want the mails, after a time without a yes from them. Those who do not answer get no
   * more. Without this setting, nobody is asked.
   */
  rePermission: z.optional(
    z.strictObject({
      /** Months since they confirmed, changed their preferences or answered. */
      afterMonths: z.int().check(z.gte(6), z.lte(120)),
      /** Days until the mails stop. The link in the mail works for half a year. */
      answerWithinDays: z._default(z.int().check(z.gte(14), z.lte(90)), 30),
      /** Number of readers who are asked on one day, those first whose yes is oldest. */
      perDay: z._default(z.int().check(z.gte(1), z.lte(2000)), 500),
    }),
  ),
  /** Lets people unsubscribe with a mail, too. SES has to receive it (docs/deploying.md). */
  unsubscribeMail: z.optional(unsubscribeMailSettings),
  /** Own sentences in the mails that ask to confirm, welcome, and say goodbye. */
  wording: z.optional(wordingSettings),
  /** What happens to a delivery that is still unknown after the settling time. */
  onUnknown: z._default(z.enum(['leave', 'resend']), 'resend'),
  /** When an issue is paused automatically: percentages of the mails that SES has reported on. */
  limits: z._default(
    z.strictObject({
      bounces: z._default(percentage, 5),
      complaints: z._default(percentage, 0.1),
      /** Mails that servers refuse because of the sender: for its authentication, its reputation or their policy. */
      refusals: z._default(percentage, 5),
      /** Number of mails that SES must have reported on before the limits of bounces and complaints apply. */
      minimumSample: z._default(z.int().check(z.gte(1)), 100),
      /** Number of consecutive issues whose mail bounced softly before the address is suppressed. */
      softBounces: z._default(z.int().check(z.gte(1), z.lte(50)), 5),
    }),
    { bounces: 5, complaints: 0.1, refusals: 5, minimumSample: 100, softBounces: 5 },
  ),
  /**
   * The account's quota of concurrent Lambda executions, as Service Quotas shows it. New accounts have 10. With a larger
   * one, more Lambdas choose recipients and submit mails at the same time.
   */
  concurrency: z._default(z.int().check(z.gte(10), z.lte(100_000)), 10),
  /** Number of senders that run at the same time. Default: 2 to 4, depending on `concurrency` (docs/scale.md). */
  senders: z.optional(z.int().check(z.gte(2), z.lte(200))),
})

export const publicationSchema = publicationFields.check(
  z.refine(({ senders = 0, concurrency }) => senders * 2 <= concurrency, {
    path: ['senders'],
    error: ({ input }) => explainSenders(input),
  }),
)

/** Leaves half of the quota to the other Lambdas, so that visitors get answers while an issue is sent. */
function explainSenders(publication: unknown): string {
  const { senders, concurrency } = publication as z.infer<typeof publicationFields> // only a valid one is refined
  return `use at most half of \`concurrency\`, which is ${concurrency}; ${senders} senders need at least ${2 * (senders ?? 0)}`
}

export type Publication = z.infer<typeof publicationSchema>
/** The name of a digest, such as `weekly` or `the-week`: see `isDigestName`. */
export type DigestName = string

/**
 * Parses publication.json.
 * @param findMistakes checks the values together, which no schema can
 * @throws {PublicationError} naming every mistake
 */
export function parsePublication(
  json: string,
  findMistakes: (publication: Publication) => readonly string[] = () => [],
): Publication {
  const value = parseJson(json)
  const result = publicationSchema.safeParse(value)
  const mistakes = [
    ...(result.error?.issues.map(describeIssue) ?? []),
    ...findDuplicateKeys(json),
    ...findContradictions(value),
    ...(result.data
      ? [result.data].flatMap((each) => [...findUntranslated(each), ...findOccupiedDomain(each), ...findMistakes(each)])
      : []),
  ]
  if (result.success && mistakes.length === 0) return result.data
  throw new PublicationError(mistakes)
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new PublicationError([`it is not JSON: ${cause instanceof Error ? cause.message : cause}`], { cause })
  }
}

/** Finds settings that exclude each other. */
function findContradictions(value: unknown): string[] {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return names.includes('siteUrl') && names.includes('domain')
    ? ['siteUrl: leave it out, because "domain" is the address of the site']
    : []
}

/** Finds texts that have translations, but none in the language of the publication. */
function findUntranslated({ digests, topics, wording = {}, language }: Publication): readonly string[] {
  const texts: readonly (readonly [string, TranslatedText])[] = [
    ...topics.flatMap((topic, n) => (typeof topic === 'string' ? [] : [[`topics.${n}.name`, topic.name] as const])),
    ...Object.entries(digests).flatMap(([name, { title, from, sections }]) => [
      [`digests.${name}.title`, title] as const,
      ...(from ? [[`digests.${name}.from.name`, from.name] as const] : []),
      ...sections.map((section, n) => [`digests.${name}.sections.${n}`, section] as const),
    ]),
    ...Object.entries(wording).flatMap(([mail, own = {}]) =>
      Object.entries(own).flatMap(([name, text]) => (text ? [[`wording.${mail}.${name}`, text] as const] : [])),
    ),
  ]
  return texts.flatMap(([place, text]) =>
    typeof text === 'string' || findTranslation(text, language) !== undefined
      ? []
      : [`${place}: add the text in the language of the publication, "${language}"`],
  )
}

/** Returns the site's address that publication.json sets, without a trailing slash. Undefined: it is the distribution's own. */
export function configuredUrl({ siteUrl, domain }: Pick<Publication, 'siteUrl' | 'domain'>): string | undefined {
  return domain ? `https://${domain.name}` : siteUrl?.replace(/\/+$/, '')
}
