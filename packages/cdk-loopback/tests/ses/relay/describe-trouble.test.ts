import { expect, test } from 'vitest'
import { describeTrouble } from '../../../src/ses/relay/describe-trouble.ts'
import type { Refusal } from '../../../src/ses/relay/transport.ts'

const refusals: readonly (readonly [Omit<Refusal, 'kind'>, string])[] = [
  [
    { step: 'AUTH', code: 535, text: '535 5.7.8 no, me@x' },
    'refuses the user name or the password (535 5.7.8 at AUTH)',
  ],
  [{ step: 'AUTH', code: 454, text: '454 4.7.0 later' }, 'cannot check passwords at the moment'],
  [{ step: 'AUTH', text: 'Missing credentials' }, 'offers no way to log in'],
  [{ step: 'STARTTLS', code: 502, text: '502 unknown' }, 'offers no encryption by STARTTLS'],
  [{ step: 'STARTTLS', text: 'Error initiating TLS - self-signed certificate' }, 'set NODE_EXTRA_CA_CERTS to the file'],
  [
    { step: 'connect', text: 'unable to verify the first certificate; if the root CA is installed locally, try x' },
    'trusts: unable to verify the first certificate. If',
  ],
  [{ step: 'connect', text: 'Greeting never received' }, 'needs smtps:'],
  [{ step: 'MAIL', code: 530, text: '530 5.7.0 Must issue a STARTTLS command first' }, 'Add ?tls=required to the URL'],
  [{ step: 'AUTH', code: 530, text: '530 5.7.0 Must issue a STARTTLS command first' }, 'Add ?tls=required to the URL'],
  [{ step: 'AUTH', code: 503, text: '503 5.5.1 Error: authentication not enabled' }, 'a URL without a user name'],
  [
    { step: 'RCPT', code: 553, text: '553 5.7.1 <me@x>: Sender address rejected: not owned by user' },
    'refuses the sender’s address',
  ],
  [
    { step: 'RCPT', code: 550, text: '550-Verification failed for <me@x>\n550 Sender verify failed' },
    'sender’s address',
  ],
  [{ step: 'connect', text: 'certificate has expired' }, 'certificate of mail:587 is not valid'],
  [{ step: 'connect', text: '80E:error:0A00010B:SSL routines:wrong version number' }, 'No encrypted connection'],
  [{ step: 'connect', text: 'getaddrinfo ENOTFOUND mail' }, 'is not known'],
  [{ step: 'connect', text: 'connect ECONNREFUSED' }, 'does not answer'],
  [{ step: 'MAIL', code: 530, text: '530 5.7.0 Authentication required' }, 'asks for a user name and a password'],
  [{ step: 'MAIL', code: 553, text: '553 5.7.1 me@x not owned' }, 'refuses the sender’s address'],
  [{ step: 'RCPT', code: 554, text: '554 5.7.1 me@x: Relay access denied' }, 'does not relay mail of this account'],
  [{ step: 'RCPT', code: 421, text: '421 4.7.0 later' }, 'takes no mail at the moment (421 4.7.0 at RCPT)'],
]

test.each(refusals)('%o', (refusal, words) => {
  const text = describeTrouble('mail:587', { kind: 'refused', ...refusal })
  expect(text).toContain(words)
  expect(text).not.toContain('me@x')
})
