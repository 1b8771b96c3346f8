/** The mails that mail servers return. Ours have the id and the addresses that are given. */
export type Original = { readonly to: string; readonly messageId: string; readonly returnTo: string }

const crlf = (text: string) => Buffer.from(text.trimStart().replaceAll('\n', '\r\n'))

/** Postfix, RFC 3464. */
export const postfix = ({ to, messageId, returnTo }: Original, status = '5.1.1', action = 'failed'): Buffer =>
  crlf(`
Return-Path: <>
Delivered-To: ${returnTo}
Date: Sun,  1 Mar 2026 07:00:05 +0000 (UTC)
From: MAILER-DAEMON@mail.readers.press (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ${returnTo}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4C2.1/mail.readers.press"
Content-Transfer-Encoding: 8bit

This is a MIME-encapsulated message.

--4C2.1/mail.readers.press
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mail.readers.press.

<${to}>: host mx.example.net said: 550 ${status} <${to}>: User unknown

--4C2.1/mail.readers.press
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.readers.press
X-Postfix-Queue-ID: 4C2
X-Postfix-Sender: rfc822; ${returnTo}
Arrival-Date: Sun,  1 Mar 2026 07:00:00 +0000 (UTC)

Final-Recipient: rfc822; ${to}
Original-Recipient: rfc822;${to}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 ${status} <${to}>: Recipient address rejected:
    User unknown in virtual mailbox table

--4C2.1/mail.readers.press
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: The Gazette <news@readers.press>
To: ${to}
Subject: Daily
Message-ID: ${messageId}

--4C2.1/mail.readers.press--
`)

/** Exchange Online: a forwarding mailbox is named by its target, and the original is a whole mail in base64. */
export const exchange = ({ messageId, returnTo }: Original): Buffer =>
  crlf(`
Return-Path: <>
From: <postmaster@outlook.com>
To: <${returnTo}>
Subject: Undeliverable: Daily
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PHA+WW91ciBtZXNzYWdlIGNvdWxkbid0IGJlIGRlbGl2ZXJlZC48L3A+

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR0.eurprd.prod.outlook.com
Received-From-MTA: dns;mail.readers.press

Final-Recipient: rfc822;someone@target.example.net
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--b1
Content-Type: message/rfc822

From: The Gazette <news@readers.press>
Message-ID:
 ${messageId}

Hello

--b1--
`)

/** qmail: words only. */
export const qmail = (
  { to, messageId, returnTo }: Original,
  reply = 'Sorry, no mailbox here by that name. (#5.1.1)',
): Buffer =>
  crlf(`
Return-Path: <>
From: MAILER-DAEMON@mx.example.net
To: ${returnTo}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<${to}>:
${reply}

--- Below this line is a copy of the message.

Message-ID: ${messageId}
From: news@readers.press

Hello
`)

/** A complaint, RFC 5965. */
export const complaint = ({ to, messageId }: Original, type = 'abuse'): Buffer =>
  crlf(`
From: feedback@provider.example.net
To: abuse@readers.press
Subject: complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain

This is an email abuse report.

--b2
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: ProviderFBL/1.0
Version: 1
Original-Mail-From: <news@readers.press>

--b2
Content-Type: message/rfc822

From: The Gazette <news@readers.press>
To: ${to}
Message-ID: ${messageId}

Hello

--b2--
`)

/** Mails that report nothing, although they answer or quote ours. */
export const harmless = ({ to, messageId, returnTo }: Original): Readonly<Record<string, Buffer>> => ({
  'an absence note': crlf(`
Return-Path: <>
From: ${to}
To: ${returnTo}
Subject: Out of office
Auto-Submitted: auto-replied
In-Reply-To: ${messageId}

I am away until 5.1.1. Call 550 5.
`),
  'an absence note without a return address, with a telephone number and a date': crlf(`
Return-Path: <>
From: ${to}
To: ${returnTo}
Subject: Abwesend
Auto-Submitted: auto-generated
In-Reply-To: ${messageId}

Ich bin bis 5.12.26 nicht da.
Telefon: 555 0123
`),
  'an absence note of Exchange, with a status': crlf(`
Return-Path: <>
From: ${to}
To: ${returnTo}
Subject: Automatic reply: Daily
Auto-Submitted: auto-generated
X-Auto-Response-Suppress: All

The mailbox is closed. 550 5.1.1 nobody reads it.
`),
  'an answer of a person': crlf(`
Return-Path: <${to}>
From: ${to}
To: ${returnTo}
Subject: Re: Daily
References: ${messageId}

My other address says 550 5.1.1 user unknown.
`),
  'a receipt of delivery': postfix({ to, messageId, returnTo }, '2.0.0', 'delivered'),
  'a report about DMARC': complaint({ to, messageId, returnTo }, 'auth-failure'),
  'a bounce without a reason': qmail({ to, messageId, returnTo }, 'Something went wrong.'),
  nothing: Buffer.from('\r\n'),
})
