/** `problem`: users lose something now. `warning`: they may soon, or the operator would not learn of it. */
export type Severity = 'problem' | 'warning' | 'ok' | 'unchecked'

type Known = { readonly severity: 'problem' | 'warning'; readonly loss: string }
type Check = { readonly title: string; readonly findings: Readonly<Record<string, Known>> }

const problem = (loss: string): Known => ({ severity: 'problem', loss })
const warning = (loss: string): Known => ({ severity: 'warning', loss })

const noMail = 'Subscribers get no mail.'
const spam = 'Receivers treat the mails as spam, or refuse them.'
const noReport = 'Nobody learns of the next failure until subscribers complain.'

/**
 * Everything that `postrider doctor` checks, in the order of its answer, with what users lose. The id of a finding is
 * `<check>.<name>`; it never changes its meaning. docs/doctor.md has a section for each check.
 */
export const checks = {
  identity: {
    title: 'SES identity of the sender',
    findings: { missing: problem(noMail), unverified: problem(noMail) },
  },
  dkim: {
    title: 'DKIM signatures',
    findings: {
      off: problem(spam),
      missing: problem(spam),
      different: problem(spam),
      revoked: problem(spam),
      pending: warning('Until SES has found the records, it sends mails without a signature of the domain.'),
    },
  },
  'mail-from': {
    title: 'MAIL FROM domain',
    findings: {
      none: warning('SPF says nothing about the domain of the sender, so one sign of trust is missing.'),
      mx: problem('SES uses its own MAIL FROM domain, or refuses the mails, and SPF does not agree with the sender.'),
      'several-mx': problem('SES does not accept a MAIL FROM domain that receives other mail: SPF does not agree.'),
      spf: problem(spam),
      pending: warning('Until SES has found the records, SPF does not agree with the domain of the sender.'),
    },
  },
  spf: {
    title: "SPF of the sender's domain",
    findings: {
      missing: warning('Others can use the domain as the sender of spam, which harms its reputation.'),
      several: problem('Receivers reject a domain with several SPF records: none of them counts.'),
      invalid: problem('Receivers ignore the record, or refuse mail of the domain.'),
      lookups: problem('Receivers stop after ten lookups and ignore the record.'),
      'pass-all': problem('Everybody may send mail as this domain: it can lose its reputation to spam.'),
    },
  },
  dmarc: {
    title: 'DMARC',
    findings: {
      missing: problem('Gmail and Yahoo refuse mails to many recipients from a domain without DMARC.'),
      several: problem('Receivers ignore all of the records, as if there were none.'),
      invalid: problem('Receivers ignore the record, as if there were none.'),
      unaligned: problem(spam),
      'spf-unaligned': warning('DMARC depends on DKIM alone: a mail whose signature breaks on its way fails.'),
      'no-reports': warning('Nobody learns that mails fail DMARC.'),
      'reports-refused': warning('Receivers do not send their reports, because the address does not accept them.'),
    },
  },
  sandbox: {
    title: 'SES sandbox',
    findings: { on: problem('Only verified addresses get mail, at most 200 mails a day.') },
  },
  sending: {
    title: 'permission to send',
    findings: {
      paused: problem(noMail),
      review: problem('AWS is reviewing the account and may stop it from sending.'),
    },
  },
  quota: {
    title: 'sending quota',
    findings: {
      'too-small': problem('The largest digest takes more than a day: some subscribers get it a day late.'),
      slow: warning('The last subscribers of the largest digest get it hours after the first.'),
    },
  },
  reputation: {
    title: 'bounces and complaints',
    findings: {
      bounces: problem('AWS reviews accounts in which 5 % of the mails bounce, and may stop them from sending.'),
      complaints: problem('AWS reviews accounts in which 0.1 % of the mails draw complaints, and may stop them.'),
    },
  },
  suppression: {
    title: 'suppression by SES',
    findings: {
      off: warning('SES mails addresses that bounced or complained, if another program of the account uses them.'),
      readers: warning('These subscribers are confirmed, but SES submits no mail to them.'),
    },
  },
  relay: {
    title: 'mail server of a local stack',
    findings: { stopped: problem(noMail), late: warning('Subscribers get mails late.') },
  },
  events: {
    title: 'reports of SES',
    findings: {
      missing: problem('Bounces and complaints are not recorded: the account may lose its permission to send.'),
      incomplete: problem('Some outcomes are not recorded: issues show them as unknown.'),
    },
  },
  'unsubscribe-mail': {
    title: 'unsubscribing by mail',
    findings: {
      mx: problem('Mails that unsubscribe do not arrive: people who sent one still get the digests.'),
      inactive: problem('SES receives no mail: people who sent one to unsubscribe still get the digests.'),
      rule: problem('SES does not pass on mails that unsubscribe: their senders still get the digests.'),
    },
  },
  site: {
    title: 'site',
    findings: {
      unreachable: problem('Readers see neither pages nor feeds.'),
      error: problem('Readers get an error instead of the front page.'),
    },
  },
  certificate: {
    title: 'certificate',
    findings: {
      invalid: problem('Browsers and feed readers refuse the site.'),
      expiring: problem('Browsers and feed readers will soon refuse the site.'),
      unrenewed: warning('The certificate will expire unless its validation succeeds.'),
    },
  },
  alias: {
    title: "DNS of the site's domain",
    findings: {
      missing: problem('Nobody reaches the site.'),
      elsewhere: warning('Readers may see another site than this one.'),
    },
  },
  feeds: {
    title: 'feeds',
    findings: {
      broken: problem('Feed readers get no new articles.'),
      type: warning('Some feed readers refuse a feed of the wrong type.'),
      validators: warning('Feed readers download the whole feed each time.'),
      address: problem('Feed readers that follow the address in the feed subscribe to another one.'),
    },
  },
  robots: {
    title: 'robots.txt',
    findings: { blocked: warning('Search engines and some feed services do not read the site.') },
  },
  address: {
    title: 'address of the site',
    findings: { different: warning('Links in feeds and mails lead to another address than publication.json says.') },
  },
  alarms: {
    title: 'alarms',
    findings: {
      nobody: warning(noReport),
      unconfirmed: problem(noReport),
      ringing: problem('The description of each alarm says what users lose.'),
    },
  },
  failures: {
    title: 'failed messages',
    findings: { waiting: problem('Uploads, pages, mails or commands are not processed.') },
  },
  queues: {
    title: 'queues',
    findings: { late: problem('Uploads, pages or mails are late.') },
  },
  schedules: {
    title: 'schedules',
    findings: {
      missing: problem('The digest does not run.'),
      different: problem('The digest runs at other times than publication.json says.'),
      disabled: problem('The digest does not run.'),
      extra: warning('A digest that publication.json does not contain still runs.'),
    },
  },
  runs: {
    title: 'runs of digests',
    findings: { missed: problem('Subscribers of the digest did not get an issue that was due.') },
  },
  digests: {
    title: 'subscribers of removed digests',
    findings: { removed: problem('These subscribers get no mail at all.') },
  },
  issues: {
    title: 'issues in progress',
    findings: {
      late: problem('Some recipients are still waiting for the issue.'),
      unapproved: warning('Its subscribers get nothing until it is approved, and nothing at all if it expires.'),
      paused: warning('Recipients who have not got the issue get it only when it is resumed.'),
    },
  },
  deployment: {
    title: 'deployment',
    findings: { late: problem('Some pages still show the version before the last deployment.') },
  },
  version: {
    title: 'versions',
    findings: { different: warning('Commands may not fit the stack: they may fail, or do something else.') },
  },
  publication: {
    title: 'publication.json',
    findings: { different: warning('Changes in publication.json have no effect until they are deployed.') },
  },
  clock: {
    title: 'clock of this machine',
    findings: {
      wrong: warning('AWS refuses requests of a machine whose clock is more than five minutes off.'),
    },
  },
  storage: {
    title: 'storage of a local stack',
    findings: {
      full: problem('Nothing can be stored: uploads and forms are refused, and no mail goes out.'),
      damaged: problem('Nothing is stored, and no mail goes out, until the data is restored.'),
    },
  },
  concurrency: {
    title: 'quota of Lambda executions',
    findings: {
      overstated: problem('Senders take executions that the account does not have: visitors get errors.'),
      small: warning('While an issue is sent, visitors may wait or get errors.'),
    },
  },
  tables: {
    title: 'protection of the tables',
    findings: {
      unprotected: warning('One wrong command deletes all subscribers.'),
      unrecoverable: problem('Subscribers and articles that are deleted by mistake cannot be restored.'),
    },
  },
} as const satisfies Readonly<Record<string, Check>>

export type CheckName = keyof typeof checks
/** An id of a problem or a warning. */
export type FaultId = {
  [Name in CheckName]: `${Name}.${keyof (typeof checks)[Name]['findings'] & string}`
}[CheckName]
export type FindingId = FaultId | `${CheckName}.ok` | `${CheckName}.unchecked`

export const checkNames = Object.keys(checks) as readonly CheckName[] // the keys of the constant

/** Returns the check to which a finding belongs. */
export function checkOf(id: FindingId): CheckName {
  return id.slice(0, id.lastIndexOf('.')) as CheckName // as the type of ids says
}

/** Returns the severity of a fault and what users lose because of it. */
export function describeFault(id: FaultId): Known {
  const findings: Readonly<Record<string, Known>> = checks[checkOf(id)].findings
  const known = findings[id.slice(id.lastIndexOf('.') + 1)]
  if (!known) throw new TypeError(`There is no finding ${id}`)
  return known
}
