// database.test.ts starts this in a separate process, and kills it.
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { openS3 } from '../../src/s3/s3-service.ts'
import { identities } from '../operator.ts'

const [folder = ''] = process.argv.slice(2)
const s3 = openS3({ folder })
s3.createBucket('a-bucket')
const { url } = await startAwsEndpoint({ s3 }, { identities })
console.log(url)
