import { perMail } from '../build/costs/mail-costs.ts'
import { type Scenario, type SimulatedSending, simulateSending } from './simulate-sending.ts'

const calm = { perDay: -1, booking: 10, answer: 100, crash: 0, eventLost: 0, confirmations: 0 }
/** One batch in two thousand fails because its sender dies, and one event in a thousand arrives too late. */
const rough = { ...calm, crash: 0.0005, eventLost: 0.001 }

const scenarios: readonly (Scenario & { readonly name: string })[] = [
  { ...calm, name: '14/s', perSecond: 14, senders: 4, recipients: 10_000, confirmations: 0.2 },
  { ...calm, name: '500/s', perSecond: 500, senders: 4, recipients: 200_000, confirmations: 5 },
  { ...calm, name: '5,000/s', perSecond: 5_000, senders: 40, recipients: 1_000_000, confirmations: 50 },
  {
    ...rough,
    name: '14/s, 50,000 a day',
    perSecond: 14,
    perDay: 50_000,
    senders: 4,
    recipients: 120_000,
    confirmations: 0.05,
  },
  { ...rough, name: '500/s, failures', perSecond: 500, senders: 4, recipients: 1_000_000, confirmations: 5 },
  {
    ...rough,
    name: '10 million at 500/s',
    perSecond: 500,
    perDay: 20_000_000,
    senders: 4,
    recipients: 10_000_000,
    confirmations: 1,
  },
  {
    ...rough,
    name: '10 million at 5,000/s',
    perSecond: 5_000,
    perDay: 20_000_000,
    senders: 40,
    recipients: 10_000_000,
    confirmations: 1,
  },
]

/** US dollars in us-east-1, November 2026. docs/scale.md names the sources. */
const prices = {
  mail: 0.1 / 1_000,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  gigabyteSecond: 0.0000133334,
  message: 0.4 / 1e6,
}
/** Queue requests per mail: a 25th of those for its batch (send, receive, delete), and those for two events. */
const messages = 3 / 25 + 2 * 1.2
const feedbackGigabyteSeconds = 2 * 0.005 * 0.5

/** Simulates whole issues, mail by mail, with a model of SES. */
export async function benchSimulate(): Promise<void> {
  for (const scenario of scenarios) print(scenario, simulateSending(scenario))
}

function print(scenario: Scenario & { readonly name: string }, sending: SimulatedSending): void {
  const reached = (sending.accepted * 0.999) / sending.seconds / scenario.perSecond
  const limited = scenario.perDay >= 0 && scenario.recipients > scenario.perDay
  const rate = limited ? `most in 24 h ${count(sending.mostInADay)}` : `${(100 * reached).toFixed(1)} % of the rate`
  console.log(
    `  ${scenario.name}: ${count(sending.accepted)} mails in ${hours(sending.seconds)}, ${rate}; throttled ${sending.throttled}, repeated ${sending.repeats}, lost ${scenario.recipients + sending.repeats - sending.accepted}, most in one second ${count(sending.mostInASecond)}`,
  )
  const mails = sending.accepted
  const lambda = (sending.senderSeconds + mails * feedbackGigabyteSeconds) * prices.gigabyteSecond
  const tables = mails * (perMail.dynamoWrites * prices.writeUnit + perMail.dynamoReads * prices.readUnit)
  const parts = { SES: mails * prices.mail, DynamoDB: tables, Lambda: lambda, SQS: mails * messages * prices.message }
  const perMillion = 1e6 / mails
  console.log(
    `    per million: ${Object.entries(parts)
      .map(([name, cost]) => `${name} $${(cost * perMillion).toFixed(2)}`)
      .join(', ')}; ${count(sending.senderSeconds * perMillion)} sender-seconds of 1 GB`,
  )
}

const count = (value: number) => Math.round(value).toLocaleString('en')
const hours = (seconds: number) =>
  seconds < 3_600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3_600).toFixed(1)} h`
