import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'
import { defaultDigests, digestSettings } from './digest-settings.ts'

z.config(en()) // zod/mini comes without words for its errors

/**
 * publication.json: the one file an operator edits. The JSON Schema beside it (publication.schema.json) is generated
 * from this; every mistake in the file is named at synth and at start, all at once.
 */
const text = (maximum: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(maximum))
const slug = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens'))
const language = z.string().check(z.refine(isLanguage, 'use a BCP 47 language tag such as "en-GB"'))
const timeZone = z.string().check(z.refine(isTimeZone, 'use an IANA time zone such as "Europe/Berlin"'))
const percentage = z.number().check(z.gte(0), z.lte(100))
const digestNames = ['instant', 'daily', 'weekly', 'monthly'] as const

export const publicationSchema = z.strictObject({
  $schema: z.optional(z.string()),
  title: text(200),
  description: text(500),
  /** Where the site is in the cloud; local mode uses its own address. */
  siteUrl: z.url({ protocol: /^https?$/, error: 'use a full address such as "https://news.example.org"' }),
  /** Authority and date of the `tag:` URIs that name articles for ever (RFC 4151). Never change it. */
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
  sender: z.strictObject({ name: text(100), address: z.email() }),
  /** Printed in every mail, as the law of many countries asks. */
  postalAddress: text(300),
  /** The first line of archive pages (`.txt`), where it is not the title. */
  masthead: z.optional(text(200)),
  /** The vocabulary of topics: fixes their spelling, and lets topics of several words be told apart in a topics line. */
  topics: z._default(z.array(z.union([text(60), z.strictObject({ slug, name: text(60) })])), []),
  /** How many articles a feed holds. */
  feedWindow: z._default(z.int().check(z.gte(1), z.lte(200)), 50),
  /** Whether feeds hold whole articles or their summaries. */
  feedContent: z._default(z.enum(['full', 'excerpt']), 'full'),
  /** The WebSub hub that is told of new articles, and that feeds name. */
  hub: z.optional(z.url({ protocol: /^https?$/, error: 'use a full address such as "https://hub.example.org/"' })),
  /** A square PNG, JPEG or GIF that stands for the publication in feed readers. */
  icon: z.optional(z.url({ protocol: /^https?$/, error: 'use a full address such as "https://example.org/icon.png"' })),
  digests: z._default(z.partialRecord(z.enum(digestNames), digestSettings), defaultDigests),
  /** Which addresses may subscribe. What is refused is told so at once; it says nothing of who is subscribed. */
  addresses: z._default(
    z.strictObject({
      /** Mailboxes of a function, such as `info@` and `noreply@`. */
      roles: z._default(z.enum(['accept', 'refuse']), 'accept'),
      /** Mailboxes that are thrown away after some minutes. */
      disposable: z._default(z.enum(['accept', 'refuse']), 'accept'),
      /** Besides; with their subdomains. */
      refusedDomains: z._default(
        z.array(z.string().check(z.regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/, 'use a domain in lower-case ASCII'))),
        [],
      ),
    }),
    { roles: 'accept', disposable: 'accept', refusedDomains: [] },
  ),
  /**
   * Whether the browser has to work for about a second before it may subscribe. Without JavaScript one still can, but only
   * some times an hour from one network.
   */
  proofOfWork: z._default(z.boolean(), false),
  /** Whether someone who has just confirmed is sent a mail that says so and leads to the latest issue. */
  welcome: z._default(z.boolean(), false),
  /** Whether someone who has left by the button on our page is sent one last mail that says so. */
  goodbye: z._default(z.boolean(), false),
  /** What becomes of a mail whose hand-over to SES is unknown after the settling time. */
  onUnknown: z._default(z.enum(['leave', 'resend']), 'resend'),
  /** When an issue stops itself: percentages of those of its mails that SES has reported on. */
  limits: z._default(
    z.strictObject({
      bounces: z._default(percentage, 5),
      complaints: z._default(percentage, 0.1),
      /** Mails that SES has reported on before anything is concluded. */
      minimumSample: z._default(z.int().check(z.gte(1)), 100),
      /** Issues in a row whose mail to an address bounced softly, until it is suppressed. */
      softBounces: z._default(z.int().check(z.gte(1), z.lte(50)), 5),
    }),
    { bounces: 5, complaints: 0.1, minimumSample: 100, softBounces: 5 },
  ),
  /** How many senders work at a time: four reach several hundred mails a second (docs/scale.md). */
  senders: z._default(z.int().check(z.gte(2), z.lte(200)), 4),
})

export type Publication = z.infer<typeof publicationSchema>
export type DigestName = (typeof digestNames)[number]

/** @throws {PublicationError} naming every mistake at once. */
export function parsePublication(json: string): Publication {
  const result = publicationSchema.safeParse(parseJson(json))
  if (result.success) return result.data
  throw new PublicationError(result.error.issues.map(describe))
}

function describe({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const place = path.join('.') || 'the file'
  if (/received undefined$/.test(message)) return `${place} is missing`
  return `${place}: ${message.replace(/^Too small: expected string to have >=1 characters$/, 'it is empty')}`
}

export class PublicationError extends Error {
  override name = 'PublicationError'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[], options?: ErrorOptions) {
    super(
      `publication.json has ${mistakes.length === 1 ? 'a mistake' : 'mistakes'}:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
      options,
    )
    this.mistakes = mistakes
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new PublicationError([`it is not JSON: ${cause instanceof Error ? cause.message : cause}`], { cause })
  }
}

export function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export function isDigestName(name: string): name is DigestName {
  return (digestNames as readonly string[]).includes(name) // `includes` of a tuple takes its own members only
}
