import type { LambdaName } from './environment.ts'

/**
 * Where messages in the dead-letter queue come from: the queue of a Lambda, a command for a Lambda, the tick of a schedule
 * that needs no repetition, because the next tick does the same work, or the stream of a table, whose changes the message does
 * not contain.
 */
export type FailureSource = {
  readonly kind: 'queue' | 'command' | 'tick' | 'stream'
  /** The Lambda that failed. */
  readonly lambda: LambdaName
  /** What users lose while messages of this source are in the dead-letter queue. */
  readonly loss: string
}

/** By the name that `postrider failures` shows. A queue's is that of the queue in lower case. */
export const failureSources: Readonly<Record<string, FailureSource>> = {
  ingest: {
    kind: 'queue',
    lambda: 'ingest-article',
    loss: 'An upload was not processed: its editor has no receipt, and it is neither on the site nor in the next issue.',
  },
  files: {
    kind: 'queue',
    lambda: 'publish-files',
    loss: 'An image or another file beside an article is not on the site.',
  },
  publishdue: {
    kind: 'tick',
    lambda: 'publish-due-articles',
    loss: 'Scheduled articles may not have been published at their time.',
  },
  check: {
    kind: 'tick',
    lambda: 'check-stack',
    loss: 'Late digests, issues, feeds and queues may not have been reported.',
  },
  reconcile: {
    kind: 'command',
    lambda: 'reconcile-uploads',
    loss: 'The hourly search for lost events did not finish.',
  },
  deployment: {
    kind: 'command',
    lambda: 'complete-deployment',
    loss: 'Pages may not show the version that was deployed last.',
  },
  announce: {
    kind: 'stream',
    lambda: 'announce-changes',
    loss: 'Some changes were not announced to other programs. docs/events.md says how to find them.',
  },
  publish: { kind: 'queue', lambda: 'publish-site', loss: 'Feeds or pages are older than the articles.' },
  ping: {
    kind: 'queue',
    lambda: 'ping-hub',
    loss: 'The WebSub hub was not pinged about changed feeds: some readers will see the changes later.',
  },
  compose: {
    kind: 'command',
    lambda: 'compose-issue',
    loss: 'A digest did not run: its articles wait for the next run.',
  },
  plan: {
    kind: 'queue',
    lambda: 'plan-deliveries',
    loss: 'Some subscribers have not been added to the recipients of an issue yet.',
  },
  send: { kind: 'queue', lambda: 'send-deliveries', loss: 'Some recipients have not received an issue yet.' },
  control: {
    kind: 'command',
    lambda: 'control-issue',
    loss: 'A command to resume, cancel or retry an issue was not completed.',
  },
  feedback: {
    kind: 'queue',
    lambda: 'record-feedback',
    loss: 'Bounces or complaints were not recorded: suppressed addresses may still be mailed.',
  },
  sendwelcome: {
    kind: 'tick',
    lambda: 'send-welcome-mails',
    loss: 'Some readers have not received a text of the welcome series at its time.',
  },
  feedreaders: {
    kind: 'tick',
    lambda: 'count-feed-readers',
    loss: 'The readers of the feeds may not have been counted for a day.',
  },
  unsubscribemail: {
    kind: 'command',
    lambda: 'read-unsubscribe-mail',
    loss: 'People who unsubscribed with a mail still get the digests.',
  },
  confirmation: {
    kind: 'queue',
    lambda: 'send-confirmation',
    loss: 'People who subscribed have not received the mail that asks them to confirm, or people who unsubscribed in their mail program still get the digests.',
  },
}
