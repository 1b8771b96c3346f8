import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { openSes } from '../../src/ses/ses-service.ts'
import { identities } from '../operator.ts'

const [folder = '', mailFolder = ''] = process.argv.slice(2)
const quota = { max24HourSend: -1, maxSendRate: 1_000_000 }
const ses = openSes({ folder, mailFolder, quota, identities: [{ name: 'example.com' }] })
const { url } = await startAwsEndpoint({ ses }, { identities })
console.log(url)
