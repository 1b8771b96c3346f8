import * as z from 'zod/mini'

/** A domain of the site. CloudFront accepts certificates from us-east-1 only. */
export const domainSettings = z
  .strictObject({
    name: z.string().check(
      z.regex(
        /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
        'use a domain in lower-case ASCII, such as "news.example.org" or "xn--mnchen-3ya.example"',
      ),
      z.maxLength(64), // the longest that a certificate can have
    ),
    /** The ARN of a certificate for the name. Its DNS record is set by hand. */
    certificate: z.optional(z.string().check(z.superRefine((arn, { addIssue }) => checkCertificate(arn, addIssue)))),
    /** The id of the Route 53 zone in which the stack makes a certificate and the DNS records. */
    hostedZone: z.optional(
      z
        .string()
        .check(z.regex(/^Z[A-Z0-9]{1,31}$/, 'use the id of a zone in Route 53 such as "Z0123456789ABCDEFGHIJ"')),
    ),
  })
  .check(
    z.refine(({ certificate, hostedZone }) => (certificate === undefined) !== (hostedZone === undefined), {
      error: 'needs either "certificate" (an ARN of us-east-1) or "hostedZone" (the id of a zone in Route 53)',
      when: () => true, // also if another part is wrong
    }),
  )

/** Reports a certificate that CloudFront does not take. */
function checkCertificate(arn: string, report: (message: string) => void): void {
  const [, partition, region] =
    /^arn:(aws[a-z-]*):acm:([a-z0-9-]+):\d{12}:certificate\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(arn) ??
    []
  if (region === undefined) report('use an ARN such as "arn:aws:acm:us-east-1:<account>:certificate/<id>"')
  else if (partition !== 'aws') report(`certificates of the partition ${partition} are not supported`)
  else if (region !== 'us-east-1')
    report(`CloudFront accepts certificates from us-east-1 only, and this one is in ${region}`)
}
